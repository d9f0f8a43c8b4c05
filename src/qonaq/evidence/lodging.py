# ruff: noqa: E501  (a pattern is kept on one line)
"""Which class of accommodation a figure of beds is about, where its sentence names one class alone."""

from __future__ import annotations

import re

_CLASSES = (
    ("hotel", re.compile(r"\bhotels?\b|гостиниц[а-я]*|отел[а-я]+")),
    ("hostel", re.compile(r"\bhostels?\b|хостел[а-я]*")),
    ("host", re.compile(r"\b(?:relatives|host famil(?:y|ies)|private homes)\b|родственник[а-я]*")),
    (
        "collective",
        re.compile(
            r"\b(?:shelters?|camps?|schools?|gyms?|halls?|dormitor(?:y|ies)|cent(?:re|er)s?)\b"
            r"|лагер[а-я]*|школ[а-я]*|спортзал[а-я]*|общежити[а-я]*|приют[а-я]*|пвр|центр[а-я]* размещени[а-я]*|пункт[а-я]* (?:временного )?размещени[а-я]*"
        ),
    ),
)
MEASURES_OF_BEDS = frozenset(("beds", "beds_occupied", "beds_free", "occupancy"))


def bed_class_of(measure: str, words: str) -> str | None:
    """The class that a sentence in its normal form names, or None where it names none or several.

    >>> bed_class_of("occupancy", "hotels are 90 percent full"), bed_class_of("beds", "hotels and hostels have 400 beds")
    ('hotel', None)
    """
    if measure not in MEASURES_OF_BEDS:
        return None
    named = [name for name, pattern in _CLASSES if pattern.search(words)]
    return named[0] if len(named) == 1 else None

"""What the words around a name say of it: a region, a small place, a country's citizens, the start of a sentence."""

from __future__ import annotations

import re

_CITIZENS = re.compile(
    r"(?:\b(?:citizens?|nationals?|passport holders|natives)\s+of\s+(?:the\s+)?"
    r"|(?:граждан\w*|гражданк\w+|подданн\w+|выходц\w+\s+из|уроженц\w+)\s+)$",
    re.IGNORECASE,
)
_REGION_WORDS = (
    r"(?:regions?|oblasts?|provinces?|governorates?|voivodeships?|county|counties|districts?|prefectures?|departments?|states?"
    r"|област\w*|обл\.|кра[йяюе]м?|района?х?|регион\w*|губерни\w+|провинци\w+|воеводств\w+|облысы\w*)(?!\w)"
)
# "Белгородская, Курская и Брянская области", "Kharkiv and Sumy regions": the word holds for all of them.
_AND_OTHERS = r"(?:,?(?: (?:и|and|&))? [А-ЯЁA-Z][\w-]+){0,4},? (?:и|and|&) [А-ЯЁA-Z][\w-]+"
_REGION_AFTER = re.compile(
    rf"[\s\u00a0]+(?i:{_REGION_WORDS})"
    rf"|{_AND_OTHERS}[\s\u00a0]+(?:regions|oblasts|provinces|governorates|voivodeships|counties|districts|states|област[ияе]\w*|края\w*)\b"
)
_REGION_BEFORE = re.compile(
    r"\b(?:regions?|provinces?|governorate|state|department|область|области|регион\w*|провинци\w+)(?: of)?[ \u00a0]$",
    re.I,
)

_CALLED_A_PLACE = (
    r"(?:border |road |rail |frontier )?(?:crossings?|checkpoints?|posts?|points?|camps?|stations?|villages?|towns?"
    r"|cit(?:y|ies)|settlements?|customs)"
)
_PLACE_BEFORE = re.compile(
    rf"(?:\b(?:in|at|near|from|to|into|of|through|via|outside|around|between|towards?|{_CALLED_A_PLACE}(?: of| at)?)"
    r"|(?<!\w)(?:в|во|на|из|с|со|у|под|через|возле|около|близ|до|к|ко|между|при|города?|городе|пос[её]лк\w+|сел[аоеу]"
    r"|деревн\w+|станци\w+|пункт\w*(?: пропуска)?|кпп|переход\w*|застав\w+|лагер\w+|таможн\w+))"
    r"[ \u00a0\n]+[«“\"(]?(?:the )?$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    rf"[»”\"]?(?:[ \u00a0-]+(?:{_CALLED_A_PLACE}|border|refugee camp|пункт\w* пропуска|переход\w*|лагер\w+|кпп)(?!\w)"
    r"|[-–][A-ZА-Я])",
    re.IGNORECASE,
)
# What stands before the name of a person.
TITLES = frozenset(("mr", "mrs", "ms", "dr", "sir", "president", "minister", "premier", "governor", "mayor", "general"))


def citizens_before(text: str, start: int) -> int:
    """How many characters before a country's name say that its people are meant: "citizens of ", "граждане "."""
    match = _CITIZENS.search(text[max(0, start - 40) : start])
    return 0 if match is None else len(match.group())


_REGIONS_LISTED = re.compile(
    r"(?:област(?:ям|ях|ей|и)|регион(?:ам|ах|ы)|regions|provinces)\b[^\n]{0,110}$", re.IGNORECASE
)


def says_region(text: str, start: int, end: int) -> bool:
    """Whether the words before or after say that a region is meant."""
    return (
        _REGION_AFTER.match(text, end) is not None
        or _REGION_BEFORE.search(text[max(0, start - 24) : start]) is not None
        or (
            text[start:end].endswith(("ская", "ский", "ской", "ую"))
            and _REGIONS_LISTED.search(text, max(0, start - 130), start) is not None
        )
    )


def says_place(text: str, start: int, end: int) -> bool:
    """Whether the words before or after say that a place is meant: in, near, the crossing of, … checkpoint."""
    return (
        _PLACE_BEFORE.search(text[max(0, start - 30) : start]) is not None or _PLACE_AFTER.match(text, end) is not None
    )


def opens_sentence(text: str, start: int) -> bool:
    """Whether a capital letter may be due to the place in the sentence alone."""
    before = text[max(0, start - 3) : start].strip(" \u00a0\"«“'(")
    return start == 0 or before == "" or before[-1] in ".!?\n:;•–—-"

"""The words of the page in the reader's language: a catalogue of texts by key, handed down from the edge.

A text may hold gaps, `{count}`, and nouns that follow a number, `{count:bed|beds}`, with one form for each of the
language's plural forms. Keys that begin with `said.` hold what other rooms say in English, as patterns: `said` finds
the pattern that a sentence follows and says it in the reader's language. Keys that begin with `part.` are patterns of
what fills a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from qonaq.errors import InternalError
from qonaq.model.parameters import PARAMETERS
from qonaq.views.numbers import day_text

SPOKEN = "en"  # the language of the other rooms
SAID, PART, WRONG = "said.", "part.", "wrong."  # texts of other rooms, what only fills a gap of one, mistakes
GAP = re.compile(r"\\\{(\w+)\\\}")  # a gap in a pattern, after re.escape
NUMBER = re.compile(r"[−-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[−-]?\d+(?:\.\d+)?")
VERBATIM = ("file", "column", "path", "example", "command", "mapping")  # gaps that hold what a machine reads
COUNTED = ("count", "all", "value", "sigmas", "sds", "short", "days", "amount", "year")  # gaps that hold a number
MONTHS = list(Locale("en").months["format"]["wide"].values())
MONTH = re.compile(rf"(?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})")  # April 2023
QUANTITY = re.compile(r"(?P<name>\w+)(?:\[(?P<target>.+)\])?")  # an uncertain quantity: stock[Oral,hotel]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FULL_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")  # after an abbreviation at the end of a sentence
LISTS = (", ", "; ")  # what other rooms write between the parts of a list


class _Forms(Formatter):
    """Gaps as in `str.format`, and `{n:one|few|many}`: the form that goes with the number n."""

    def __init__(self, language: str) -> None:
        self._forms = Locale(language).plural_form

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        forms = format_spec.split("|")
        order: list[str] = [name for name in ("one", "few", "many", "other") if name in self._forms.tags | {"other"}]
        chosen = self._forms(_number(value))
        return forms[min(order.index(str(chosen)), len(forms) - 1)]


def _number(value: Any) -> float:
    """The number in a value, which may have been written for people already."""
    if isinstance(value, int | float):
        return value
    digits = re.sub(r"[^\d.]", "", str(value).replace(",", "."))
    return float(digits) if digits.replace(".", "", 1).isdigit() else 0.0


@dataclass(frozen=True)
class Words:
    """Texts of one language; `words("page.map")` or `words("answer.present", count="24,000")`."""

    language: str
    texts: Mapping[str, str]
    english: Mapping[str, str] = field(default_factory=dict)  # the catalogue in which the other rooms speak
    names: Mapping[str, str] = field(default_factory=dict)  # places by the name that the scenario gives them

    def __call__(self, key: str, **values: object) -> str:
        if key not in self.texts:
            raise InternalError(f"the catalogue of {self.language} has no text '{key}'")
        return FULL_STOPS.sub(".", self._forms.vformat(self.texts[key], (), values))

    def get(self, key: str, otherwise: str) -> str:
        """The text of that key, or `otherwise` where a name of the user's own has no translation."""
        return self.texts.get(key, otherwise)

    def naming(self, names: Mapping[str, str]) -> Words:
        """The same words, which know places by these names of the language's own."""
        return replace(self, names=dict(names))

    def place(self, name: str | None) -> str:
        """A place, or a region, by its name in this language where it is known."""
        return "" if name is None else self.names.get(name) or self.said(name)

    def country(self, code: str | None) -> str:
        """A country by its name in this language: KZ is Kazakhstan."""
        return "" if code is None else str(Locale(self.language).territories.get(code, code))

    def country_or_place(self, name: str) -> str:
        """A country by its code, or a place by its name."""
        return self.country(name) if len(name) == 2 and name.isupper() else self.place(name)

    def quantity(self, name: str, target: str) -> str:
        """An uncertain quantity in words, with what it is of: factor on beds (Oral, hotel beds)."""
        meaning = self.said(PARAMETERS[name].meaning)
        parts = [part.strip() for part in target.split(",") if part.strip()]
        named = [self.get(f"class.{part}", "").lower() or self.country_or_place(part) for part in parts]
        return f"{meaning} ({', '.join(named)})" if named else meaning

    def measure(self, name: str) -> str:
        return self.get(f"measure.{name}", name.replace("_", " "))

    def unit(self, name: str) -> str:
        """A unit as people write it; nothing where a number stands for itself."""
        return self.get(f"unit.{name}", name)

    def said(self, text: str) -> str:
        """What another room says in English, in this language; a text that no pattern knows stays as it is."""
        told = self._told(text, SAID) if text else None
        return text if told is None else told

    def mistake(self, text: str) -> str:
        """A part of a mistake in this language: where it stands, what was found, what is allowed, what to do."""
        told = self._told(text, WRONG) if text else None
        return self.said(text) if told is None else told

    def office(self, name: str) -> str:
        """An office, or several, by its name in this language."""
        return "; ".join(self.said(part) for part in name.split("; "))

    def knows(self, text: str) -> bool:
        """Whether a pattern of the catalogue knows that text."""
        return any(pattern.fullmatch(text) for pattern, _ in self._patterns[SAID])

    def _told(self, text: str, kind: str) -> str | None:
        """What a pattern of that kind makes of a text; the same text is looked up once."""
        if (text, kind) not in self._kept:
            self._kept[text, kind] = self._found(text, kind)
        return self._kept[text, kind]

    def _found(self, text: str, kind: str) -> str | None:
        for pattern, key in self._patterns[kind]:
            found = pattern.fullmatch(text)
            if found is not None and self.language == SPOKEN and not found.groups():
                return text  # as it was written, with its own capitals
            if found is not None:
                return self(key, **{gap: self._filled(gap, value) for gap, value in found.groupdict().items()})
        return None

    @cached_property
    def _kept(self) -> dict[tuple[str, str], str | None]:
        return {}

    @cached_property
    def _forms(self) -> _Forms:
        return _Forms(self.language)

    @cached_property
    def _patterns(self) -> dict[str, list[tuple[re.Pattern[str], str]]]:
        """What the other rooms say, as expressions; those with most words of their own first."""
        found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for kind in (SAID, PART, WRONG):
            said = [(text, key) for key, text in self.english.items() if key.startswith(kind)]
            said.sort(key=lambda one: (-len(re.sub(r"\{[^}]*\}", "", one[0])), one[0]))
            found[kind] = [(re.compile(_expression(text), re.IGNORECASE | re.DOTALL), key) for text, key in said]
        return found

    def _filled(self, gap: str, text: str) -> str:
        if gap in VERBATIM:
            return text
        return self.unit(text) if gap == "unit" else self._value(text)

    def _value(self, text: str) -> str:
        """What fills a gap: a number or a day as this language writes it, a name, a text of its own, or a list."""
        if NUMBER.fullmatch(text):
            return self._figure(text)
        if DAY.fullmatch(text):
            return day_text(date.fromisoformat(text), self.language, year=True)
        if text in self.names:
            return self.names[text]
        code = _codes().get(text)
        if code is not None:
            return self.country(code)
        month = MONTH.fullmatch(text)
        if month is not None:
            first = date(int(month["year"]), MONTHS.index(month["month"]) + 1, 1)
            return str(format_skeleton("yMMMM", first, locale=self.language))
        if len(text) == 2 and text.isupper():
            return self.country(text)
        told = self._told(text, SAID)
        if told is not None:
            return told
        for between in LISTS:
            if between in text:
                return between.join(self._value(part) for part in text.split(between))
        quantity = QUANTITY.fullmatch(text)
        if quantity is not None and quantity["name"] in PARAMETERS:
            return self.quantity(quantity["name"], quantity["target"] or "")
        told = self._told(text, PART)
        if told is not None:
            return told
        spaced = text.replace(" ", "_")
        return self.texts.get(f"measure.{spaced}") or self.texts.get(f"standard.{spaced}") or self.unit(text)

    def _figure(self, text: str) -> str:
        plain = text.replace(",", "").replace("−", "-")
        digits = len(plain.partition(".")[2])
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(float(plain), format=pattern, locale=self.language))


@cache
def _codes() -> dict[str, str]:
    """Countries by their English names."""
    return {str(name): code for code, name in Locale(SPOKEN).territories.items() if len(code) == 2}


def _expression(text: str) -> str:
    """A pattern of the catalogue as an expression: each gap takes as little as it can; a gap named twice is one."""
    seen: set[str] = set()

    def gap(found: re.Match[str]) -> str:
        name = found.group(1)
        again = name in seen
        seen.add(name)
        return f"(?P={name})" if again else f"(?P<{name}>{NUMBER.pattern if name in COUNTED else '.+?'})"

    plain = re.sub(r"\{(\w+):[^}]*\}", "", text)
    return GAP.sub(gap, re.escape(plain))

# ruff: noqa: E501  (a pattern is kept on one line)
"""Events, rules, options and signals: what a report says without a number of ours.

What could happen, is proposed or is wanted is an option and never an event; what is denied is neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qonaq.evidence import statement_words as words
from qonaq.evidence.numerals import numeral
from qonaq.evidence.periods import is_statement
from qonaq.evidence.report import Report
from qonaq.evidence.roles import roles_of
from qonaq.evidence.scenes import Scene
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.speakers import speaker_of
from qonaq.measures import Status
from qonaq.model.claims import WHAT, Passage, Statement

# What a subject of discourse is where it was done, and where it is only possible; None: not recorded.
_DONE: dict[str, str | None] = {
    "close": "crossing_closed",
    "stays_open": "border_stays_open",
    "open": "crossing_opened",
    "exit": "exit_restricted",
    "visa_free": "visa_free_entry",
    "stay": "stay_rule",
    "document": "entry_rule",
    "registration": "registration_open",
    "registration_rule": "registration_rule",
    "shelter": "shelter_opened",
    "care": "assurance",
    "headquarters": "headquarters",
    "trigger": "mobilisation",
    "desks": None,
    "rent_cap": None,
}
_POSSIBLE: dict[str, str | None] = {
    "close": "close_border",
    "stays_open": "border_stays_open",
    "open": "open_border",
    "exit": None,
    "visa_free": "visa_free_entry",
    "stay": "cap_stay",
    "document": "require_passport",
    "registration": "registration_open",
    "registration_rule": "registration_rule",
    "shelter": "open_beds",
    "care": "assurance",
    "headquarters": None,
    "trigger": None,
    "desks": "add_desks",
    "rent_cap": "rent_cap",
}
_SIGNALS = {
    "hotels_full": "hotels_full",
    "hostels_full": "hostels_full",
    "beds_scarce": "beds_scarce",
    "rents_up": "rents_up",
    "border_queues": "border_queues",
    "registration_queues": "registration_queues",
    "inflow_rising": "inflow_rising",
    "inflow_falling": "inflow_falling",
    "transport_full": "transport_full",
    "improvised": "improvised_shelter",
}
_RULES = frozenset(("visa_free_entry", "stay_rule", "entry_rule", "registration_rule"))
_IN_SENTENCE = frozenset(("stay", "document"))  # whose "proposed" may stand in another clause of the sentence
_CLAUSE = re.compile(
    r"[;:]|[.](?!\d)|,(?= )|(?<= )[–-](?= )|\b(?:but|yet|although|whereas|though)\b|(?<!\w)(?:но|однако|хотя)(?!\w)"
)


def statements_in(
    sentences: Sequence[Sentence], scene: Scene, report: Report
) -> tuple[tuple[Statement, ...], tuple[Statement, ...], tuple[Statement, ...]]:
    """The events, the options and the signals of a report, each the first time that it is said."""
    found: dict[str, list[Statement]] = {"event": [], "option": [], "signal": []}
    seen: set[tuple[str, str | None, str | None, int | None]] = set()
    speaker: str | None = None
    for sentence in sentences:
        speaker = speaker_of(sentence, sentence.start, speaker)
        for statement in _of_sentence(sentence, scene, report, speaker):
            key = (statement.what, statement.country, statement.place, statement.days)
            if key not in seen:
                seen.add(key)
                found[WHAT[statement.what][0]].append(statement)
    return tuple(found["event"]), tuple(found["option"]), tuple(found["signal"])


def _of_sentence(sentence: Sentence, scene: Scene, report: Report, speaker: str | None) -> list[Statement]:
    found: list[Statement] = []
    said = sentence.words
    for subject, needed, pattern in words.SUBJECTS:
        if not any(letters in said for letters in needed):
            continue
        for match in pattern.finditer(sentence.norm, sentence.start, sentence.end):
            start, end = _clause(sentence, match.start(), match.end())
            if end - start > LONGEST_PASSAGE:
                start, end = _clipped(sentence, (start, end), match.start(), match.end())
            what, status = _what(sentence, subject, match, start, end)
            if what is None or any(other.what == what for other in found):
                continue
            found.append(_statement(sentence, what, status, (start, end), scene, report, speaker))
    return found


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The clause around a stretch, without the marks and blanks at its ends."""
    left, right = sentence.start, sentence.end
    for mark in _CLAUSE.finditer(sentence.norm, sentence.start, sentence.end):
        if mark.end() <= start:
            left = mark.end()
        elif mark.start() >= end:
            right = mark.start()
            break
    text = sentence.text
    while left < start and not text[left].isalnum():
        left += 1
    while right > end and not text[right - 1].isalnum():
        right -= 1
    return left, right


LONGEST_PASSAGE = 150  # characters: a longer clause is shown around what it says only
_AROUND = 60  # characters


def _clipped(sentence: Sentence, clause: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """The middle of a long clause, from word to word."""
    left, right = max(clause[0], start - _AROUND), min(clause[1], end + _AROUND)
    while left > clause[0] and left < start and not sentence.norm[left - 1].isspace():
        left += 1
    while right < clause[1] and right > end and not sentence.norm[right].isspace():
        right -= 1
    return left, right


def _what(sentence: Sentence, subject: str, match: re.Match[str], start: int, end: int) -> tuple[str | None, Status]:
    """What a clause makes of a subject: done, possible, denied."""
    norm = sentence.norm
    left = max(start, match.start() - 70)
    before = norm[left : match.start()]
    within = norm[left : match.end()]
    if subject in _SIGNALS:
        if words.NEGATED.search(norm[max(left, match.start() - 25) : match.start()]) or _hollow(
            subject, norm[match.start() : min(end, match.end() + 25)]
        ):
            return None, Status.REPORTED
        return _SIGNALS[subject], Status.REPORTED
    negated = bool(words.NEGATED.search(before if subject != "close" else within)) and subject not in (
        "visa_free",
        "stays_open",
    )
    wider = sentence.words if subject in _IN_SENTENCE else within
    proposed = bool(words.PROPOSED.search(wider))
    possible = bool(
        (words.PERMISSION if subject in ("stay", "visa_free", "document", "registration") else words.POSSIBLE).search(
            within
        )
    )
    if subject == "stay":
        possible = possible or bool(words.CHANGED.search(norm[left : match.end()]))
        return _stay(sentence, match, proposed=proposed, possible=possible, clause=(start, end))
    if subject == "close" and negated:
        return ("border_stays_open" if not re.search(r"not yet|пока не", within) else None), Status.REPORTED
    if negated or (
        subject == "shelter" and re.search(r"\b(?:struggl|unable|fail|difficult|hard)|трудн|не может", before)
    ):
        return None, Status.DENIED
    if subject in ("care", "stays_open", "visa_free"):
        what = _DONE[subject]
        return what, Status.ENACTED if what in _RULES else Status.REPORTED
    if proposed or possible:
        return _POSSIBLE[subject], Status.PROPOSED if proposed else Status.FORECAST
    what = _DONE[subject]
    return what, Status.ENACTED if what in _RULES else Status.REPORTED


def _hollow(subject: str, quote: str) -> bool:
    """Whether a signal says itself that it is not so: no jams, back to normal, not higher."""
    if subject in ("border_queues", "registration_queues"):
        return bool(
            re.search(r"\b(?:no|without|back to normal|cleared|gone|disappeared)\b|(?<!\w)(?:нет|без|исчез)", quote)
        )
    if subject in ("hotels_full", "hostels_full", "beds_scarce"):
        return bool(re.search(r"\b(?:not|n't|half|at least)\b|(?<!\w)(?:не заполн|нехватк[а-я]*[^.;]{0,40}нет)", quote))
    return bool(re.search(r"\b(?:not|n't|will|could|may|might)\b|(?<!\w)не |может|могут", quote))


def _stay(
    sentence: Sentence, match: re.Match[str], *, proposed: bool, possible: bool, clause: tuple[int, int]
) -> tuple[str | None, Status]:
    """A permitted stay: a rule where it is in force, an option where it is only proposed or possible."""
    said = sentence.norm[max(clause[0], match.start() - 40) : min(clause[1], match.end() + 40)]
    about_law = re.search(
        r"visa|rule|law|immigra|citizen|national|foreign|passport|permit|allow|legal|resolution|decree|entr|граждан|иностран|безвиз|закон|правил|виз|въезд|паспорт|постановлен|миграц",
        sentence.words,
    )
    if not about_law or (not words.TERM.search(said) and not (proposed or possible)):
        return None, Status.REPORTED
    if proposed or possible:
        longer = words.LONGER.search(said) and not words.SHORTER.search(said)
        return ("extend_stay" if longer else "cap_stay"), Status.PROPOSED if proposed else Status.FORECAST
    return "stay_rule", Status.ENACTED


def _days(text: str) -> int | None:
    """The days of a stay: three months is 90."""
    found = words.TERM.search(text)
    if not found:
        return None
    genitive = {"a": 1, "одного": 1, "двух": 2, "трех": 3, "шести": 6, "тридцати": 30, "девяноста": 90}
    count = (
        genitive.get(found.group(1))
        or int(numeral(found.group(1)) or 0)
        or (int(found.group(1)) if found.group(1).isdecimal() else 0)
    )
    unit = found.group(2)
    factor = (
        30
        if unit.startswith(("month", "месяц"))
        else 7
        if unit.startswith(("week", "недел"))
        else 365
        if unit.startswith(("year", "год"))
        else 1
    )
    return count * factor or None


def _statement(
    sentence: Sentence,
    what: str,
    status: Status,
    clause: tuple[int, int],
    scene: Scene,
    report: Report,
    speaker: str | None,
) -> Statement:
    start, end = clause
    country, place = _where(sentence, what, clause, scene)
    passage = Passage(sentence.text[start:end], start, end)
    said = sentence.norm[start:end]
    return Statement(
        what=what,
        passage=passage,
        country=country,
        place=place,
        date=_day(sentence, clause),
        status=status,
        days=_days(said) if what in ("stay_rule", "cap_stay", "extend_stay", "visa_free_entry") else None,
        group="without passport" if words.NO_PASSPORT.search(said) else None,
        speaker=speaker,
        medium=report.medium,
    )


def _where(sentence: Sentence, what: str, clause: tuple[int, int], scene: Scene) -> tuple[str | None, str | None]:
    """The country and the place of a statement: as its clause names them, else as its sentence, else the report's host."""
    roles = [role for role in roles_of(sentence) if role.role != "group" and role.mention.kind != "nationality"]
    inside = [role for role in roles if clause[0] <= role.mention.start < clause[1]]
    if what in ("mobilisation", "exit_restricted"):
        return scene.origin, None
    place = next((role.mention for role in inside if role.mention.kind in ("city", "region", "crossing")), None)
    if place is not None and place.country == scene.origin:
        place = None
    if place is not None:
        return place.country, place.name
    used = (
        ("into", "entered", "office", "side", "through")
        if what in _RULES
        else ("into", "entered", "office", "side", "through", "other", "border")
    )
    for group in (inside, roles):
        named = [
            role.mention.country
            for role in group
            if role.mention.kind == "country" and role.mention.country not in (None, scene.origin) and role.role in used
        ]
        if named:
            return named[0], None
    return scene.host, None


def _day(sentence: Sentence, clause: tuple[int, int]) -> date | None:
    """The day that a clause gives to an event."""
    for when in sentence.whens:
        if when.role in ("day", "since") and clause[0] <= when.start < clause[1] and not is_statement(sentence, when):
            return when.first
    return None

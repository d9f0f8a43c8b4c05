# ruff: noqa: E501  (a pattern is kept on one line)
"""Names that a text itself calls a crossing, a camp or a centre, where no gazetteer knows them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.labels import in_latin

_WORD = r"[A-ZА-ЯЁ][\w'’ʻ]+(?:[-–][A-ZА-ЯЁ]?[\w'’]+)*"
_NAME = rf"{_WORD}(?: (?:(?:de|del|da|do|la|el|al) )?{_WORD}){{0,2}}"
_CROSSING = r"(?:(?:land|road|rail|border|frontier|international) )*(?:crossing(?: point)?|checkpoint|border (?:post|point|gate)|point of entry|frontier post|gate)"
_SITE = r"(?:(?:refugee|transit|reception|displacement|IDP|tent|accommodation|registration|welcome) )*(?:camp|settlement|cent(?:re|er)|site|extension)"
_PATTERNS = (
    ("crossing", ("crossing", "checkpoint", " post", " gate", " point", "of entry"), re.compile(rf"\b({_NAME}) {_CROSSING}(?!\w)")),
    ("crossing", ("crossing", "checkpoint", "border", "of entry"), re.compile(rf"\b(?:crossing|checkpoint|border (?:post|point|gate)|point of entry)s?(?: of| at| in|,)? ({_NAME})")),
    ("crossing", ("КПП", "АПП", "ункт", "ереход", "застав", "Застав", "тамож", "Тамож", "шлагбаум", "пост"), re.compile(rf"(?:КПП|МАПП|АПП|(?:[Пп]ункт|[Пп]ереход|[Пп]огранпереход|[Зз]астав|[Тт]аможн|шлагбаум|пост)[а-я]*(?: пропуска)?) [«\"“]?({_NAME})[»\"”]?")),
    ("crossing", ("At ",), re.compile(rf"(?:^|(?<=[.!?] )|(?<=\n))At ({_NAME}),? ")),
    ("crossing", (" at ",), re.compile(rf"\bat ({_NAME})(?= and | in | on | during | since | by |[,.;)]|$)")),
    ("crossing", ("through ", "via "), re.compile(rf"\b(?:through|via) ({_NAME})(?=[ ,.;)]|$)")),
    ("crossing", ("ерез ",), re.compile(r"[Чч]ерез ([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)(?=[ ,.;)]|$)")),
    ("city", ("camp", "settlement", "cent", " site", "extension"), re.compile(rf"\b({_NAME}) {_SITE}(?!\w)")),
    ("city", ("camp", "settlement", "site", "cent"), re.compile(rf"\b(?:camp|settlement|site|cent(?:re|er))s? (?:of|at|in) ({_NAME})")),
    ("city", ("агер", "осел", "сел", "Сел", "еревн", "таниц"), re.compile(rf"(?:[Лл]агер|[Пп]осел[а-я]*к|[Сс]ел|[Дд]еревн|[Сс]таниц)[а-я]* [«\"“]?({_NAME})[»\"”]?")),
)  # fmt: skip
_NO_NAME = re.compile(
    r"(?:The|A|An|This|That|Its|Their|Each|Every|Another|Border|Main|New|Second|Third|Other|All|Both|First|Our|At|In|On|From|Red|Refugee|Transit|Reception|National|Regional|City|State|Ministry|UN|EU|Schengen|Russian|Ukrainian|Zoom|Telegram|WhatsApp|Twitter|Facebook|Instagram|Viber|Skype|Google|YouTube|Reuters|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Госуслуги|Телеграм|Портал|Интернет)"
)
_INSTITUTION = re.compile(
    r"(?:University|Hospital|Institute|School|College|Airport|Station|Hotel|Church|Council|House|Square|Street|Bank|Office|Ministry)$"
)
_OF_BORDERS = re.compile(r"border|crossing|checkpoint|границ|погран|КПП|пункт\w* пропуска", re.IGNORECASE)
LONGEST = 100_000  # characters: a longer text is searched for what is named so only up to here


def sites_in(text: str, known: Sequence[Mention]) -> tuple[Mention, ...]:
    """The known names with those that the text calls a crossing or a camp, in order; a far city gives way to them."""
    names: dict[str | None, set[str]] = {}  # country → the names that speak of it
    for mention in known:
        names.setdefault(mention.country, set()).add(mention.name)
    found: list[Mention] = []
    far: set[Mention] = set()
    for mention in sorted(_named(text[:LONGEST]), key=_begins):
        if found and found[-1].end > mention.start:
            continue
        over = _over(known, mention)
        if all(m.kind == "city" and names[m.country] == {m.name} for m in over):
            far.update(over)
            found.append(mention)
    if not found:
        return tuple(known)
    return tuple(sorted((*(m for m in known if m not in far), *found), key=_begins))


def _begins(mention: Mention) -> int:
    return mention.start


def _over(known: Sequence[Mention], mention: Mention) -> list[Mention]:
    """The known names that a name overlaps; `known` is in order."""
    at = max(0, bisect_left(known, mention.start, key=_begins) - 1)
    near = known[at : bisect_left(known, mention.end, key=_begins)]
    return [m for m in near if m.start < mention.end and mention.start < m.end]


def _named(text: str) -> Iterator[Mention]:
    for kind, needed, pattern in _PATTERNS:
        if not any(word in text for word in needed):
            continue
        for match in pattern.finditer(text):
            start, name = match.start(1), match.group(1)
            while name:
                word, _, rest = name.partition(" ")
                if not _NO_NAME.fullmatch(word):
                    break
                start, name = start + len(word) + 1, rest
            if name and not _INSTITUTION.search(name) and (name.upper() != name or len(name) > 5):
                yield Mention(start, start + len(name), name, in_latin(name), None, kind)


_LISTED = re.compile(rf"({_NAME}) ?[—–:(-] ?\(?(?:около |до |about )?\d")
LEAST_LISTED = 2  # names with figures that make a line a list


def listed_in(text: str, known: Sequence[Mention]) -> tuple[Mention, ...]:
    """The known names with those that a list gives figures for, wherever else the text names them."""
    names: set[str] = set()
    of_borders = _OF_BORDERS.search(text[:LONGEST]) is not None
    for line in text[:LONGEST].splitlines():
        found = [match.group(1) for match in _LISTED.finditer(line)] if sum(map(line.count, "—–:(")) > 1 else []
        if len(found) >= LEAST_LISTED and (of_borders or any(m.alias in found for m in known)):
            names.update(name for name in found if len(name) > 3 and not _NO_NAME.fullmatch(name.split(" ")[0]))
    names -= {m.alias for m in known}
    if not names:
        return tuple(known)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")
    more = [
        Mention(m.start(), m.end(), m.group(), in_latin(m.group()), None, "crossing")
        for m in pattern.finditer(text[:LONGEST])
    ]
    return tuple(sorted((*known, *(m for m in more if not _over(known, m))), key=_begins))

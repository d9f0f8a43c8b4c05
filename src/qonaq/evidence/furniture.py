# ruff: noqa: E501  (a pattern is kept on one line)
"""Telling an article's own lines from the furniture of its page: menus, counters, links, captions, bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without the blanks around it; `role` is headline, body, caption or furniture."""

    number: int
    start: int
    end: int
    text: str
    role: str = "furniture"


_LINE = re.compile(r"[^\n\r]+")
_LONGEST_LINE = 200_000  # characters: a longer line is cut, so that no step sees more than this at once


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that hold anything, with their numbers in the text."""
    found, number, last = [], 0, 0
    for match in _LINE.finditer(text):
        number += text.count("\n", last, match.start())
        last = match.start()
        raw = match.group()
        stripped = raw.strip()
        if stripped:
            start = match.start() + len(raw) - len(raw.lstrip())
            for at in range(0, len(stripped), _LONGEST_LINE):
                part = stripped[at : at + _LONGEST_LINE]
                found.append(Line(number, start + at, start + at + len(part), part))
    return tuple(found)


_FURNITURE = re.compile(
    r"""(?ix)
    \b(?:subscri(?:be|ption)|newsletter|sign\ (?:in|up|out)|log\ ?in|register\ free|create\ (?:a\ )?(?:free\ )?account|cookies?|privacy\ policy|terms\ of
    |all\ rights\ reserved|copyright|©|click\ here|read\ more|see\ also|also\ read|read\ also|read\ full|share\ (?:this|on)|follow\ us|advertis|sponsored
    |your\ email|leave\ a\ reply|back\ to\ top|trending|bookmark|free\ trial|download\ (?:our|the)\ app|get\ (?:the\ )?latest|watch\ (?:the\ )?video|comments?\ section
    |editor\ in\ chief|contact\ us|about\ (?:us|the\ author)|most\ read|related\ (?:news|articles|stories)|has\ moved\ to\ a\ new\ website|newsfeed|personali[sz]e
    |support\ our\ (?:work|journalism)|donate\ now|enable\ javascript|your\ browser|open\ in\ app|breaking\ news\ alerts)\b
    |подпи(?:ш|с)[а-я]+|реклам[а-я]*|новости\ партн|читайте\ также|смотрите\ также|поделиться|все\ права|авторск[а-я]+\ прав|материал[ыа]?\ по\ теме|редакци[яи]\b
    |комментари[ийяе]+\ |войти|зарегистрируйтесь|нашли\ ошибку|ctrl|cookie|политик[аи]\ конфиденциальности|присылайте|телеграм-канал|наш\ канал|лента\ новостей
    """
)
_TAIL = re.compile(
    r"""(?ix)^[\W_]*(?:share(?:\ this.*|print)?|about\ the\ author|topics?|tags?|related.*|top\ news|most\ (?:read|popular).*|leave\ a\ reply|comments?|trending.*|more\ (?:from|on|news).*
    |read\ (?:more|next).*|you\ may\ also.*|recommended.*|newsletter.*|subscribe.*|реклама|новости\ партнеров|новости\ партнёров|читайте\ также.*|теги?|комментарии.*|поделиться.*
    |похожие.*|материалы\ по\ теме.*|последние\ новости.*|популярное.*)[\W_]*$"""
)
_CAPTION = re.compile(
    r"(?i)\((?:reuters|afp|ap|getty|epa|tass|photo|msf|unhcr|iom|file)[^)]{0,40}\)$|^©|^(?:photo|image|picture|file photo|pictured|фото|иллюстрация)\b|/(?:stringer|afp|reuters)\b"
)
_BYLINE = re.compile(
    r"^(?:[Bb]y ?(?=[A-Z][\w'-]+ [A-Z])(?!.*\d.*\.$)|Автор[:ы ]|Текст:|Reporting by|Written by|Edited by|Репортаж\b.{0,40}$)"
)
_ENDS = re.compile(r"[.!?…:;][\"'”»)\]]*(?:\[\d+\])?$")
_MARKS = 24  # characters at the end of a line that hold its closing marks
_BULLET = re.compile(r"^[-–—•*▪·●]\s*|^\d{1,2}[.)]\s+")
_KEY_FIGURE = re.compile(
    r"^(?:over |about |some |more than |более |около )?\d[\d., \u00a0]{2,}\s?[^\W\d_]", re.I
)  # 12,345 new arrivals since 1 May
_THREE_DIGITS = re.compile(r"\d{3}|\d[ ,.\u00a0]\d{3}")
_CRUMBS = re.compile(r" / .* / | [>›»|] .*[>›»|] ")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TABLE = re.compile(r"\|.*\|")
LEAST_WORDS = 5  # of a sentence
LEAST_WORDS_OPEN = 8  # of a line that does not end like a sentence
_HEADLINE_WORDS = (4, 30)


def _role(line: Line) -> str:
    """What a line looks like by itself."""
    words = len(_WORD.findall(line.text[:2000]))
    if _CAPTION.search(line.text[-200:]) or _CAPTION.match(line.text):
        return "caption" if words >= LEAST_WORDS else "furniture"
    if _BYLINE.match(line.text) and words <= 8:
        return "furniture"
    if _CRUMBS.search(line.text[:300]) or _TABLE.search(line.text[:300]):
        return "furniture"
    short, ends = line.text[:160], _ENDS.search(line.text[-_MARKS:]) is not None
    if (words <= 14 or not ends) and _FURNITURE.search(short):
        return "furniture"
    if line.text.endswith(".") and line.text[0].isupper() and words >= 3:
        return "body"
    if ends and words >= LEAST_WORDS - 2 * any(char.isdecimal() for char in short):
        return "body"
    if words >= LEAST_WORDS_OPEN and not line.text.endswith(("+ 4 more", "more")):
        return "open"
    if line.text.endswith(",") and words >= LEAST_WORDS - 1 and any(char.isdecimal() for char in line.text):
        return "open"
    if _KEY_FIGURE.match(line.text) and words >= 3:
        return "body"
    if (
        _BULLET.match(line.text)
        and (words >= 3 or _THREE_DIGITS.search(line.text))
        and any(char.isdecimal() for char in line.text)
    ):
        return "body"
    return "furniture"


def article_lines(lines: Sequence[Line], *, header_end: int) -> tuple[Line, ...]:
    """The lines of the article itself, each once, with its headline and captions."""
    lines = _unwrapped(lines, header_end)
    roles = [replace(line, role=_role(line) if line.start >= header_end else "furniture") for line in lines]
    roles = _cut_tail(roles)
    first = next((i for i, line in enumerate(roles) if line.role == "body"), len(roles))
    roles = _with_headline(roles, first)
    seen: set[str] = set()
    kept = []
    for line in roles:
        role = "body" if line.role == "open" else line.role
        if role == "furniture" or line.text in seen:
            continue
        seen.add(line.text)
        kept.append(replace(line, role=role))
    return tuple(kept)


_HANGING = re.compile(
    r"(?:,|\b(?:the|a|an|of|and|or|to|in|on|for|from|with|by|that|who|which|said|has|have|had|are|is|was|were)|(?<!\w)(?:и|в|на|с|из|что|по|за|от|для|не))$"
)
_WRAPPED_WORDS = 6  # of a line that is cut by the width of a page and not by its author


def _unwrapped(lines: Sequence[Line], header_end: int) -> list[Line]:
    """The lines with those put together that only the width of a page has cut."""
    found: list[Line] = []
    last_number = -2
    for line in lines:
        before = found[-1] if found else None
        runs_on = line.text[0].islower() or (
            before is not None and _HANGING.search(before.text[-12:].lower()) is not None
        )
        if (
            before is not None
            and before.start >= header_end
            and line.number == last_number + 1
            and runs_on
            and not _ENDS.search(before.text)
            and not _BULLET.match(line.text)
            and len(_WORD.findall(before.text[-200:])) >= _WRAPPED_WORDS
            and len(before.text) < _LONGEST_LINE
        ):
            found[-1] = replace(before, end=line.end, text=f"{before.text} {line.text}")
        else:
            found.append(line)
        last_number = line.number
    return found


def _cut_tail(lines: list[Line]) -> list[Line]:
    """Without what follows the mark that ends an article, where most of the sentences stand before it."""
    sizes = [len(line.text) if line.role in ("body", "open") else 0 for line in lines]
    total, before = sum(sizes), 0
    for i, line in enumerate(lines):
        if before * 2 > total and len(line.text) <= 60 and _TAIL.match(line.text):
            return [replace(later, role="furniture") if j >= i else later for j, later in enumerate(lines)]
        before += sizes[i]
    return lines


def _with_headline(lines: list[Line], first: int) -> list[Line]:
    """The headline: the last line before the body that reads like one, and no long line before it is body."""
    found = [
        i
        for i in range(min(first, len(lines)))
        if lines[i].role in ("open", "furniture")
        and _HEADLINE_WORDS[0] <= len(_WORD.findall(lines[i].text)) <= _HEADLINE_WORDS[1]
        and not (
            _FURNITURE.search(lines[i].text)
            or _CRUMBS.search(lines[i].text)
            or _BYLINE.match(lines[i].text)
            or _KEY.match(lines[i].text)
        )
    ]
    if not found:
        return lines
    longest = max(found, key=lambda i: len(_WORD.findall(lines[i].text)))
    return [replace(line, role="headline") if i == longest else line for i, line in enumerate(lines)]


_KEY = re.compile(r"^[A-Za-zА-Яа-я]{2,12}\s?:\s|^https?:")

"""Many patterns as one: the engine skips at once every alternative that begins with another letter."""

from __future__ import annotations

import re
from collections.abc import Iterable


def alternatives_of(pattern: str) -> list[str]:
    """The alternatives of a pattern that stand outside all brackets.

    >>> alternatives_of("a(?:b|c)|d[|]|e")
    ['a(?:b|c)', 'd[|]', 'e']
    """
    found, depth, start, i, in_class = [], 0, 0, 0, False
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            i += 2
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            found.append(pattern[start:i])
            start = i + 1
        i += 1
    return [*found, pattern[start:]]


def joined(rows: Iterable[tuple[str, str]]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern of all rows (name, pattern) between word ends, and the name of each of its groups.

    A match's `lastindex` counts from 1 the group that closed it: `names[match.lastindex - 1]`. The rows hold no groups
    of their own.
    """
    flat = [(name, part) for name, pattern in rows for part in alternatives_of(pattern)]
    body = "|".join(f"{part}(?!\\w)()" for _, part in flat)
    return re.compile(rf"(?<!\w)(?:{body})"), tuple(name for name, _ in flat)

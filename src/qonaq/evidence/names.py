"""How a name is written: folding to a key, words with their places in a text, and Russian case endings.

A key is small letters without accents, apostrophes or hyphens, words joined by one space: "Ural'sk" → "uralsk",
"Усть-Каменогорск" → "усть каменогорск". Russian names stand in any case: *in Uralsk* is "в Уральске"; endings are
exchanged for those of the dictionary form, for every declension that place names follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "'’‘ʼʻ`´ʹ′"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}](?!s\b)[^\W\d_]+)*(?:\.(?=[A-ZА-Я]\b))?")
_INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.){2,4}")  # U.S. · U.A.E.
_JOIN = re.compile(r"(?:[ \u00a0\u202f]?[-‐‑–][ ]?|[ \u00a0\u202f]|\.[ \u00a0\u202f]?|[ \u00a0]?\r?\n)")
_LETTERS = str.maketrans({"ё": "е", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    small = word.casefold().translate(_LETTERS)
    if small.isascii():
        return re.sub(rf"[{_APOSTROPHES}.]", "", small)
    out: list[str] = []
    for letter in unicodedata.normalize("NFC", small):
        if letter in _APOSTROPHES or letter == ".":
            continue
        base = unicodedata.normalize("NFD", letter)
        out.append(base[0] if len(base) > 1 and "a" <= base[0] <= "z" else letter)
    return "".join(out)


def fold(name: str) -> str:
    """The key of a name.

    >>> fold("Ust’-Kamenogorsk"), fold("Орёл"), fold("U.S.")
    ('ust kamenogorsk', 'орел', 'us')
    """
    joined = _INITIALS.sub(lambda m: m.group().replace(".", ""), name.strip())
    joined = re.sub(rf"[{_APOSTROPHES}]", "", joined)
    return " ".join(_fold_word(match.group()) for match in _WORD.finditer(joined))


class Word(NamedTuple):
    """A word of a text, its key, and whether the word before belongs to the same run."""

    start: int
    end: int
    key: str
    capital: bool
    cyrillic: bool
    joined: bool  # only a space, hyphen or abbreviating point stands between it and the word before
    owned: bool = False  # the word before ends in 's: Cox's Bazar


def key_of(words: Sequence[Word]) -> str:
    """The key of a name of several words."""
    return "".join(w.key if at == 0 else f"s {w.key}" if w.owned else f" {w.key}" for at, w in enumerate(words))


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    return list(_words(text))


_TOKEN = re.compile(rf"{_INITIALS.pattern}|{_WORD.pattern}")


def _words(text: str) -> Iterator[Word]:
    before = -2
    possessive = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match.group()
        if raw == "s" and start == before + 1 and text[before] in _APOSTROPHES:
            before, possessive = end, True
            continue
        joined = start == before + 1 and text[before] == " "
        if not joined and before >= 0 and _JOIN.fullmatch(text, before, start):
            joined = "." not in text[before:start] or _abbreviated(text, before)
        first = raw[0]
        cyrillic = "Ѐ" <= first <= "ӿ"
        yield Word(start, end, _fold_word(raw), first.isupper(), cyrillic, joined, possessive and joined)
        before, possessive = end, False


def _abbreviated(text: str, end: int) -> bool:
    """The word that ends there is short, as 'St.' is, and not the end of a sentence."""
    return end < 3 or not text[end - 3 : end].isalpha()


# Ending in a text → endings of the dictionary form, likeliest first.
_CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ского", ("ский", "ское")),
    ("ском", ("ский", "ское")),
    ("ской", ("ская",)),
    ("ов", ("ы",)),
    ("ого", ("ый", "ий", "ой", "ое")),
    ("его", ("ий", "ее")),
    ("ому", ("ый", "ий", "ой", "ое")),
    ("ами", ("ы", "и", "а")),
    ("ями", ("и",)),
    ("ым", ("ый", "ое", "")),
    ("ах", ("ы", "и", "а")),
    ("ях", ("и",)),
    ("ам", ("ы", "и", "а")),
    ("ям", ("и",)),
    ("ом", ("", "о", "ый", "ое", "ой")),
    ("ем", ("ь", "й", "е", "")),
    ("ою", ("а",)),
    ("ой", ("а", "ая", "")),
    ("ей", ("я", "а", "ь")),
    ("ью", ("ь",)),
    ("ую", ("ая",)),
    ("ых", ("ые",)),
    ("их", ("ие",)),
    ("ии", ("ия", "ий")),
    ("ию", ("ия", "ий")),
    ("ией", ("ия",)),
    ("ию", ("ия",)),
    ("а", ("", "о")),
    ("е", ("", "а", "о", "я", "ь", "й")),
    ("и", ("а", "ь", "я", "")),
    ("у", ("", "а", "о")),
    ("ы", ("а", "")),
    ("ю", ("ь", "й", "я")),
    ("я", ("ь", "й", "е")),
)
_SHORTEST_STEM = 3  # letters: shorter stems match too much …
_SHORT_STEM = 2  # … but for endings of one letter: Уфе, Оше


def russian_bases(key: str) -> Iterator[str]:
    """Dictionary forms that an inflected Russian word may have: "уральске" → "уральск", "уральска" …"""
    for ending, bases in _CASES:
        shortest = _SHORT_STEM if len(ending) == 1 else _SHORTEST_STEM
        if key.endswith(ending) and len(key) - len(ending) >= shortest:
            stem = key[: -len(ending)]
            for base in bases:
                yield stem + base
    yield key + "ы"  # Филиппин, Челн


ADJECTIVE_ENDINGS = ("ая", "ой", "ую", "ою", "ий", "ого", "ому", "им", "ом", "ие", "их", "ими", "ое")
_ADJECTIVE = re.compile(rf"(?:{'|'.join(ADJECTIVE_ENDINGS)})$")


def adjective_bases(key: str) -> Iterator[str]:
    """Names that a Russian adjective may come from: "павлодарской" → "павлодар", "актюбинской" → "актюбинск"."""
    stem = _ADJECTIVE.sub("", key)
    if stem == key or not stem.endswith(("ск", "цк")):
        return
    yield stem
    bare = stem[:-2]
    for root in (bare, bare.removesuffix("ин"), bare.removesuffix("ь")):
        if len(root) >= _SHORTEST_STEM:
            for ending in ("", "а", "ы", "я", "ь", "о", "и", "й"):
                yield root + ending


_ENDING = re.compile(
    r"(?:ими|ыми|ого|его|ому|ему|ами|ями|ией|ов|ах|ях|ам|ям|ом|ем|ой|ей|ою|ую|юю|ая|яя|ое|ее|ые|ие|ый|ий|ым|им|ых|их"
    r"|ью|ии|ию|ия|а|я|о|е|ы|и|у|ю|ь|й)$"
)


def stem_key(key: str) -> str:
    """The key with every Russian word cut to its stem, so that all cases of a name of several words meet.

    >>> stem_key("нижнего новгорода") == stem_key("нижний новгород")
    True
    """
    return " ".join(
        _ENDING.sub("", word) if len(word) > 3 and "а" <= word[0] <= "я" else word for word in key.split(" ")
    )

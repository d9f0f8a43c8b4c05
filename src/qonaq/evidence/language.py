# ruff: noqa: E501  (a pattern is kept on one line)
"""Which language a text is written in, told by its letters and its smallest words; no package and no model."""

from __future__ import annotations

import re

READ = ("en", "ru")  # the languages that are read

_KAZAKH = frozenset("әғқңөұүһ")
_UKRAINIAN = frozenset("їєґ")
_SHARE = 0.004  # of all letters: the letters that only one language has are rarer than this elsewhere
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": frozenset(
        """the of and to in that is was for on as with by at from have has had were are be it said who this not but an which their they will a no he she we
        can people more than been there would since also after over into about some all one two per week day last first new between without up out""".split()
    ),
    "es": frozenset("el la los las de del que y en un una por con para su al es fue han como más pero según desde entre sobre hasta unos miles personas".split()),
    "fr": frozenset("le la les des du de et en un une que qui dans pour par sur est sont au aux avec ce cette plus ont été depuis selon personnes".split()),
    "de": frozenset("der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch nach wurden seit über rund menschen".split()),
    "tr": frozenset("ve bir bu için ile da de olarak olan çok daha gibi kadar sonra ise göre olduğu türkiye kişi".split()),
    "pt": frozenset("os de que e em um uma para com não por mais dos das foi na pelo segundo desde pessoas são".split()),
    "it": frozenset("il la di che e una per con del della sono nel non più le gli dei dalla secondo persone".split()),
    "pl": frozenset("w na z się nie że jest od po za oraz przez które był są osób tysięcy".split()),
    "ro": frozenset("și în de la cu pe din care nu pentru au fost mai un este sunt persoane".split()),
}  # fmt: skip
_CYRILLIC = {
    "ru": frozenset("и в не на что с по из как это для за от к был были его их также после который году до при".split()),
    "uk": frozenset("і в не на що з у до та як за від це для які був були його їх після який року при".split()),
    "sr": frozenset("и у је на се да за од са су који из као није које".split()),
    "bg": frozenset("и в на да се за от с са че по не който които към като".split()),
}  # fmt: skip


LOOKED_AT = 20_000  # characters from which the language is told
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_LATIN_LETTER = re.compile(r"[a-z\u00c0-\u024f]")


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language, or "und" where it cannot be told.

    >>> language_of("The ministry said that they have come over the border."), language_of("Люди стоят в очереди на границе.")
    ('en', 'ru')
    """
    lowered = text[:LOOKED_AT].lower()
    letters = len(_LETTER.findall(lowered))
    if not letters:
        return "und"
    cyrillic = len(_CYRILLIC_LETTER.findall(lowered))
    latin = len(_LATIN_LETTER.findall(lowered))
    if cyrillic > latin and 2 * cyrillic > letters:
        return _cyrillic(lowered, letters)
    if 2 * latin > letters:
        return _likeliest(lowered, _COMMON, least=0.04)
    if any("\u0600" <= char <= "\u06ff" for char in lowered):
        return "ar"
    return "und"


def _cyrillic(lowered: str, total: int) -> str:
    if sum(map(lowered.count, _KAZAKH)) > _SHARE * 4 * total:
        return "kk"
    if sum(map(lowered.count, {*_UKRAINIAN, "і"})) > _SHARE * 4 * total:
        return "uk"
    if sum(map(lowered.count, "ыэё")) > _SHARE * total:
        return "ru"
    best = _likeliest(lowered, _CYRILLIC, least=0.02)
    return "ru" if best == "und" and total < 200 else best


def _likeliest(lowered: str, tables: dict[str, frozenset[str]], *, least: float) -> str:
    words = _WORD.findall(lowered)
    if not words:
        return "und"
    shares = {code: sum(word in table for word in words) / len(words) for code, table in tables.items()}
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    if shares[best] >= least:
        return best
    return "en" if "en" in tables and len(words) < 8 and all(word.isascii() for word in words) else "und"

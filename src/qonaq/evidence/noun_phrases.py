# ruff: noqa: E501  (a pattern is kept on one line)
"""What a number counts: the noun phrase behind it, or the noun before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qonaq.evidence.numbers import Number
from qonaq.evidence.vocabulary import Cue, Vocabulary
from qonaq.evidence.words import Token


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the tokens of a sentence before its numbers are read."""

    taken: frozenset[int]  # tokens of dates
    nations: Mapping[int, str | None]  # token → country, where a nationality or a country is named
    cues: Mapping[int, Cue]  # first token of a cue → the cue


_WORKING = re.compile(r"working|business|calendar|рабочих|календарных")
_PLAIN_VERB = re.compile(r"went|came|took|got|made|did|saw|got|lost|held|paid|[a-z]{3,}ed|[а-я]{3,}(?:ли|ло|лись|лось)")
PRESENT_VERB = re.compile(
    r"remain|stay|live|sleep|wait|leave|come|go|cross|arrive|enter|need|want|return|pass|queue|reside|[а-я]{2,}(?:[яю]тся|[еи]тся|ают|яют|уют|еют|дят|жат|сят|дут|вут|лят|оят|ятся)"
)
_INFINITIVE = re.compile(r"[а-я]{3,}[аеиоуыя]ть(?:ся)?")
_ADVERB = re.compile(r"\w+ly|men|mostly|newly")
_LINKS = frozenset(
    "from to up down rose risen grown grew increased fell fallen dropped doubled have has had с до вырос выросло выросла сократилось : – - — is are was were now stood stands at number numbers numbered total totalled totals remain remained осталось остается остались оставалось было стало стоит стоит всего более менее не больше чем только лишь еще около примерно".split()
)
_NOUN_REACH = 8  # tokens before a number within which its noun may stand
_HEADED = ("beds", "places", "desks", "families", "vehicles")  # what a noun before its number may count


def unit_before(tokens: Sequence[Token], vocabulary: Vocabulary, number: Number) -> str | None:
    """What a number counts whose noun comes first: registration desks: 6; свободных мест осталось не больше 30."""
    k = number.first - 1
    linked = False
    while k >= 0 and number.first - k <= _NOUN_REACH:
        word = tokens[k].text
        if word in _LINKS:
            linked = True
        elif vocabulary.kind(word) in _HEADED:
            before = tokens[k - 1].text if k else ""
            return vocabulary.kind(word) if linked and not before[:1].isdecimal() else None
        elif not linked or not word[0].isalpha() or word in ("and", "и", "а", "but", "но"):
            return None
        k -= 1
    return None


@dataclass(slots=True)
class NounPhrase:
    """The noun phrase after a number."""

    unit: str
    last: int
    currency: str | None = None
    cue: Cue | None = None
    nation: str | None = None
    subgroup: bool = False
    partitive: bool = False
    soft: bool = False


def _is_verb(tokens: Sequence[Token], vocabulary: Vocabulary, k: int) -> bool:
    """Whether the word directly behind a number is a verb and no noun."""
    word, follows = tokens[k].text, tokens[k + 1].text if k + 1 < len(tokens) else ""
    return bool(PRESENT_VERB.fullmatch(word) or (_PLAIN_VERB.fullmatch(word) and follows in vocabulary.function))


def phrase_behind(
    text: str, tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, number: Number
) -> NounPhrase:
    """What the number counts, read from the words that follow it up to the end of its noun phrase."""
    k, unknown, nation, capital = number.last, 0, None, False
    while k < len(tokens) and k - number.last < 7 and k not in marks.taken:
        word = tokens[k].text
        if k == number.last or (k == number.last + 1 and nation is not None and len(word) > 3):
            currency = vocabulary.currency(word)
            if currency:
                return NounPhrase("money", k + 1, currency=currency)
        if word == "+" or (word == "-" and tokens[k].start == tokens[k - 1].end):
            k += 1
            continue
        if word == "(" and k == number.last:
            close = next((j for j in range(k, min(k + 6, len(tokens))) if tokens[j].text == ")"), None)
            if close is None:
                break
            k = close + 1
            continue
        if word == "of" and unknown == 0 and k + 1 < len(tokens):
            if tokens[k + 1].text in ("them", "whom", "which"):
                return NounPhrase("bare", k + 2, partitive=True)
            if tokens[k + 1].text in ("the", "these", "those"):
                k += 2
                continue
            break
        kind = vocabulary.kind(word)
        if kind in ("soft", "subgroup"):
            return NounPhrase("people", k + 1, nation=nation, soft=kind == "soft", subgroup=kind == "subgroup")
        if kind == "people" or kind == "families":
            return _finish(tokens, marks, vocabulary, k, kind, nation)
        if kind == "noun-cue":
            return NounPhrase("people", k + 1, cue=Cue("noun", tokens[k].start, tokens[k].end), nation=nation)
        if kind is not None and not (kind == "days" and unknown and not _WORKING.fullmatch(tokens[k - 1].text)):
            return NounPhrase(kind, k + 1, nation=nation)
        if k in marks.nations:
            nation = marks.nations[k] or nation
            capital = True
            k += 1
            continue
        if not word[0].isalpha() or word in vocabulary.function:
            break
        if k in marks.cues and not _noun_ahead(tokens, marks, vocabulary, k):
            break
        if (k == number.last and _is_verb(tokens, vocabulary, k)) or (unknown and _INFINITIVE.fullmatch(word)):
            break
        unknown += 0 if _ADVERB.fullmatch(word) else 1
        capital = capital or (text[tokens[k].start].isupper() and word.endswith("s"))
        k += 1
        if unknown > 3:
            break
    if nation is not None or (capital and unknown <= 2):
        return NounPhrase("people", k, nation=nation)
    return NounPhrase("bare" if unknown == 0 else "other", k if unknown == 0 else number.last)


def _finish(
    tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, k: int, kind: str, nation: str | None
) -> NounPhrase:
    """The noun found at k, with the nation or the plainer noun that follows it: citizens of Russia."""
    last = k + 1
    j = last
    while j < len(tokens) and j <= k + 3:
        word = tokens[j].text
        if j in marks.nations:
            nation = marks.nations[j] or nation
            last = j + 1
            break
        following = vocabulary.kind(word)
        if following in ("people", "families", "subgroup") and j == last:
            kind, last, j = ("families" if following == "families" else kind), j + 1, j + 1
            continue
        if word not in ("of", "the", "from", "из"):
            break
        j += 1
    return NounPhrase(kind, last, nation=nation)


def _noun_ahead(tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, k: int) -> bool:
    """Whether a cue word stands inside a noun phrase: 7,000 arriving people, 395 тысяч въехавших граждан."""
    for j in range(k + 1, min(k + 3, len(tokens))):
        word = tokens[j].text
        if vocabulary.kind(word) in ("people", "families", "subgroup", "noun-cue", "desks") or (
            j in marks.nations and j == k + 1 and not word.isascii()
        ):
            return True
        if word in vocabulary.function or not word[0].isalpha():
            return False
    return False

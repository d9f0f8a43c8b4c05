# ruff: noqa: E501  (a pattern is kept on one line)
"""Numbers that count no people who came or left, whatever verb stands near: ages, answers to a poll, captives, a vet's cattle."""

from __future__ import annotations

import re

from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence

_AGE = re.compile(
    r"(?:\b(?:aged?|ages|(?:oldest|youngest|eldest)(?: (?:is|was|of them))?|(?:median|mean|average) age(?: of)?(?: \w+){0,2}|age of)|(?<!\w)(?:старше|младше|моложе|возраст[а-я]*(?: от| до)?))(?: only| just)? $"
)
_ANSWER = re.compile(
    r" (?:said|say|told|answered|replied|thought|did not (?:say|know|answer)|would not say|ответил[а-я]*|сказал[а-я]*|затруднил[а-я]*)\b"
)
_POLL = re.compile(
    r"\b(?:of|among|out of) (?:the |some |about )?[\w,.]+ (?:\w+ ){0,2}?(?:we )?(?:asked|questioned|interviewed|surveyed|polled)\b|(?<!\w)из [\d ]+(?:тыс[а-я.]* )?(?:[а-я]+ )?опрошенн"
)
_RATE = re.compile(r" (?:an? |per )(?:hour|day) (?:each|at most|apiece|per desk)")
_SWAPPED = re.compile(
    r"\b(?:swaps?|swapped|exchanges?|exchanged|prisoners?|captives?|hostages?|pows?)\b|(?<!\w)(?:обмен(?:ам|а|ах|ов|у|е|ян[а-я]+)?|пленн[а-я]+|военнопленн[а-я]+|заложник[а-я]*)(?!\w)"
)
_NOUN = 25  # characters from a number to the colon behind its noun
_CLAUSE = re.compile(r", (?:and|but|while|а|но|и) ")


def counts_nobody(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is an age, an answer to a poll, the work of a desk, or counts those whom two sides exchange."""
    norm, left = sentence.norm, max(sentence.start, quantity.start - 40)
    if quantity.unit == "bare" and (_AGE.search(norm, left, quantity.start) or _ANSWER.match(norm, quantity.end)):
        return True
    if _of_listed_things(sentence, quantity):
        return True
    if _RATE.match(norm, quantity.end) or _POLL.search(sentence.words):
        return True
    return quantity.unit == "bare" and _SWAPPED.search(_clause_of(sentence, quantity)) is not None


def _of_listed_things(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a bare number breaks down what a number before the colon counts: 1,104 names: Romania 93."""
    colon = sentence.norm.rfind(":", sentence.start, quantity.start)
    before = [other for other in sentence.quantities if other.end <= colon]
    return quantity.unit == "bare" and bool(before) and before[-1].unit == "other" and colon - before[-1].end < _NOUN


def _clause_of(sentence: Sentence, quantity: Quantity) -> str:
    left = _CLAUSE.split(sentence.norm[sentence.start : quantity.start])[-1]
    return left + _CLAUSE.split(sentence.norm[quantity.start : sentence.end])[0]


_CARRIED = re.compile(
    r"\b(?:drove|driv(?:en|ing)|sent|delivered|brought|loaded|carried|carrying|donated|destroyed|burnt|seized|first of|last of) (?:the |about |some |another )?$"
)


def is_carried(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether vehicles are driven, sent or burnt and so stand in no queue."""
    return _CARRIED.search(sentence.norm, max(sentence.start, quantity.start - 30), quantity.start) is not None

"""A sentence with everything that was found in it, and questions about what stands near what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qonaq.evidence.dates import openers_in, whens_in
from qonaq.evidence.days import Today, When
from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.noun_phrases import Marks
from qonaq.evidence.quantities import Quantity, quantities_in
from qonaq.evidence.vocabulary import Cue, Vocabulary
from qonaq.evidence.words import NUMBERISH, Token, tokens_of


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """text[start:end] with its tokens and what they are."""

    start: int
    end: int
    text: str  # the whole text
    norm: str  # its normal form
    tokens: tuple[Token, ...]
    whens: tuple[When, ...]
    openers: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    quantities: tuple[Quantity, ...]
    role: str = "body"
    paragraph: int = 0
    opens: bool = False  # it is the first of its paragraph
    starts: tuple[int, ...] = ()  # of its tokens

    @property
    def words(self) -> str:
        """The sentence in its normal form."""
        return self.norm[self.start : self.end]

    def at(self, offset: int) -> int:
        """The token that covers an offset, or the last one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def between(self, left: int, right: int) -> str:
        """The normal text between two offsets."""
        return self.norm[left:right]


_OF_A_PLACE = re.compile(r"(?:[A-Z][\w'’-]+|\b(?:[Tt]he|border|bridge|this|that|each|main|only|official|land)) $")


def _is_place(text: str, norm: str, cue: Cue) -> bool:
    """Whether "crossing" is a place and no passage: the Torkham crossing."""
    if cue.tag != "cross" or norm[cue.start : cue.end] not in ("crossing", "border crossing"):
        return False
    after = norm[cue.end : cue.end + 5]
    return _OF_A_PLACE.search(text, max(0, cue.start - 25), cue.start) is not None and not after.startswith(
        (" into", " the", " to ")
    )


def _is_time(cue: Cue, when: When) -> bool:
    """Whether what looks like a cue is part of a stated time."""
    return when.start <= cue.start < when.end or cue.start < when.start < when.end == cue.end


def _begins(mention: Mention) -> int:
    return mention.start


def sentence_of(
    text: str,
    norm: str,
    span: tuple[int, int],
    *,
    vocabulary: Vocabulary,
    mentions: Sequence[Mention],
    today: Today,
    role: str,
    paragraph: int,
    opens: bool = False,
) -> Sentence:
    """The sentence at span, with its dates, places, cues and quantities."""
    start, end = span
    tokens = tokens_of(norm, start, end) if NUMBERISH.search(norm, start, end) else ()
    whens = whens_in(norm, start, end, language=vocabulary.language, today=today)
    left, right = bisect_left(mentions, start, key=_begins), bisect_right(mentions, end, key=_begins)
    inside = tuple(mention for mention in mentions[left:right] if mention.end <= end)
    cues = tuple(
        cue
        for cue in vocabulary.cues_in(norm, start, end)
        if not any(_is_time(cue, when) for when in whens) and not _is_place(text, norm, cue)
    )
    starts = tuple(token.start for token in tokens)

    def covered(left: int, right: int) -> range:
        return range(max(0, bisect_right(starts, left) - 1), bisect_right(starts, right - 1))

    marks = Marks(
        taken=frozenset(i for when in whens for i in covered(when.start, when.end)),
        nations={
            i: mention.country
            for mention in inside
            if mention.kind in ("nationality", "country")
            for i in covered(mention.start, mention.end)
        },
        cues={covered(cue.start, cue.end)[0]: cue for cue in cues if covered(cue.start, cue.end)},
    )
    return Sentence(
        start=start,
        end=end,
        text=text,
        norm=norm,
        tokens=tokens,
        whens=whens,
        openers=openers_in(norm, start, end, language=vocabulary.language),
        mentions=inside,
        cues=cues,
        quantities=quantities_in(text, norm, tokens, marks, vocabulary),
        role=role,
        paragraph=paragraph,
        opens=opens,
        starts=starts,
    )

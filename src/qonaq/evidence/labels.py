# ruff: noqa: E501  (a pattern is kept on one line)
"""Names that label a figure of a list: Medyka – 33,400; followed by Spin Boldak with 22,906; 4,120 at Záhony."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence

_WORD = r"[A-ZА-ЯЁ][\w'’ʻ]*(?:[-–][\wА-ЯЁа-яё][\w'’]*)*"
NAME = rf"{_WORD}(?: (?:(?:de|del|da|do|la|el|al|of|the|на|and|и) )?{_WORD}){{0,3}}"
_HEDGE = r"(?:about |around |some |nearly |almost |over |more than |up to |at least |only |just |another |a further |около |почти |примерно |порядка |более |свыше |до |ещё |еще |не менее |на |в )*"
_BEFORE = re.compile(
    rf"(?:^|[\s«\"“(,;:—–-])[«\"“]?({NAME})[»\"”]?(?: \([^()]{{1,40}}\))?(?: (?:border )?(?:crossing|checkpoint|post|camp|cent(?:re|er)|site))?(?:,(?= (?:where|with|где)\b))?"
    rf"\s*(?:[—–:-]|\(|\b(?:with|had|saw|has|counted|recorded|took|got|where|from|с|со|где)\b)?\s*(?:(?:was|were|it was|там|это) )?{_HEDGE}$"
)
_AFTER = re.compile(
    rf"^(?:[ ,](?:people|persons|of them|человек|чел\.?))?,? ?(?:at|in|through|via|to|near|on|for|в|во|на|через|под|у) (?:the )?[«\"“]?({NAME})[»\"”]?(?=$|[\s,;.)])"
)
_OPENING = re.compile(rf"\W*({NAME})(?: \([^()]{{1,40}}\))? ?[:.] ")  # Hungary: 23,800 at five crossings in a day


_AIM = re.compile(r"(?:\b(?:to|into|in|from|for)|(?<!\w)(?:в|во|на|из)) $")


def _is_aim(sentence: Sentence, label: Label) -> bool:
    """Whether a country stands where a verb leads to, and labels nothing: увёз в Румынию 1 637 человек."""
    country = label.mention is not None and label.mention.kind == "country"
    return country and _AIM.search(sentence.norm, max(sentence.start, label.start - 6), label.start) is not None


def _speaks(sentence: Sentence, start: int, quantity: Quantity) -> bool:
    """Whether another place stands between the opening name and the figure."""
    return any(
        start <= m.start < quantity.start and m.kind in ("city", "region", "crossing") for m in sentence.mentions
    )


_REACH = 70  # characters before a figure in which its label stands
# Words that open a sentence with a capital and are no names.
_NO_NAME = re.compile(
    r"(?i)(?:the|a|an|of|in|on|at|by|from|since|until|another|some|about|over|more|nearly|around|only|just|total|totals?|all|both|yesterday|today|now|then|also|still|last|this|that|these|those|it|its|he|she|they|we|there|here"
    r"|and|but|or|as|to|for|with|no|yes|up|down|out|per|who|which|when|where|while|after|before|during|arrivals?|departures?|entries|exits?|returns?|people|refugees|migrants|families|individuals|households|persons|women|men|children|cars|vehicles|trucks"
    r"|cattle|goats|sheep|camels|livestock|animals|deaths?|dead|injured|wounded|missing|casualties|cases|farmland|houses|staff|volunteers|teachers|enumerators|soldiers|drones|tents|blankets|meals|tonnes|cost|price|budget|capacity|population|queue|beds?|desks?|wait|waiting|figures?|numbers?|peak|average|usd|eur|q|a|page|unhcr|iom|un|eu|who|dtm|ocha|unicef"
    r"|в|во|на|с|со|из|к|по|за|от|до|и|а|но|всего|итого|ещё|еще|около|почти|более|свыше|примерно|порядка|сейчас|сегодня|вчера|позавчера|накануне|ранее|раньше|теперь|там|тут|это|этот|эта|их|его|её|они|он|она|мы|вы|я|тогда|потом|при|для|если|как|так"
    r"|въезд|выезд|въехал[а-я]*|выехал[а-я]*|прибыл[а-я]*|убыл[а-я]*|очередь|пик|среднее|итог|мест|человек|людей|беженцев|граждан|семей|машин|пресс|брифинг|министерство|мвд|мчс|оон|увкб|мом)"
)


_LATIN = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo", "ь": "", "ъ": "",
}  # fmt: skip


def in_latin(name: str) -> str:
    """A Russian name in Latin letters, as maps write it, for a place that no gazetteer knows.

    >>> in_latin("Краковец"), in_latin("Medyka")
    ('Krakovets', 'Medyka')
    """
    return "".join(_LATIN.get(c, c) if c.islower() else _LATIN.get(c.lower(), c).capitalize() for c in name)


@dataclass(frozen=True, slots=True)
class Label:
    """A name that labels a figure, at text[start:end]; `mention` is None where no gazetteer knows it."""

    name: str
    start: int
    end: int
    mention: Mention | None
    after: bool = False
    opens: bool = False  # it opens its sentence, and holds for all of it


@lru_cache(maxsize=4096)
def label_of(sentence: Sentence, quantity: Quantity) -> Label | None:
    """The name that labels a figure, before it or behind it, or None where none does."""
    left = max(sentence.start, quantity.start - _REACH)
    found = _BEFORE.search(sentence.text[left : quantity.start])
    if found is not None:
        label = _label(sentence, quantity, found.group(1), left + found.start(1))
        if label is not None and not _is_aim(sentence, label):
            return label
    opening = _OPENING.match(sentence.text[sentence.start : sentence.start + _REACH])
    if opening is not None and quantity.start >= sentence.start + opening.end():
        label = _label(sentence, quantity, opening.group(1), sentence.start + opening.start(1))
        if label is not None and label.mention is not None and not _speaks(sentence, label.end, quantity):
            return replace(label, opens=True)
    following = next((other for other in sentence.quantities if other.start >= quantity.end), None)
    right = min(sentence.end, quantity.end + _REACH, following.start if following is not None else sentence.end)
    behind = _AFTER.match(sentence.text[quantity.end : right])
    return (
        None
        if behind is None
        else _label(sentence, quantity, behind.group(1), quantity.end + behind.start(1), after=True)
    )


def _label(sentence: Sentence, quantity: Quantity, name: str, start: int, *, after: bool = False) -> Label | None:
    """The label that stands there, without words that only have a capital because they open a sentence."""
    while True:
        word, blank, rest = name.partition(" ")
        if not _NO_NAME.fullmatch(word):
            break
        if not rest:
            return None
        start, name = start + len(word) + len(blank), rest
    end = start + len(name)
    if any(when.start < end and start < when.end for when in sentence.whens):
        return None
    over = [mention for mention in sentence.mentions if mention.start < end and start < mention.end]
    if any(mention.kind == "nationality" for mention in over):
        return None
    mention = over[-1] if over and not after else over[0] if over else None
    if mention is None and any(cue.start < end and start < cue.end for cue in sentence.cues):
        return None
    if mention is None and quantity.start <= start < quantity.end:
        return None
    return Label(name, start, end, mention, after)


def name_of(sentence: Sentence, quantity: Quantity) -> Label | None:
    """The name that a figure bears in its list: by its turn in a "respectively" list, else the one beside it."""
    shared = shared_names(sentence).get(quantity.start)
    if shared is None:
        return label_of(sentence, quantity)
    name, mention = shared
    return Label(name, quantity.start, quantity.start, mention)


_RESPECTIVELY = re.compile(r"\brespectively\b|соответственно")


@lru_cache(maxsize=1024)
def shared_names(sentence: Sentence) -> dict[int, tuple[str, Mention | None]]:
    """The name of every figure of a "respectively" list, by where the figure starts: the nth figure of the nth name."""
    marker = _RESPECTIVELY.search(sentence.norm, sentence.start, sentence.end)
    if marker is None:
        return {}
    run = _run_of_figures(sentence, marker)
    if len(run) < 2:
        return {}
    names = _run_of_names(sentence, min(run[0].start, marker.start()), len(run))
    return {} if names is None else {quantity.start: name for quantity, name in zip(run, names, strict=True)}


def _run_of_figures(sentence: Sentence, marker: re.Match[str]) -> list[Quantity]:
    """The figures that are listed directly behind the word or directly before it."""

    def runs() -> list[list[Quantity]]:
        found: list[list[Quantity]] = []
        for quantity in sentence.quantities:
            between = sentence.norm[found[-1][-1].end : quantity.start] if found else ""
            if found and len(between) <= 24 and re.search(r"(?:,|и|and)(?: \w+){0,2} $", between):
                found[-1].append(quantity)
            else:
                found.append([quantity])
        return found

    lists = [run for run in runs() if len(run) > 1]
    behind = [run for run in lists if 0 <= run[0].start - marker.end() <= 12]
    before = [run for run in lists if 0 <= marker.start() - run[-1].end <= 40]
    return (behind or before or [[]])[0]


def _run_of_names(sentence: Sentence, end: int, count: int) -> list[tuple[str, Mention | None]] | None:
    """The last `count` names joined by commas or "and" that end before an offset, or that many places of the sentence."""
    pattern = re.compile(rf"({NAME})(?:(?:,| и| and|, и|, and) ({NAME}))*")
    for found in reversed(list(pattern.finditer(sentence.text, sentence.start, end))):
        parts = [
            (m.group(), found.start() + m.start())
            for m in re.finditer(_WORD + rf"(?: (?!и |and ){_WORD})*", found.group())
        ]
        parts = [(name, at) for name, at in parts if not _NO_NAME.fullmatch(name)]
        if len(parts) >= count:
            return [(name, _at(sentence, at, at + len(name))) for name, at in parts[-count:]]
    places = [m for m in sentence.mentions if m.kind in ("city", "region", "crossing")]
    if len(places) != count:
        places = [m for m in sentence.mentions if m.kind in ("city", "region", "crossing", "country")]
    return [(m.alias, m) for m in places] if len(places) == count else None


def _at(sentence: Sentence, start: int, end: int) -> Mention | None:
    return next((m for m in sentence.mentions if m.start < end and start < m.end), None)

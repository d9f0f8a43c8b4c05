# ruff: noqa: E501  (a pattern is kept on one line)
"""How surely a figure is said: reported, estimated, forecast, proposed, enacted or denied."""

from __future__ import annotations

import re

from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.vocabulary import Cue
from qonaq.measures import Status

_DENIED = re.compile(
    r"\b(?:call(?:ed|s|ing)? (?:it )?(?:false|untrue|fake|a lie)|false(?:ly)?|untrue|not true|den(?:y|ies|ied|ying)|refut\w+|dismiss\w+|reject(?:ed|s) (?:the |a )?(?:claim|report|rumou?r|figure)\w*|"
    r"rumou?r\w*|fake|hoax|debunk\w+|neither\b.{0,40}\bnor|reject\w* as|pure invention|made-up|exaggerat\w+|nonsense|no basis|baseless|unfounded|disinformation|contradicted)\b"
    r"|(?<!\w)(?:опровер[а-я]+|не соответству[а-я]+ действительности|фейк[а-я]*|ложн[а-я]+|слух[а-я]*|неправд[а-я]*|недостоверн[а-я]+|дезинформаци[а-я]+|не подтвержда[а-я]+|не подтвердил[а-я]*|отрица[а-я]+|вздор|чепух[а-я]+|выдумк[а-я]+|преувелич[а-я]+|не соответствует действительности)"
)
_PROPOSED = re.compile(
    r"\b(?:propos(?:e|es|ed|al|als|ing)|suggest(?:s|ed|ing)? (?:that|opening|limiting|to)|plan(?:s|ned|ning)? to|intend(?:s|ed)? to|want(?:s|ed)? to|consider(?:s|ed|ing)?|draft|bill|"
    r"call(?:s|ed|ing)? (?:for|on)|mull(?:s|ed|ing)?|under discussion|would like to|announc\w+ (?:that )?(?:it|they|he|she) would|vow(?:s|ed)? to|pledg\w+ to|ask(?:s|ed)? the \w+ for|seek(?:s|ing)? to (?:open|limit|build))\b"
    r"|(?<!\w)(?:предлож[а-я]+|предлага(?!ется за|ются за|ют за)[а-я]+|призвал[аи]? (?:[а-я]+ )?(?:покинуть|эвакуироваться|выехать|открыть)|планиру[а-я]+|намер[а-я]+|законопроект[а-я]*|проект[а-я]* (?:закон|постановлени|указ)[а-я]*|рассматрива(?:ет|ют)[а-я]*|хот(?:ят|ел[а-я]*) (?:открыть|создать|построить)|обсужда[а-я]+)"
)
_FORECAST = re.compile(
    r"\b(?:expect(?:s|ed|ing|ation|ations)?|forecasts?|predict\w*|project(?:s|ed|ion|ions)\b|anticipat\w+|likely|prepar(?:e|es|ed|ing) for|plan(?:s|ned|ning)? for|planning (?:figure|scenario)|brac(?:e|ing) for|"
    r"will|would|may|might|could|set to|about to|due to (?:arrive|come|reach|be)|ready to|prepared to|going to|potentially|scenario|contingency|making plans for|plans for)\b"
    r"|(?<!\w)(?:ожидается|ожидаются|ожида(?:ет|ют|ем)(?= (?:прибыти|въезд|приезд|возвращени|приток|что|до \d|около|еще|более|порядка|не менее|\d))|ждут, что|исход[а-я]+ из того, что|прогноз[а-я]*|могут|может|вероятн[а-я]+|будет|будут|предполага[а-я]+|готов(?:ится|ятся|имся) к|готов(?:ы|а|о)? (?:принять|к приему)|возможн[а-я]+|в случае|не исключа[а-я]+|(?:прибуд|приед|въед|верн|перееду|выед)(?:ет|ут|утся|ется)\b|спрогнозир[а-я]+|планируется принять)"
)
_ESTIMATED = re.compile(
    r"\b(?:estimat\w+|believed|thought|unofficially|unofficial (?:estimates?|figures?|counts?|data|sources?|calculations?)|(?:is|are|was|were) put at|rough(?:ly)? calculat\w+|reckon\w*|assess(?:ed|es)? (?:at|that)|extrapolat\w+|presum\w+|by (?:\w+ ){1,3}count)\b"
    r"|(?<!\w)(?:оцен(?:к|ива|ил)[а-я]*|по подсчет[а-я]*|предположительно|по предварительн[а-я]+|по неофициальн[а-я]+|приблизительн[а-я]+ подсчет[а-я]*|считает(?:ся)?\b, что)"
)
_ENACTED = re.compile(
    r"\b(?:decree[ds]?|enact\w*|adopted|entered into force|c(?:a|o)mes? into force|in force|approved (?:a|the|an)|by (?:order|law|resolution)|ordered|signed (?:a|the|an|into) (?:\w+ )?(?:law|decree|order|resolution)|"
    r"passed (?:a|the) (?:law|bill|resolution)|resolution|ruled|allocated by)\b"
    r"|(?<!\w)(?:постановлени[а-я]+|утвер(?:ждено|жден|дил)[а-я]*|принят[а-я]* (?:закон|постановлени|решени)[а-я]*|вступ(?:ил|ает|ило|ят)[а-я]* в силу|(?<!до )(?<!после )указ(?:ом|а|у)?\b|распоряжени[а-я]+|приказ[а-я]*|закреплен[а-я]*)"
)
# The next sentence that takes a figure back.
CORRECTED = re.compile(
    r"\W*(?:(?:this|that|it|which|the (?:figure|number|claim|report)) (?:was|is|were) (?:wrong|incorrect|false|untrue|mistaken|an error|a mistake|not true|fake|a lie)|we apologi[sz]e|not true)"
    r"|\W*(?:это|эта цифра|цифра|данные) (?:была? |было |оказал[а-я]+ )?(?:ошибк|неверн|не так|неправд|лож|фейк|не соответствует)"
)
_SHOULD_READ = re.compile(r"should have (?:read|been)|правильн[а-я]+ цифр|следует читать")
_MAYBE = re.compile(r"\b(?:may|might|could) (?:already )?(?:be|have)\b|возможно, (?:уже|около)|может быть")
_CLAUSE = re.compile(
    r"[;:]|, (?:but|while|whereas|although|though|and)\b|, (?:но|а|хотя|однако)\b|, (?=(?:сейчас|теперь|уже|now|currently|already) )"
)
_REACH = 130  # characters before a figure within which a word of certainty still governs it


def status_of(sentence: Sentence, quantity: Quantity, cue: Cue | None, *, ahead: bool) -> Status:
    """The status of a figure from the words that govern it."""
    norm = sentence.norm
    start = min(quantity.start, cue.start) if cue is not None else quantity.start
    end = max(quantity.end, cue.end) if cue is not None else quantity.end
    left = max(sentence.start, start - _REACH)
    for mark in _CLAUSE.finditer(norm, left, start):
        left = mark.end()
    right = min(sentence.end, end + 25)
    wide = norm[sentence.start : sentence.end]
    close = norm[left:right]
    if _DENIED.search(wide) or _SHOULD_READ.search(norm, quantity.end, sentence.end):
        return Status.DENIED
    if _MAYBE.search(close) and not ahead:
        return Status.ESTIMATED
    if _PROPOSED.search(norm, left, quantity.end) or (cue is not None and _PROPOSED.search(norm, left, cue.start)):
        return Status.PROPOSED
    if ahead or _governs(sentence, _FORECAST, left, quantity, cue, right):
        return Status.FORECAST
    if _ENACTED.search(close):
        return Status.ENACTED
    if _ESTIMATED.search(wide):
        return Status.ESTIMATED
    return Status.REPORTED


def _governs(
    sentence: Sentence, pattern: re.Pattern[str], left: int, quantity: Quantity, cue: Cue | None, right: int
) -> bool:
    """Whether such a word stands before the figure or its verb, in their clause."""
    norm, whens = sentence.norm, sentence.whens
    last = max(quantity.end, cue.end) if cue is not None else quantity.end
    for found in pattern.finditer(norm, left, last):
        if any(when.start <= found.start() < when.end for when in whens):
            continue  # the month of May
        tail = norm[found.end() : last]
        if tail.count(",") <= 1:
            return True
    after = pattern.match(norm, min(last + 1, right), right)
    return after is not None

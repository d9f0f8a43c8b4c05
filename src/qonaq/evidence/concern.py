# ruff: noqa: E501  (a pattern is kept on one line)
"""Whether a report speaks of people who flee, migrate or cross a border at all: rents and beds of other news are not ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qonaq.evidence.sentence import Sentence

_WORDS = re.compile(
    r"\b(?:refugee|asylum|(?:im|e)?migra|displac|evacu|fle(?:d|e|eing)\b|newcomer|new arrivals|relocat|exil|border|frontier|foreigner|expat|returnee|repatriat|deport|expel|expuls|mobili[sz]|"
    r"crossing|visa|homeless|shelter|temporary protection|newly arrived|influx|exodus|escap)"
    r"|(?<!\w)(?:беженц|беженок|убежищ|мигрант|миграц|мигрир|переселен|перемещ|эвакуа|эвакуир|бежал|бегств|релокант|границ|погран|приезж|эмигр|иммигр|иностран|мобилизац|репатри|депорт|вынужден|въех|въезд|выезд|выех|переех|кпп|возвращен|соотечествен|уехавш|приехавш|прибывш|иин)"
)


_OTHER_NEWS = re.compile(
    r"\b(?:conscripts?|call-ups?|called up|brigades?|battalions?|soldiers|troops|reservists|draftees|tourists?|tourism|holiday-?makers|resorts?|hotel guests|visitors|festivals?|spectators|season)\b"
    r"|(?<!\w)(?:призывник|призыв|военком|повестк|новобран|солдат|бригад|турист|туризм|курорт|отдыхающ|отпускник|фестивал|зрител)[а-я]*"
)
ENOUGH = 3  # such words make a report one of other news


def concerns_arrivals(sentences: Sequence[Sentence]) -> bool:
    """Whether a report may be about arrivals: not where it tells of armies or holidays, and of no flight or border."""
    if any(_WORDS.search(sentence.words) for sentence in sentences):
        return True
    return sum(len(_OTHER_NEWS.findall(sentence.words)) for sentence in sentences) < ENOUGH

# ruff: noqa: E501  (a pattern is kept on one line)
"""Who says it: an office or a body, never a person's name."""

from __future__ import annotations

import re
from functools import lru_cache

from qonaq.evidence.sentence import Sentence

_FIELD = (
    r"(?:interior|internal affairs|foreign|foreign affairs|health|labou?r|social (?:affairs|protection|development)|digital development|tourism|economy|economic|finance|emergenc(?:y|ies)|defen[cs]e|"
    r"justice|migration|immigration|refugee|education|home|information|humanitarian affairs|disaster management)"
)
_OFFICE = re.compile(
    rf"""(?x)\b(?:
    (?:deputy\ |first\ deputy\ )?{_FIELD}(?:\ affairs)?\ (?:minist(?:ry|er)|office|department|secretary|agency|service)
    |minist(?:ry|er)\ of\ (?:the\ )?(?:interior|internal\ affairs|{_FIELD})(?:\ and\ \w+(?:\ \w+)?)?
    |(?:state\ )?(?:border|frontier)\ (?:guards?|police|service|district|control|agency|force)(?:\ service)?
    |national\ security\ committee|security\ council|federal\ security\ service|fsb|coast\ guard
    |unhcr|iom|unicef|ocha|wfp|msf|red\ cross|red\ crescent|un\ refugee\ agency|u\.?n\.?\ (?:refugee\ agency|migration\ agency)|united\ nations|international\ organi[sz]ation\ for\ migration|the\ un\b|eu\ border\ agency|frontex
    |migration\ (?:service|agency|committee|colombia|office|authorit(?:y|ies))|immigration\ (?:service|office|authorit(?:y|ies)|department)|(?:national\ )?(?:statistics?|statistical)\ (?:office|agency|bureau|service|committee)
    |(?:deputy\ )?(?:mayor(?:'s\ office)?|governor(?:'s\ office)?|akims?|akimat)|city\ (?:hall|council|administration)|(?:regional|local|provincial|city|municipal|state|central|federal|national)\ (?:government|authorit(?:y|ies)|administration|officials?)
    |consul(?:ate|ar\ general)?(?:[ -]general)?|embassy|ambassador|president|prime\ minister|parliament|police|customs(?:\ service)?|minist(?:er|ry)|commission|civil\ protection|government|authorities|officials?
    |checkpoint\ (?:head|chief)|(?:head|chief)\ of\ the\ checkpoint|eyewitness(?:es)?|aid\ (?:workers|agencies)|volunteers|humanitarian\ coordinator|refugee\ commission(?:er)?
    )(?!\w)
    |(?<!\w)(?:министерств[а-я]+\ (?:внутренних\ дел|иностранных\ дел|здравоохранения|труда(?:\ и\ соцзащиты)?|туризма|цифрового\ развития|обороны|чрезвычайных\ ситуаций|миграции|по\ чрезвычайным\ ситуациям|[а-я]+)
    |мвд|мид|мчс|кнб|фсб|росстат|погранслужб[а-я]*|пограничн[а-я]+\ служб[а-я]*|погранкомитет[а-я]*|миграционн[а-я]+\ служб[а-я]*|комитет[а-я]*\ миграционной\ службы|служб[а-я]+\ миграции
    |увкб(?:\ оон)?|мом|юнисеф|оон|красн[а-я]+\ крест[а-я]*|(?:облакимат|акимат|горакимат)[а-я]*|(?:замести[а-я]+\ |зам)?аким[а-я]*(?:\ области|\ города)?|мэри[а-я]+|мэр[а-я]*|губернатор[а-я]*
    |(?:генеральн[а-я]+\ )?консул(?:ьств[а-я]+|а|ом)?|посольств[а-я]+|посл?ол?\b|президент[а-я]*|премьер(?:-министр)?[а-я]*|глав[а-я]+\ мвд|министр[а-я]*(?:\ внутренних\ дел|\ иностранных\ дел|\ труда)?|правительств[а-я]+
    |полици[а-я]+|бюро\ национальной\ статистики|статистическ[а-я]+\ комитет[а-я]*|таможн[а-я]+|власти|властей|властям|администраци[а-я]+|очевидц[а-я]+|волонтер[а-я]+|городск[а-я]+\ власт[а-я]+)(?!\w)"""
)
_SAYS = re.compile(
    r"said|mention|claim|says|told|reported|reports|according to|stated|announced|confirmed|noted|added|data|estimate|statistics|count|figures|counts|tweeted|argued|"
    r"сообщ|заяв|рассказ|по данным|по словам|отмет|сказал|уточн|добав|насчита|сведени|подсчет|оценк|признал|считает|информаци"
)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|the (?:minister|ministry|agency|office|body|spokes\w+|official|governor|mayor)) (?:said|says|told|added|noted|also|reported)|(?<!\w)(?:он|она|они|там|чиновник|ведомств[а-я]+) (?:же |также )?(?:сообщ|добав|сказал|отмет|уточн|заяв)"
)


_PLAIN = frozenset("minister ministry commission officials министр министерство".split())


@lru_cache(maxsize=256)
def _offices(sentence: Sentence) -> tuple[re.Match[str], ...]:
    return tuple(_OFFICE.finditer(sentence.norm, sentence.start, sentence.end))


def speaker_of(sentence: Sentence, at: int, before: str | None) -> str | None:
    """The office that states a figure at offset `at`; `before` is the one of the passage so far."""
    says = _SAYS.search(sentence.norm, sentence.start, sentence.end) is not None
    found = _offices(sentence) if says else ()
    if found:
        said = [
            match
            for match in found
            if _SAYS.search(sentence.norm, max(sentence.start, match.start() - 45), min(sentence.end, match.end() + 60))
        ]
        if said:
            best = min(said, key=lambda match: abs(match.start() - at) + (0 if len(match.group()) > 9 else 20))
            if before is not None and best.group() in _PLAIN:
                return before  # "the ministry" is the one that was named in full
            return sentence.text[best.start() : best.end()].strip()
    if before is not None and (not says or _PRONOUN.search(sentence.words)):
        return before
    return None

# ruff: noqa: E501  (a pattern is kept on one line)
"""Rents, occupancy, beds and waits: figures that a noun of the sentence tells, not a verb of movement."""

from __future__ import annotations

import re

from qonaq.evidence.labels import label_of
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.rents import DAILY, DOWN, NOW, UP, money_again, rent_money, rent_share, rent_times, share_again
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.topics import Level, Topics

_RENT = re.compile(
    r"\b(?:rents?|asking prices?|rentals?|rented|renting|leases?|month-to-month|(?:housing|accommodation|apartment|flat|room) (?:costs?|prices?|rates)|(?:one|two|three|1|2|3|single)-(?:bed)?room(?:ed)?|apartments?|flats?|landlords?|tenants?)\b"
    r"|аренд[а-я]*|съем[а-я]*|(?:снять|снима[а-я]+|сда[а-я]+) (?:квартир|жиль|комнат)[а-я]*|квартир[а-я]*|однушк[а-я]*|двушк[а-я]*|трешк[а-я]*|студи[юия]\b|койк[а-я]* (?:[а-я]+ )?(?:за|у|в|теперь)|жиль[еяю]\b|(?:одно|двух|трех)комнатн[а-я]+|посуточн[а-я]+|комнат[ауы]\b"
)
_NOT_RENT = re.compile(
    r"\b(?:tickets?|fares?|flights?|basket|bread|food|fuel|petrol|gasoline|taxi|inflation|salar(?:y|ies)|wages?|fined?|fees?|visas?|pledg\w+|donors?|cost to date|ransom|bought|sold|reward|budget|aid|gdp|car rentals?|allowance|grants?|cash|per person|purchase|mortgage|sale prices?)\b"
    r"|билет[а-я]*|такси|хлеб[а-я]*|продукт[а-я]*|бензин[а-я]*|инфляц[а-я]*|зарплат[а-я]*|штраф[а-я]*|бюджет[а-я]*|ипотек[а-я]*|покупк[а-я]+|продаж[а-я]+|авиабилет[а-я]*|выплат[а-я]*|выдел[а-я]+|компенсац[а-я]*|пособи[а-я]+|каждому|купил[а-я]*|пошлин[а-я]*|потол(?:ок|ка|ком)"
)


_MONTHLY = re.compile(r"(?:per|a|each|every|/) ?month\b|\bmonthly|в месяц|ежемесячно")
_FULL = re.compile(
    r"\b(?:full|occupied|occupancy|booked|filled|taken|capacity|(?:are|is|all|were|already|been) (?:let|rented|gone)|sold out|rented out)\b|заполн[а-я]*|занят[а-я]*|загруж[а-я]*|загрузк[а-я]*|заселен[а-я]*|наполня[а-я]*|заброниров[а-я]*|переполнен[а-я]*"
)
_OF_PLACES = re.compile(
    r" ?of (?:(?:their|its|the|all|official|planned|available) )*(?:[\d,. ]+ )?(?:places|capacity|beds|spaces)\b|(?: от)? (?:всех )?(?:вместимости|мест|коек)"
)
LODGING = re.compile(
    r"\b(?:hotels?|hostels?|guest ?houses?|motels?|shelters?|camps?|beds?|rooms?|accommodation|reception (?:cent(?:re|er)s?|sites?)|dormitor(?:y|ies)|collective cent(?:re|er)s?|cent(?:re|er)s?|(?:safety|temporary|reception|transit|relocation|communal) (?:areas?|sites?))\b"
    r"|гостиниц[а-я]*|отел[а-я]+|хостел[а-я]*|общежити[а-я]+|лагер[а-я]+|пансионат[а-я]*|санатори[а-я]+|номер[а-я]*\b|пвр\b|пункт[а-я]* (?:временного )?размещени[а-я]+|центр[а-я]* размещени[а-я]+|номерн[а-я]+ фонд[а-я]*|размещени[ея]\b|койк[а-я]*|коек"
)
_SHELTERED = re.compile(
    r"\b(?:shelter\w*|accommodat\w*|hous(?:e|ing)|refugee|camp\w*|hotels?|hostels?|evacuee|displaced|sleep\w*|centre|center|reception)\b|размещени[а-я]+|размест[а-я]+|лагер[а-я]+|гостиниц[а-я]*|хостел[а-я]*|общежити[а-я]+|приют[а-я]*|пвр\b|прожива[а-я]+|беженц[а-я]+|ночле[а-я]+|обогрев[а-я]*|палатк[а-я]*|койк[а-я]*|вместимост[а-я]*|эвакопункт[а-я]*"
)
_FREE = re.compile(
    r"\b(?:free|available|vacant|spare|unoccupied|remain(?:s|ing)?|empty|unused|left)\b|свободн[а-я]*|остал[а-я]*|остает[а-я]*|доступн[а-я]*|вакантн[а-я]*|пусту[а-я]*|незанят[а-я]*"
)
_OFFERED = re.compile(
    r"\b(?:offer|provid|open|creat|add|prepar|arrang|set(?:ting)? up|find|found)\w*[^.;]{0,25}$|(?<!\w)(?:откр|созда|подготов|развернул|развернут|предостав|найд|нашл)[а-я]*[^.;]{0,25}$"
)
_NO_SHELTER = re.compile(
    r"\b(?:barracks|conscripts?|recruits?|soldiers|troops|jobs?|vacanc\w+|pupils|students?|kindergartens?|parking|seats?|prison\w*|jails?|patients|hospital beds|intensive care)\b"
    r"|(?<!\w)(?:призыв[а-я]*|солдат[а-я]*|казарм[а-я]*|ваканс[а-я]*|рабоч[а-я]+ мест[а-я]*|детсад[а-я]*|детск[а-я]+ сад[а-я]*|студент[а-я]*|школьн[а-я]+ мест[а-я]*|парков[а-я]+|посадочн[а-я]+|реанимаци[а-я]*|больничн[а-я]+|сбор[а-я]*)(?!\w)"
)
_TAKEN = re.compile(r"\b(?:occupied|taken|filled|in use|used)\b|(?<!не)занят[а-я]*|заполнен[а-я]*")
_BORDER = re.compile(
    r"\b(?:to cross|bridges?|passports?|borders?|crossings?|checkpoints?|(?:border |frontier )?posts?(?= (?:of|at|in|on|near))|frontiers?|customs|cars?|queues?|lines?|queu(?:ed|e?ing))\b|границ[а-я]*|погран[а-я]*|кпп\b|пропускн[а-я]+|очеред[а-я]*|хвост[а-я]*|шлагбаум[а-я]*|таможн[а-я]*|пункт[а-я]* пропуска|машин[а-я]*|автомобил[а-я]*|пешеход[а-я]*"
)
_WAIT = re.compile(
    r"\b(?:wait\w*|queu\w*|delays?|stood|standing|spent|takes?|took|taking|lines?|held up|needed|to cross|to get through)\b|ожида[а-я]*|ждут|ждать|ждал[а-я]*|прожда[а-я]*|стоят|стоя(?:ть|ли|л)\b|простоя[а-я]*|отстоя[а-я]*|занима[а-я]+|уходит|пройти|пересечь|очеред[а-я]*|растянул[а-я]*|провел[а-я]*|проехал[а-я]* за|прошл[а-я]* за|проходят за"
)
_OFFICE = re.compile(
    r"\b(?:registration (?:office|cent(?:re|er)|point|desk)s?|service cent(?:re|er)s?|immigration office|asylum office|identification numbers?|residence (?:permit|card)s?)\b|(?<!\w)(?:цон[а-я]*|иин|паспортн[а-я]+ стол|миграционн[а-я]+ служб|отдел[а-я]* (?:миграции|для иностранцев)|вид[а-я]* на жительство)"
)
_DESK_WORK = re.compile(
    r"\b(?:registration|registrations|service|immigration|migration|reception|identification)\b|регистрац[а-я]*|цон[а-я]*|обслуживани[а-я]+|миграционн[а-я]+|прием[а-я]*|оформлени[а-я]+|документ[а-я]*"
)
_REGISTRATION = re.compile(
    r"\b(?:registr\w+|identification|documents?|papers|permits?|appointments?|decisions?|iins?|interviews?|processing|status|pesel|(?:identification|id|tax) numbers?|id cards?)\b|регистрац[а-я]*|иин|документ[а-я]*|оформлени[а-я]+|решени[а-я]*|рассмотрени[а-я]*|номер[а-я]*|вид[а-я]* на жительство|внж|рвп|справк[а-я]*"
)


def rent_topic(words: str) -> bool:
    """Whether a sentence speaks of rents and of no other price."""
    return bool(_RENT.search(words)) and not _NOT_RENT.search(words)


def price_of_time(words: str) -> bool:
    """Whether a sentence gives a price per day or month."""
    return bool(DAILY.search(words) or _MONTHLY.search(words))


def compares_again(words: str) -> bool:
    """Whether a sentence gives further values of the change that the last one spoke of."""
    return bool(re.search(r"\b(?:difference|gap|change)\b|разниц[а-я]+|изменени[а-я]+", words))


def rent_allowed(words: str) -> bool:
    """Whether a sentence that follows one on rents may still speak of them."""
    return not _NOT_RENT.search(words)


def level_of(sentence: Sentence, quantity: Quantity, topics: Topics) -> tuple[Level, ...]:
    """What a quantity says of rents, occupancy, beds or waits, given what the passage speaks of."""
    rent, last = topics.rent, topics.last
    words, number = sentence.words, quantity.number
    if quantity.unit == "share":
        if (
            (_FULL.search(words) or _OF_PLACES.match(sentence.norm, quantity.end))
            and LODGING.search(words)
            and not _is_change(sentence, quantity, rent=rent_topic(words))
        ):
            return _occupancy(sentence, quantity)
        return rent_share(sentence, quantity, last) if rent else ()
    if quantity.unit == "times" and rent:
        return rent_times(sentence, quantity)
    by_night = quantity.unit == "money" and LODGING.search(words) is not None and DAILY.search(words) is not None
    if (rent or by_night) and (
        quantity.unit == "money"
        or (quantity.unit == "bare" and number.scaled and last is not None and last.measure == "rent_level")
    ):
        return rent_money(sentence, quantity, last)
    if quantity.unit == "bare" and topics.price is not None:
        again = money_again(sentence, quantity, topics.price)
        if again:
            return again
    if quantity.unit in ("beds", "places"):
        return _beds(sentence, quantity, sheltered=topics.sheltered)
    if quantity.unit == "desks" and (topics.office or _DESK_WORK.search(words)):
        return (Level("desks", number.value, "desks", number.high),)
    if quantity.unit == "bare" and last is not None and last.unit == "beds":
        return _of_those_beds(sentence, quantity, last)
    if quantity.unit == "bare" and last is not None and last.measure in ("rent_change", "occupancy"):
        return share_again(sentence, quantity, last)
    if quantity.unit in ("hours", "days", "weeks", "months"):
        return _wait(sentence, quantity, topics)
    return ()


_NEAR_FULL = 40  # characters between a share in words and the word that says what it is a share of


def _occupancy(sentence: Sentence, quantity: Quantity) -> tuple[Level, ...]:
    number = quantity.number
    around = sentence.norm[max(sentence.start, quantity.start - _NEAR_FULL) : quantity.end + _NEAR_FULL]
    if number.value > 150 or (number.worded and not _FULL.search(around)):
        return ()
    return (Level("occupancy", number.value / 100, "share", None if number.high is None else number.high / 100),)


def _is_change(sentence: Sentence, quantity: Quantity, *, rent: bool) -> bool:
    """Whether a share is a change and not a level: rose by 5 %; rents went up 70 % and hostels are full."""
    near = sentence.norm[max(sentence.start, quantity.start - 35) : quantity.start]
    if rent and (UP.search(near) or DOWN.search(near)) and not _FULL.search(near):
        return True
    return bool(
        re.search(
            r"\b(?:rose|risen|fell|fallen|increased|up|down|by)(?: by)? $|(?:вырос|снизи|упал|увеличи)[а-я]* на $", near
        )
    )


_IN = re.compile(r"\b(?:in|at|across) (?:some |about )?$|(?<!\w)в $")


def _beds(sentence: Sentence, quantity: Quantity, *, sheltered: bool) -> tuple[Level, ...]:
    words, number = sentence.words, quantity.number
    offered = _OFFERED.search(sentence.norm, max(sentence.start, quantity.start - 60), quantity.start)
    if _NO_SHELTER.search(words) or (
        quantity.unit == "places" and not (_SHELTERED.search(words) or sheltered or offered)
    ):
        return ()
    if quantity.unit == "places" and _IN.search(
        sentence.norm, max(sentence.start, quantity.start - 12), quantity.start
    ):
        return ()  # in 84 places
    near = _clause_around(sentence, quantity)
    measure = "beds_free" if _FREE.search(near) else "beds_occupied" if _TAKEN.search(near) else "beds"
    return (Level(measure, number.value, "beds", number.high),)


def _clause_around(sentence: Sentence, quantity: Quantity) -> str:
    """What stands around a quantity up to the next comma or "of which"."""
    left = sentence.norm[max(sentence.start, quantity.start - 40) : quantity.start]
    right = sentence.norm[quantity.end : min(sentence.end, quantity.end + 40)]
    ends = re.compile(r"[,;]|\bof which\b|\band\b|из (?:них|которых)|(?<!\w)(?:и|а)(?!\w)")
    parts = ends.split(left)
    return f"{parts[-1]} {sentence.norm[quantity.start : quantity.end]} {ends.split(right)[0]}"


_OF = re.compile(r"(?:\bof|\bout of|(?<!\w)из) (?:the |a total of |their |all )?$")


def _of_those_beds(sentence: Sentence, quantity: Quantity, last: Level) -> tuple[Level, ...]:
    """A part of the beds just spoken of: 400 beds, of which 120 are still free."""
    near = _clause_around(sentence, quantity)
    before = next((other for other in reversed(sentence.quantities) if other.end <= quantity.start), None)
    of_beds = before is not None and before.unit in ("beds", "places", "bare", "share")
    if _OF.search(sentence.norm, max(sentence.start, quantity.start - 18), quantity.start):
        return (Level("beds", quantity.number.value, "beds", quantity.number.high),) if of_beds else ()
    measure = "beds_free" if _FREE.search(near) else "beds_occupied" if _TAKEN.search(near) else None
    label = label_of(sentence, quantity)
    if measure is None and label is not None and not label.after:
        measure = (
            "beds_occupied" if _TAKEN.search(sentence.norm, sentence.start, quantity.start) else last.measure
        )  # в Сирете на 450 мест, в Сигете на 700
    return () if measure is None else (Level(measure, quantity.number.value, "beds", quantity.number.high),)


_INSTEAD = re.compile(r"(?:\binstead of|(?<!\w)вместо) ?$")
_WAIT_NOUN = re.compile(
    r"\bwait(?:ing times?)?(?= (?:now|is|was|of|has|had|stood|:)|:)|(?<!\w)(?:время )?ожидани[ея](?= (?:сейчас|теперь|составля|не превыша|около|до|–|на )|:)"
)
_DAYS_IN = {"days": 1.0, "weeks": 7.0, "months": 30.0}
_USUAL = re.compile(r"\b(?:usually|normally|used to|usual|before)\b|обычно|раньше|ранее|прежде|занимал[аои]?(?!\w)")


_TOOK_US = re.compile(r"\b(?:took|takes) (?:us|me|him|her|them)\b")


def _wait(sentence: Sentence, quantity: Quantity, topics: Topics) -> tuple[Level, ...]:
    near = sentence.norm[max(sentence.start, quantity.start - 90) : min(sentence.end, quantity.end + 60)]
    listed = label_of(sentence, quantity) is not None and _WAIT.search(sentence.words)
    asked = topics.waiting and NOW.search(near)
    if not (_WAIT.search(near) or listed or asked) or _USUAL.search(_clause_around(sentence, quantity)):
        return ()
    number = quantity.number
    if quantity.before and _INSTEAD.search(sentence.norm, max(sentence.start, quantity.start - 14), quantity.start):
        return ()  # what it takes otherwise
    days = _DAYS_IN.get(quantity.unit, 0.0)
    if days and topics.office and not _BORDER.search(sentence.words):
        high = None if number.high is None else number.high * days
        return (Level("registration_wait", number.value * days, "days", high),)
    at_border = _BORDER.search(sentence.words) or topics.border or _WAIT_NOUN.search(near)
    if days and _REGISTRATION.search(near) and not (_BORDER.search(near) and days == 1):
        high = None if number.high is None else number.high * days
        return (Level("registration_wait", number.value * days, "days", high),)
    if quantity.unit in ("weeks", "months"):
        return ()
    if _TOOK_US.search(near) and not _BORDER.search(sentence.words):
        return ()  # a journey
    if quantity.unit == "hours" and _REGISTRATION.search(near) and not _BORDER.search(sentence.words):
        high = None if number.high is None else number.high / 24
        return (Level("registration_wait", number.value / 24, "days", high),)
    if at_border:
        factor = 1.0 if quantity.unit == "hours" else 24.0
        if number.value * factor <= 24 * 21:
            return (
                Level(
                    "border_wait", number.value * factor, "hours", None if number.high is None else number.high * factor
                ),
            )
        return ()
    return ()


def office_topic(words: str) -> bool:
    """Whether a sentence speaks of an office that registers people."""
    return bool(_OFFICE.search(words))


def waiting_topic(words: str) -> bool:
    """Whether a sentence speaks of waiting at such an office."""
    return bool(_WAIT.search(words) and _REGISTRATION.search(words))


def border_topic(words: str) -> bool:
    """Whether a sentence speaks of a border or a queue."""
    return bool(_BORDER.search(words))

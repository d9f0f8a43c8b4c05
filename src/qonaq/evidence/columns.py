"""What a column of a table means: by its name in English or Russian, or by its HXL 1.1 hashtag."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from qonaq.evidence.cells import day_in


@dataclass(frozen=True)
class Column:
    """A column's role: measure, indicator, value, unit, currency, place, crossing, region, country, origin, date …"""

    role: str
    measure: str | None = None
    unit: str | None = None  # where the name states it
    cumulative: bool = False
    planned: bool = False
    of_city: bool = False  # "arrivals": into the city where the row names one
    day: date | None = None  # where the name states it


# Words that make a table personal, whatever its numbers.
PERSONAL = re.compile(
    r"^(?:(?:first|last|full|family|given|middle|sur)[ _-]?names?|surname|name of (?:person|refugee|head)"
    r"|date of birth|dob|birth ?date|telephone|e-?mail(?: address)?|home address"
    r"|(?:passport|document|id|iin|phone|mobile|case)[ _]?(?:no\.?|number|#|№)?s?"
    r"|фио|ф\.и\.о\.?|фамилия.*|имя|отчество|дата рождения|(?:номер )?(?:паспорта?|телефона?|документа)|иин)$"
    r"|^#contact\b|^#beneficiary\+name",
    re.IGNORECASE,
)

# Roles of columns that are not measures; the first that matches counts.
_ROLES: tuple[tuple[str, str], ...] = (
    ("country of origin|nationality|origin|citizenship|from country|страна происхождения|гражданство|откуда", "origin"),
    ("country of asylum|host country|asylum country|country|destination country|страна(?: убежища)?|қайда", "country"),
    (
        "crossing(?: point)?|border (?:crossing )?point|checkpoint|bcp|пункт пропуска|кпп|погранпереход|переход",
        "crossing",
    ),
    (
        "city|town|place|location|site|settlement|camp|centre|center|municipality|город|место|населенный пункт|пункт",
        "place",
    ),
    ("name|название|наименование", "place"),
    ("(?:host )?(?:region|province|oblast|governorate|voivodeship|district|county|admin ?1|adm1|area)", "region"),
    ("область|регион|район|провинция|воеводство", "region"),
    ("(?:start|from|since|begin(?:ning)?|period start)(?: date)?|period_start|начало(?: периода)?|с даты|с", "start"),
    ("(?:end|to|until|till|period end)(?: date)?|period_end|конец(?: периода)?|по дату|по", "end"),
    ("(?:reporting |reference |report )?date(?: of report)?|day|as of|as at|дата|день|на дату|по состоянию на", "date"),
    ("indicator|measure|metric|figure|показатель", "indicator"),
    ("value|number|count|quantity|total|значение|количество|число|всего|итого", "value"),
    ("units?|ед(?:иница|\\.)?(?: измерения| изм\\.?)?", "unit"),
    ("currency|валюта", "currency"),
    ("source|office|agency|organi[sz]ation|reported by|источник|ведомство", "source"),
    ("group|population group|категория|группа", "group"),
)
# Names of measures; the first that matches counts, so the narrower come first.
_MEASURES: tuple[tuple[str, str], ...] = (
    (r"turned (?:back|away)|refused|denied entry|refusals?|push ?backs?|отказ|не пропущ|разверн", "turned_back"),
    (r"\bnet\b.*(?:entr|arriv|inflow|migra)|сальдо|чист(?:ый|ые) (?:въезд|приток)", "net_entries"),
    (r"asylum(?:[ -]seekers?)?.*(?:applic|claims?|request)|asylum claims?|убежищ", "asylum_applications"),
    (
        r"registration backlog|backlog|pending (?:applic|regist)"
        r"|awaiting registration|ожида\w+ регистрац",
        "registration_backlog",
    ),
    (r"wait.*\(?(?:days?|дн)|registration wait", "registration_wait"),
    (
        r"(?:border |crossing )?wait(?:ing)?(?: times?)?\b.*(?:h\b|hours?|hrs?)"
        r"|border wait|врем\w+ ожидания|ожидание.*час",
        "border_wait",
    ),
    (r"permits?|residence|внж|рвп|вид\w* на жительство", "permits"),
    (r"applications?|applied|applicants?|заявлени|обращени|подал", "applications"),
    (
        r"regist(?:ered|rations?)|(?:iin|id|pesel|numbers?)s? issued"
        r"|issued|зарегистрир|регистрац|выдано",
        "registrations",
    ),
    (r"beds?.*(?:occupied|taken|used)|occupied (?:beds?|places?)|занят\w*", "beds_occupied"),
    (r"beds?.*(?:free|available|vacant|left)|(?:free|available|vacant) (?:beds?|places?)|свободн\w*", "beds_free"),
    (r"occupancy|load factor|заполня?емост|заполненн|загрузк|заселенност", "occupancy"),
    (
        r"beds?\b|(?:bed |reception |shelter |accommodation )?capacity"
        r"|places? for|sleeping places?|кой?к|мест\b|вместимост",
        "beds",
    ),
    (
        r"rent\w*.*(?:change|increase|rise|growth|%)"
        r"|(?:change|increase|rise|growth).*rent|(?:рост|изменение) (?:цен|аренд)",
        "rent_change",
    ),
    (r"\brents?\b|rental price|аренд\w*|стоимость жилья", "rent_level"),
    (r"desks?|counters?|registration windows?|окна?\b|стоек", "desks"),
    (
        r"unsheltered|without (?:shelter|accommodation)"
        r"|sleeping (?:rough|outside)|без (?:ночлега|жилья|крова)",
        "unsheltered",
    ),
    (r"stranded|stuck|застря", "stranded"),
    (r"queu(?:e|ing)|waiting (?:at|to cross)|in line|очеред", "queueing"),
    (r"overstay", "overstaying"),
    (r"return(?:s|ed|ees)|вернул|возврат|возвращ", "returns"),
    (r"onward|moved on|transit(?:ed)?|транзит|проследовал", "onward"),
    (r"exits?|exited|outflow|departures?|departed|left\b|outbound|out$|выех|выезд|выбы|отбы", "exits"),
    (r"entr(?:y|ies|ants)|entered|inflow|inbound|border crossings?|crossed|crossings in|in$|въех|въезд", "entries"),
    (r"(?:new )?arriv\w+|прибы\w+|приех", "entries"),
    (
        r"present|hosted|\bidps?\b|staying|sheltered|accommodated|stock|caseload"
        r"|in country|refugees?|displaced|asylum[ -]seekers?|migrants?",
        "present",
    ),
    (r"individuals|persons|people|находи\w+|размещен\w*|пребыва\w+|прожива\w+|беженц\w*|человек|чел\.?|люд", "present"),
)
_ROLE_PATTERNS = tuple((re.compile(rf"(?:{names})", re.IGNORECASE), role) for names, role in _ROLES)
_MEASURE_PATTERNS = tuple((re.compile(words, re.IGNORECASE), measure) for words, measure in _MEASURES)
_CUMULATIVE = re.compile(
    r"cumulative|total (?:since|to date)|to date|since|so far|нарастающ|с начала|накоплен|всего с", re.IGNORECASE
)
_PLANNED = re.compile(
    r"plan(?:ned|ning)|projected|projection|forecast|expected|target|прогноз|план(?:ов|ир)|ожида", re.IGNORECASE
)
_FAMILIES = re.compile(r"famil(?:y|ies)|households?|\bhh\b|семе[йь]|семьи|домохозяйств", re.IGNORECASE)
_VEHICLES = re.compile(r"vehicles?|cars?\b|trucks?|автомобил|машин", re.IGNORECASE)
_NOT_WHOLE = re.compile(
    r"child|minor|women|female|\bmen\b|male|girls?|boys?|elderly|disab|\bage|under \d"
    r"|дет|женщин|мужчин|несовершен",
    re.IGNORECASE,
)


def column_named(name: str) -> Column | None:
    """What a column of that name holds, or None where it is not understood.

    >>> column_named("New arrivals").measure, column_named("Свободных мест").measure, column_named("Город").role
    ('entries', 'beds_free', 'place')
    """
    plain = " ".join(name.replace("_", " ").replace("ё", "е").split()).strip(" :*")
    for pattern, role in _ROLE_PATTERNS:
        if pattern.fullmatch(plain):
            return Column(role)
    if _NOT_WHOLE.search(plain):
        return None  # a part of the people: not the figure of the row
    for pattern, measure in _MEASURE_PATTERNS:
        if pattern.search(plain):
            return _measured(measure, plain)
    return None


def _measured(measure: str, name: str) -> Column:
    unit = "families" if _FAMILIES.search(name) else "vehicles" if _VEHICLES.search(name) else None
    return Column(
        role="measure",
        measure=measure,
        unit=unit,
        cumulative=_CUMULATIVE.search(name) is not None,
        planned=_PLANNED.search(name) is not None,
        of_city=re.search(r"arriv|прибы|приех", name, re.IGNORECASE) is not None,
        day=day_in(name),
    )


def column_tagged(tag: str, name: str = "") -> Column | None:
    """What a column with that HXL hashtag holds; `name` is the plain header above it.

    >>> column_tagged("#affected+ind+refugees+in").measure, column_tagged("#capacity+beds+occupied").measure
    ('entries', 'beds_occupied')
    """
    parts = [part.strip().lower() for part in tag.replace(" ", "").split("+")]
    head, attributes = parts[0], frozenset(parts[1:])
    if head == "#country":
        return Column("origin" if "origin" in attributes else "country")
    if head in ("#loc", "#adm2", "#adm3", "#adm4") and not attributes & {"code", "type"}:
        return Column("place")
    if head == "#adm1" and "origin" not in attributes and "code" not in attributes:
        return Column("region")
    if head == "#date":
        return Column("start" if "start" in attributes else "end" if "end" in attributes else "date")
    if head in ("#meta", "#org") and (head == "#org" or "source" in attributes):
        return Column("source")
    if head == "#indicator":
        return Column("indicator" if "name" in attributes else "value")
    if head == "#value" and "currency" in attributes:
        return Column("currency")
    return _tagged_measure(head, attributes, name)


_FLOWS = {
    "in": "entries",
    "arrivals": "entries",
    "out": "exits",
    "net": "net_entries",
    "stock": "present",
    "returnees": "returns",
}
_PARTS = frozenset(("f", "m", "i", "infants", "children", "adolescents", "adults", "elderly"))


def _tagged_measure(head: str, attributes: frozenset[str], name: str) -> Column | None:
    named = column_named(name)
    if any(part in _PARTS or part.startswith("age") for part in attributes):
        return None
    measure: str | None = None
    if head in ("#affected", "#population", "#reached"):
        measure = next((_FLOWS[part] for part in sorted(attributes) if part in _FLOWS), None)
        if measure is None:
            measure = named.measure if named is not None and named.measure else "present"
    elif head == "#capacity":
        measure = "beds_occupied" if "occupied" in attributes else "beds_free" if "free" in attributes else "beds"
    elif head == "#inneed" or named is None:
        return None
    else:
        measure = named.measure
    if measure is None:
        return None
    unit = "families" if "hh" in attributes else named.unit if named is not None else None
    base = _measured(measure, name)
    return replace(base, unit=unit, cumulative=base.cumulative or "cumulative" in attributes)

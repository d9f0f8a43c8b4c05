# ruff: noqa: E501  (a pattern is kept on one line)
"""How events, rules, options and signals are worded, in English and Russian: patterns over a clause in its normal form.

A row is a subject of discourse and a pattern; what a clause makes of it (done, possible, denied) is told apart in
`statements.py`. Gaps are bounded, so that every search stays linear.
"""

from __future__ import annotations

import re

_G = r"[^.;]{0,50}?"
_BORDER_EN = r"(?:land |state |air )?(?:borders?|crossings?|checkpoints?|frontiers?|border posts?)"
_BORDER_RU = r"(?:границ|погранпереход|пункт[а-я]* пропуска|кпп|погранпункт|пропускн[а-я]+ пункт|переход)[а-я]*"
_STAY_TERM_EN = r"(?:\d{1,3}|one|two|three|six|nine|twelve|thirty|sixty|ninety|a)[ -](?:calendar |working )?(?:day|week|month|year)s?"
_STAY_TERM_RU = r"(?:\d{1,3}|одного|двух|трех|шести|тридцати|девяноста|три|два|шесть)(?:-х|-ти)? (?:календарн[а-я]+ )?(?:дн|день|сут|недел|месяц|год)[а-я]*|полугода"

_ROWS: tuple[tuple[str, str], ...] = (
    ("close", rf"\b(?:clos(?:e|es|ed|ing|ure)|shut(?:s|ting)?(?: down)?|seal(?:s|ed|ing)?(?: off)?) {_G}{_BORDER_EN}\b|{_BORDER_EN}\b(?! point)[^.;]{{0,35}}?\b(?:clos(?:ed|ure|ing)|shut(?: down)?|sealed)\b|(?:закр|перекр)(?:ы|о)[а-я]*{_G}{_BORDER_RU}|{_BORDER_RU}[^.;]{{0,35}}?(?:закры|перекры)[а-я]*"),
    ("stays_open", rf"{_BORDER_EN} (?:will |would |shall )?(?:remains?|stays?|remained|is|are|stayed|continues? to be|kept) open|keep(?:s|ing)? (?:the |its )?{_BORDER_EN} open|{_BORDER_RU} (?:остан|оста)[а-я]+ открыт[а-я]*"),
    ("open", rf"\b(?:re-?)?open(?:ed|ing|s)? {_G}(?:new |more )?(?:{_BORDER_EN}|humanitarian corridors?)\b|{_BORDER_EN}\b[^.;]{{0,35}}?\bre-?open(?:ed|s)?\b|(?:откры(?:л|ва|ть|вш)[а-я]*|открыт(?:ы|о|а|ие)?(?![а-я])){_G}{_BORDER_RU}|{_BORDER_RU}[^.;]{{0,25}}?(?:вновь )?открыт(?:ы|о|а)?(?![а-я])"),
    ("exit", rf"\b(?:ban(?:s|ned|ning)?|bar(?:s|red|ring)?|forb(?:id|ade|idden|ids)|restrict(?:s|ed|ing|ions)?|prohibit(?:s|ed|ing)?|prevent(?:s|ed|ing)?){_G}(?:from )?\b(?:leav(?:e|ing)|exit(?:ing|s)?|departures?|travel(?:ling|ing)? abroad|going abroad)\b|(?:запре|огранич)[а-я]+{_G}выезд[а-я]*|выезд[а-я]*{_G}(?:запрещ|огранич|закры)[а-я]+|не выпуска[а-я]+"),
    ("visa_free", rf"\bvisa-free(?! countr)|without (?:a |any )?visas?\b|\bno visas?\b|neither {_G}\bvisas?\b|visas? (?:is|are) not (?:needed|required)|visa (?:waiver|exemption)|need no visas?|безвизов[а-я]++(?! стран)|без виз[а-я]*|виз[аы] не (?:нужн|требу)[а-я]+"),
    ("stay", rf"\b(?:stay|remain|residence|be in|permitted|allowed|staying)\b{_G}(?:{_STAY_TERM_EN})|(?:{_STAY_TERM_EN}){_G}\b(?:stay|residence)\b|\b(?:reduc|shorten|limit|cut|cap|extend|prolong)\w*{_G}\b(?:stay|residence)\b|(?:пребыва|находит|остават|жить|прожива)[а-я]*{_G}(?:{_STAY_TERM_RU})|(?:сократ|ограничи|продл|увеличи)[а-я]+{_G}(?:пребыван|срок)[а-я]*"),
    ("document", r"passports? (?:is|are|will be|would be|becomes?) (?:now )?(?:needed|required|mandatory|compulsory|obligatory)|\brequir(?:e|es|ed|ing)\b[^.;]{0,40}?\b(?:passports?|visas?|papers|documents)\b|only (?:with|on) (?:a |an )?(?:\w+ )?passports?|(?:only |just )?(?:an? )?(?:id|identity) (?:card|paper)s? (?:is|are) (?:enough|sufficient)|по (?:внутренн[а-я]+ )?паспорт[а-я]+ (?:въе|нельзя|можно)[а-я]*|(?:потребу|требу)[а-я]+[^.;]{0,30}?(?:загранпаспорт|паспорт|виз)[а-я]*|только по загранпаспорт[а-я]+"),
    ("registration", rf"\b(?:receiv|get|obtain|issu|apply|appl|visit|regist)\w*{_G}\b(?:identification numbers?|iins?|id numbers?|registration (?:cards?|certificates?))\b|registration (?:centers?|centres?|points?|sites?|desks?|offices?) (?:have |has |was |were )?(?:been )?(?:open|set up|establish)\w*|(?:open|set up|establish)\w*{_G}registration (?:centers?|centres?|points?|sites?|desks?|offices?)|(?:получ|выда|оформ)[а-я]+{_G}(?:иин|идентификационн[а-я]+ номер)[а-я]*|(?:откр|разверн|организ)[а-я]+{_G}(?:пункт|центр)[а-я]* регистраци[а-я]*"),
    ("registration_rule", r"\b(?:must|have to|required to|obliged to|need to) (?:\w+ ){0,2}?register\b|(?:обязан|должн)[а-я]* (?:[а-я]+ ){0,3}?(?:зарегистрир|встать на учет)[а-я]*"),
    ("shelter", rf"\b(?:open(?:ed|ing|s)?|set(?:ting)? up|establish(?:ed|ing|es)?|pitch(?:ed|ing)?|deploy(?:ed|ing)?|prepar(?:ed|ing|e)|turn(?:ed|ing)|convert(?:ed|ing)|creat(?:ed|ing|e)|erect(?:ed|ing)?|allocat(?:ed|ing|e)|provid(?:ed|ing|e)|build(?:ing)?|built){_G}\b(?:shelters?|(?:tent |refugee |transit |summer |temporary )?camps?|tent (?:city|cities)|(?:reception|transit|accommodation|collective|evacuation|temporary) (?:centers?|centres?|points?|sites?|accommodation|housing)|beds|dormitor(?:y|ies)|doors)\b|(?:откры|развер|созда|организ|разбит|разбил|подготов|выдел|постро|примут|предостав)[а-я]*{_G}(?:лагер|пункт[а-я]* (?:временного )?размещени|пвр|центр[а-я]* (?:временного |приема)|приют|палаточн|общежити|убежищ|двери|помещени)[а-я]*|(?:лагер|помещени|палаточн[а-я]+ город|общежити)[а-я]*{_G}(?:откр|разверн|созда|подготов|выдел|примут|возможн)[а-я]*|(?:откро|разверн)[а-я]*{_G}(?:лагер|палаточн|пункт[а-я]* размещени|приют)[а-я]*|возможн[а-я]*{_G}палаточн[а-я]+ город[а-я]*"),
    ("care", r"\btak(?:e|ing) care of\b|\bensur(?:e|es|ing|ed)\b[^.;]{0,40}?\b(?:care|safety|security|protection|well-being)\b|\bkeep (?:them|people|everyone|refugees) safe\b|\b(?:will|must|shall|ready to) (?:help|assist|protect|support) (?:them|everyone|all|those|refugees|people)\b|\bnobody will be (?:left|turned away)|позабот[а-я]+|обеспеч[а-я]+[^.;]{0,30}?безопасност[а-я]*|проявить забот[а-я]+|(?:поможем|помогать|помочь) (?:им|всем|людям|беженцам)"),
    ("headquarters", r"\b(?:set up|establish(?:ed)?|creat(?:ed|es)|form(?:ed|s)|launch(?:ed|es)|activat(?:ed|es))\b[^.;]{0,40}?\b(?:headquarters|task force|crisis (?:cell|staff|team|centre|center)|coordination (?:cell|centre|center|group)|hotline|working group|emergency (?:staff|committee))\b|(?:созда|открыт|откры|сформир|разверн)[а-я]*[^.;]{0,40}?(?:штаб|горяч[а-я]+ лини|рабоч[а-я]+ групп|кол-центр)[а-я]*"),
    ("trigger", r"\b(?:announc|declar|order|sign|launch|proclaim)\w*\b[^.;]{0,45}?\b(?:mobili[sz]ation|call-up|martial law|offensive|invasion|state of war)\b|\b(?:mobili[sz]ation|call-up|offensive|fighting|war|clashes|conflict)\b(?: was| were| has| had)?(?: been)? (?:announced|declared|ordered|began|begun|erupted|broke out|started)\b|\b(?:mobili[sz]ation|call-up) (?:announcement|order|decree)\b|объяв[а-я]+[^.;]{0,30}?мобилизац[а-я]*|мобилизаци[а-я]+[^.;]{0,20}?объявлен[а-я]*|нач(?:ал|ат)[а-я]*[^.;]{0,20}?(?:боев[а-я]+ действи|наступлени|вторжени|войн)[а-я]*"),
    ("desks", r"\b(?:more|additional|extra|new)\b[^.;]{0,25}?\b(?:registration (?:desks?|points?|staff|offices?)|service cent(?:er|re)s|registrars|counters)\b|дополнительн[а-я]+[^.;]{0,25}?(?:окон|окна|стойк|пункт[а-я]* регистрац|цон)[а-я]*"),
    ("rent_cap", r"\b(?:cap|limit|freez\w*|regulat\w*|control|curb|ceiling|moratorium)\b[^.;]{0,25}?\b(?:rents?|rental prices|rent increases)\b|(?:огранич|заморо|регулир)[а-я]+[^.;]{0,25}?(?:аренд|цен[а-я]* на (?:жиль|аренд))[а-я]*"),
    ("hotels_full", r"\bhotels?\b(?:[^.;]{0,70}?)\b(?:full|fully (?:occupied|booked)|no (?:free |vacant |more )?(?:rooms?|vacanc\w+|beds?)|booked (?:up|out|solid)|packed|overcrowded|overwhelmed|at capacity)\b|\bno (?:free |vacant )?(?:rooms?|vacancies)\b[^.;]{0,15}?\bhotels?\b|(?:гостиниц|отел)[а-я]*[^.;]{0,60}?(?:заполнен|занят|переполнен|нет (?:свободных )?(?:мест|номеров)|забит|заброниров)[а-я]*|мест в (?:гостиниц|отел)[а-я]+ нет"),
    ("hostels_full", r"\bhostels?\b(?:[^.;]{0,60}?)\b(?:full|fully (?:occupied|booked)|no (?:rooms?|vacanc\w+|beds?)|booked (?:up|out|solid)|packed|overcrowded|at capacity)\b|хостел[а-я]*[^.;]{0,50}?(?:заполнен|занят|переполнен|нет (?:свободных )?мест|забит|заброниров)[а-я]*"),
    ("beds_scarce", r"\b(?:hard|difficult|impossible|struggl\w+|unable|cannot|can't|nowhere)\b[^.;]{0,25}?\b(?:find|provide|rent|house|accommodate|sleep|stay|get)\b[^.;]{0,30}?(?:shelter|housing|apartments?|flats?|accommodation|rooms?|beds?|\bto (?:house|shelter)\b|the (?:tens|thousands|hundreds))|\b(?:shortage|lack) of (?:housing|beds|shelter|accommodation|rooms|flats|apartments)\b|\b(?:shelters?|camps?|reception (?:centers?|centres?)) (?:is|are|were)\b[^.;]{0,25}?\b(?:full|overcrowded|overwhelmed|over capacity|beyond capacity)\b|struggl\w+ to (?:house|shelter|accommodate|provide shelter)|(?:трудно|сложно|невозможно|не найти|негде)[^.;]{0,25}?(?:жиль|квартир|номер|комнат|снять|засел|посел|жить|ночева)[а-я]*|(?:нехватк|дефицит)[а-я]+ (?:мест|жиль|квартир)[а-я]*|(?:снять|найти) (?:квартир|жиль|номер)[а-я]*[^.;]{0,25}?(?:невозможно|трудно|сложно|нереально)|квартир[а-я]* (?:снять|найти)[^.;]{0,15}?не[а-я]*"),
    ("rents_up", r"\b(?:rents?|rental (?:prices|costs)|housing (?:costs?|prices?)|(?:apartment|flat) prices)\b[^.;]{0,45}?\b(?:up|rose|risen|rising|increas\w+|soar\w*|jump\w*|doubl\w+|tripl\w+|surg\w+|skyrocket\w*|climb\w*|gr(?:ew|own|owing)|spik\w+|shot)\b|\b(?:rise|increase|jump|surge|hike|leap|growth|spike) in (?:\w+ )?(?:rents?|rental prices|housing costs?)\b|(?:аренд|цен[а-я]* на (?:жиль|аренд|квартир)|стоимост[а-я]* (?:аренд|жиль))[а-я]*[^.;]{0,40}?(?:вырос|подорож|взлет|подскоч|выше|растет|растут|поднял|дорожа)[а-я]*|(?:рост|подорожан|скачок)[а-я]*[^.;]{0,15}?(?:цен на (?:жиль|аренд)|аренд|жиль)[а-я]*|посуточн[а-я]+[^.;]{0,25}?выросл[а-я]*"),
    ("border_queues", rf"\b(?:queues?|(?:long )?lines?|(?:traffic )?jams?|tailbacks?|backlogs?|congestion)\b[^.;]{{0,70}}?\b{_BORDER_EN}\b|\b{_BORDER_EN}\b[^.;]{{0,60}}?\b(?:queues?|lines of|long lines|(?:traffic )?jams?|tailbacks?|backed up|congest\w+)\b|(?:vehicles|cars|people) (?:\w+ )?(?:stood|waited|wait|queued?|queue) in (?:\w+ )?(?:lines|queues)|traffic jam formed|(?:очеред|пробк|затор|скоплени)[а-я]*[^.;]{{0,60}}?(?:границ|погран|кпп|пропуск|въезд|выезд)[а-я]*|(?:границ|погран|кпп|пропускн)[а-я]*[^.;]{{0,60}}?(?:очеред|пробк|затор|скоплени)[а-я]*"),
    ("registration_queues", r"\b(?:queues?|(?:long )?lines?)\b[^.;]{0,90}?\b(?:service cent(?:er|re)s?|registration|immigration (?:office|service)|identification|migration (?:office|service)|public service)\b|(?:registration|service cent(?:er|re)s?)\b[^.;]{0,40}?\b(?:queues?|long lines)\b|очеред[а-я]*[^.;]{0,60}?(?:цон|регистрац|миграционн|иин|обслуживани|паспортн)[а-я]*|(?:цон|регистрац)[а-я]*[^.;]{0,40}?очеред[а-я]*"),
    ("inflow_falling", r"\b(?:inflow|influx|flows?|arrivals|entries|number of (?:arrivals|people|refugees|new arrivals|those))\b[^.;]{0,70}?\b(?:fall(?:en|ing|s)?|fell|declin\w+|decreas\w+|dropp\w+|slow\w+|gone down|eas(?:ed|ing)|dwindl\w+|subsid\w+|shrank|back to normal|lower)\b|(?:поток|приток|число (?:приезж|прибы|въезж|въех))[а-я]*[^.;]{0,60}?(?:сниз|снижа|упал|сократ|спал|уменьш|ослаб|стих|идет на спад)[а-я]*"),
    ("inflow_rising", r"\b(?:inflow|influx|flows?|arrivals|entries|number of (?:arrivals|people|refugees|russians|new arrivals|those (?:arriving|crossing)))\b[^.;]{0,50}?\b(?:increas\w+|ris(?:e|en|ing)|rose|grow\w*|grew|doubl\w+|tripl\w+|surg\w+|jump\w*|accelerat\w+|swell\w*|climb\w*)\b|(?:поток|приток|число (?:приезж|прибы|въезж|въех))[а-я]*[^.;]{0,50}?(?:вырос|увелич|удвои|растет|возрос|усил)[а-я]*"),
    ("transport_full", r"\b(?:flights?|trains?|buses|tickets?|seats)\b[^.;]{0,40}?\b(?:sold out|fully booked|all (?:gone|sold)|unavailable|ran out|snapped up)\b|(?:билет|рейс|мест)[а-я]*[^.;]{0,40}?(?:распродан|раскуплен|закончил|выкуплен)[а-я]*"),
    ("improvised", r"\b(?:sleep(?:ing|s)?|slept|spend(?:ing)? the night|spent (?:the |their (?:first )?)?night|camp(?:ing|ed)? out|shelter(?:ed|ing))\b[^.;]{0,30}?\b(?:stations?|mosques?|church(?:es)?|cars?|streets?|parks?|gyms?|cinemas?|airports?|open|outdoors|floors?|fields?|tents?)\b|(?:ночу|спят|переночева|провел[а-я]* ночь|ночев|ночь они провели)[а-я]*[^.;]{0,30}?(?:вокзал|мечет|машин|улиц|парк|спортзал|кинотеатр|аэропорт|полу|палатк)[а-я]*|(?:вокзал|мечет|кинотеатр|спортзал)[а-я]*[^.;]{0,40}?(?:ночу|ночь|ночлег|двери для)[а-я]*"),
)  # fmt: skip

# Letters without which a subject's pattern cannot match: a sentence without any of them is not searched.
_NEEDED: dict[str, tuple[str, ...]] = {
    "close": ("clos", "shut", "seal", "закр", "перекр"),
    "stays_open": ("open", "откры"),
    "open": ("open", "откры"),
    "exit": ("leav", "exit", "depart", "abroad", "выезд", "выпуска"),
    "visa_free": ("visa", "виз"),
    "stay": ("stay", "remain", "residence", "allowed", "permitted", "пребыва", "находи", "остава", "жить", "прожива", "срок"),
    "document": ("passport", "visa", "papers", "document", "enough", "sufficient", "паспорт", "виз"),
    "registration": ("identif", "iin", "id", "registr", "иин", "регистрац"),
    "registration_rule": ("register", "регистр", "учет"),
    "shelter": ("shelter", "camp", "tent", "centre", "center", "point", "site", "accommodation", "housing", "beds", "dormitor", "doors", "лагер", "пункт", "пвр", "центр", "приют", "палат", "общежит", "убежищ", "двер", "помещен"),
    "care": ("care", "safe", "secur", "protect", "help", "assist", "support", "nobody", "well-being", "забот", "безопасност", "пом"),
    "headquarters": ("headquarters", "task", "crisis", "coordination", "hotline", "working", "emergency", "штаб", "лини", "групп", "центр"),
    "trigger": ("mobili", "call-up", "martial", "offensive", "invasion", "war", "fighting", "clashes", "conflict", "мобилиз", "действи", "наступлен", "вторжен", "войн"),
    "desks": ("desk", "point", "staff", "office", "service", "registrar", "counter", "окон", "окна", "стойк", "пункт", "цон"),
    "rent_cap": ("rent", "аренд", "жиль"),
    "hotels_full": ("hotel", "гостиниц", "отел"),
    "hostels_full": ("hostel", "хостел"),
    "beds_scarce": ("shelter", "hous", "apartment", "flat", "accommodat", "room", "bed", "camp", "reception", "sleep", "жиль", "квартир", "номер", "комнат", "снять", "засел", "посел", "жить", "ночева", "мест"),
    "rents_up": ("rent", "hous", "apartment", "flat", "аренд", "жиль", "посуточн", "цен"),
    "border_queues": ("queue", "line", "jam", "tailback", "backlog", "congest", "backed", "очеред", "пробк", "затор", "скоплени"),
    "registration_queues": ("queue", "line", "очеред"),
    "inflow_falling": ("flow", "influx", "arrival", "entries", "number", "поток", "приток", "число"),
    "inflow_rising": ("flow", "influx", "arrival", "entries", "number", "поток", "приток", "число"),
    "transport_full": ("flight", "train", "bus", "ticket", "seat", "билет", "рейс", "мест"),
    "improvised": ("sle", "night", "camp", "shelter", "ночу", "спят", "ночев", "ночь", "вокзал", "мечет", "кинотеатр", "спортзал"),
}  # fmt: skip

SUBJECTS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (name, _NEEDED[name], re.compile(rf"(?<!\w)(?:{pattern})")) for name, pattern in _ROWS
)

NEGATED = re.compile(
    r"\b(?:not|no longer|never|rules? out|ruled out|without|no plans?|no intention|denied|n't|refus\w+ to|neither|nor|no)\b|(?<!\w)(?:не|нет|без|исключ[а-я]+|опроверг[а-я]*|отрица[а-я]+)(?!\w)"
)
PROPOSED = re.compile(
    r"\b(?:propos\w+|plan(?:s|ned|ning)? (?:to|for)|intend\w*|want(?:s|ed)?|consider\w*|draft|bill|call(?:s|ed|ing)? (?:for|on|to)|demand\w*|mull\w*|discuss\w*|urg(?:e|es|ed|ing)|would like|threat\w*|debate\w*|suggest\w*|amend\w*)\b"
    r"|предлож[а-я]+|предлага[а-я]+|планиру[а-я]+|намер[а-я]+|законопроект[а-я]*|рассматрива[а-я]+|требу(?:ют|ет)|хот(?:ят|ел)[а-я]*|обсужда[а-я]+|призва[а-я]+|призыва[а-я]+"
)
POSSIBLE = re.compile(
    r"\b(?:could|may|might|would|possib\w+|likely|if|should|can|expected to|set to|likelihood|will|in case|when necessary|potential\w*)\b"
    r"|(?<!\w)(?:может|могут|мог(?:ли|ла|ло)? бы|возможн[а-я]+|если|вероятн[а-я]+|при необходимости|будет|будут|ожидается|понадобится|примут|откроют|разместят|поселят|создадут|развернут|предоставят|хотел[а-я]* бы|дадут)(?!\w)"
)
PERMISSION = re.compile(
    r"\b(?:could|might|would|possib\w+|likely|if|expected to|will be able)\b|(?<!\w)(?:возможн[а-я]+|если|вероятн[а-я]+|могут (?:ограничить|сократить|продлить)|может (?:ограничить|сократить|продлить))(?!\w)"
)
CHANGED = re.compile(
    r"\b(?:may|can|could|might|will|would|should) (?:also |soon |now )?(?:amend|change|extend|prolong|reduce|shorten|limit|cut|cap|restrict)\b"
)
LONGER = re.compile(r"\b(?:extend\w*|prolong\w*|longer stay|lengthen\w*|renew\w*)\b|продл[а-я]+|увеличи[а-я]+ срок")
SHORTER = re.compile(
    r"\b(?:reduc\w*|shorten\w*|limit\w*|cut|cap(?:ped|s)?|no (?:longer|more) than|restrict\w*|at most|only)\b|сократ[а-я]+|ограничи[а-я]+|не (?:более|дольше|больше)"
)
TERM = re.compile(
    r"(?<![\d.,])(\d{1,3}|one|two|three|six|nine|twelve|thirty|sixty|ninety|a|одного|двух|трех|шести|тридцати|девяноста|три|два|шесть)(?:-х|-ти)?[ -](?:calendar |working |календарн[а-я]+ )?(day|week|month|year|дн|день|сут|недел|месяц|год)"
)
NO_PASSPORT = re.compile(
    r"without (?:a |an )?(?:\w+ )?passports?|no passports?|on (?:internal|domestic) passports?|без (?:загран)?паспорт[а-я]*|по внутренн[а-я]+ паспорт[а-я]+"
)

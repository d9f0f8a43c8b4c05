# ruff: noqa: E501  (a pattern is kept on one line)
"""The English words of arrivals, shelter, rents and papers: patterns over the normal form, by what they mean.

`CUES` name the frame that a number may belong to; at one place the first pattern that fits wins, so longer phrases
come first. Tags that begin with `no-` mark what a number must not be read for.
"""

from __future__ import annotations

_HOMES = r"(?:their |own )?homes?(?:land)?"
_AUX = r"(?:have|has|had|are|is|were|was|be|been|being)"
_LODGING = r"(?:shelters?|camps?|hotels?|hostels?|schools?|gyms?|halls?|dormitor(?:y|ies)|facilities|accommodation|containers|places|barracks|mosques?|churches|stadiums?|(?:reception|transit|accommodation|collective|community|sports|refugee) (?:centers?|centres?|sites?|facilit(?:y|ies)))"

CUES: tuple[tuple[str, str], ...] = (
    ("no-tried", r"(?:try(?:ing)?|tried|attempt(?:s|ed|ing)?|hop(?:e|ed|es|ing)|want(?:s|ed|ing)?) to (?:cross|enter|leave|reach|flee|get)"),
    ("no-passport", r"passports?(?= (?:were|was|are|have|for)\b)|driving licen[cs]es?"),
    ("no-refused", r"turned down|rejected|declined"),
    ("no-account", r"(?:bank )?accounts?\b|sim cards?|vaccinat\w+|inoculat\w+|jobs? vacanc\w+"),
    ("no-military", r"(?:call(?:ed|ing)?|draft(?:ed|ing)?)[ -]up|call-ups?|conscript\w*|mobili[sz]ed(?! since)|reservists?|recruit(?:ed|s|ing)?|drafted|enlisted|troops|soldiers|servicemen|fighters|militants|gunmen|army of|in training|at the front|peacekeepers|security forces|guardsmen|police officers"),
    ("no-casualty", r"killed|dead|died|deaths?|wounded|injured|casualt\w+|drowned|missing|lost their lives|perished|murdered|massacred"),
    ("no-detain", r"(?:arrest|detain|imprison|jail)\w*|kidnapped|abducted|fined"),
    ("no-internal", r"internally displaced|idps?\b|displaced (?:inside|within|internally)|internal displacement"),
    ("no-aid", r"(?:(?<=people )|(?<=persons )|(?<=families )|(?<=households ))reached(?= with| by|,|;|\.)|(?:received|receiving|get|given|provided with|reached with|supplied with|assisted with|benefit\w* from) (?:\w+ ){0,3}?(?:aid|assistance|food|meals?|cash|relief|vaccines?|kits?|treatment|medical|support|help|supplies|water|blankets?|training|rations?)|in need of|need(?:s|ed|ing)? (?:urgent|humanitarian|food|aid|help|assistance|support)|food[- ]insecure|meals served|went hungry"),
    ("no-vote", r"survey(?:s|ed)?|interviewed|interviews with|respondents|polled|voted?|sign(?:ed|atures)|protest(?:ed|ing|ers|s)?|rall(?:y|ied|ies)|tourists?|pupils|schoolchildren|students enrolled|employees|workers were laid"),
    ("no-stuck", r"lost (?:their )?(?:jobs|homes)|without (?:power|water|electricity)"),
    ("stranded", r"strand(?:ed|ing)|stuck (?:at|in|on|between)|marooned|trapped (?:at|in|between|on)"),
    ("unsheltered", r"(?:sleep(?:ing|s)?|slept|living|camp(?:ing|ed)|remain(?:ing|s|ed)?|spen(?:d|ds|t|ding) the night) (?:out )?(?:rough|outdoors?|outside|in the open|in (?:the )?streets?|on (?:the )?streets?|under (?:the )?(?:open )?(?:sky|trees)|in (?:cars|parks))|(?:lie|lies|lay|lying) (?:under (?:the )?(?:\w+ )?trees|in the open)|(?:has|have|had) not been offered a bed|without (?:any )?(?:shelter|accommodation|roof)|homeless|no (?:shelter|roof|place to sleep)|roofless|(?:sle(?:ep|eps|eping|pt)|bivouac\w*|spen(?:d|t|ding) the night) (?:by|on|under|beside|along|in|at|round|around|outside|near) (?:the |a |their |cardboard |plastic )*(?:riverbanks?|river|pavements?|roads?|roadsides?|squares?|beach(?:es)?|parks?|platforms?|bridges?|trees?|fields?|cold|open|steps|benches|buses|bus|trucks|lorries|vehicles|cardboard|tarmac|sidewalks?|stations?|cars|gate|gates|fence|port|quay)|out of doors|in the open(?! (?:market|border|sea))"),
    ("overstay", r"overstay(?:ed|ing|s)?|stayed? (?:beyond|past|longer than)"),
    ("backlog", r"(?:awaiting|waiting for|wait for|await) (?:\w+ ){0,3}?(?:registration|interviews?|documents?|identification|numbers?|papers|permits?|decisions?)|(?:registration )?backlog|yet to be registered|unregistered|unprocessed|(?:are|is|were|still|remain) pending|pending (?:applications|cases|registration)"),
    ("net", r"net (?:inflows?|arrivals|entries|gains?|migration|increase|immigration|balance|figure)|(?:a )?(?:positive )?balance of(?! power)"),
    ("deport", r"handed over|remove(?= (?:up to |about |some |as many as |more than )*\d)|(?:forcibly )?removed(?! from (?:the (?:list|register|camp|school)|office))|removals?|ejected|kicked out|escorted back|repelled|deport(?:ed|ing|ations?|s)?|expel(?:led|ling|s)?|expulsions?|(?:turn(?:ed|ing|s)?|push(?:ed|ing|es)?|sent|send(?:ing|s)?|driven|forced) (?:[\w,]+ ){0,4}?(?:back|away)(?! (?:home|to normal))|pushbacks?|(?:refus|den)(?:ed|ied|ying|ing|y|e|ies) (?:entry|admission|permission to enter|access)|(?:barred|prevented|stopped|banned) from (?:entering|crossing)|(?:been |being )?(?:refused|rejected) at|not (?:been )?(?:allowed|permitted|let|admitted)(?: (?:to enter|to cross|in|into|through|across))?|inadmissible|(?:stopped|intercepted|halted)(?= (?:about |some |over |nearly |more than |another )*\d)|removed from the country"),
    ("sheltered", rf"(?:moved|taken|transferred|brought|sent) to (?:\w+[ -]){{0,2}}?{_LODGING}"),
    ("no-noreturn", r"(?:will|would|could|can)? ?not return"),
    ("exit", r"(?<=\d )out to|(?<=people )out to"),
    ("return", rf"(?:went|gone|going|goe?s?|came|com(?:ing|e|es)|mov(?:ed|ing|e)|travel(?:l?ed|l?ing)?|cross(?:ed|ing)?|head(?:ed|ing)?|flown|sent) (?:back(?: (?:home|over|across|into|to))?|{_HOMES})|return(?:ed|ing|s)?\b(?: home)?|repatriat(?:ed|ion|ions|ing)|{_AUX} back in"),
    ("onward", r"left (?:\w+ ){0,3}?for (?:the us|the united states|europe|other|third)|(?:convoys?|bus(?:es)?|trains?|flights?|trucks?) (?:\w+ ){0,3}?(?:took|moved|carried|brought) (?=(?:\w+ ){0,3}?\d[\d,.]* (?:\w+ ){0,3}?(?:on )?to )|(?:mov|travel|go|gone|went|continu|journey|proceed|pass)(?:e?d|l?ed|ing|l?ing|es|s|e)? (?:\w+ )?(?:onwards?|further|on to|on from|on towards?|on again|on after|through to)|(?:transferred|relocated|transported|bussed|bused|ferried|shuttled|taken on)(?: \w+)? (?:to|from)|moved on (?:through|via|by)|onward (?:movements?|journeys?|travel)|transited|(?:gone|went|moved|moving|go|going|goes|move|travelled|traveled) on(?= soon| shortly|,|\.| within| in)|to (?:a )?third countr(?:y|ies)"),
    ("no-left", r"(?:is|was|were|been|be|has been|have been) left(?= \w)|left (?:homeless|stranded|dead|behind|without|unable|wing|in need|hand|side|with|over)|leave of absence|parental leave"),
    ("evacuated", r"(?<!await )(?<!awaiting )(?<!waiting for )evacuat(?:ed|ing|es|ions?)(?! (?:cent|point|plan|rout|order|site|shelter))"),
    ("fled", rf"(?:left|leav(?:e|es|ing)|abandon(?:ed|ing)|driven from|forced from|forced (?:out )?of|uprooted from) {_HOMES}|fled|flee(?:ing|s)?|escap(?:ed|ing|es)|(?:forcibly )?displaced|uprooted|driven out|drove out|chased (?:out|from|away)|forced (?:out|to flee|to leave)|run (?:away )?from|ran (?:away )?from|exodus"),
    ("exit", r"(?:went|gone|going|travell?ed|crossed|moved|headed) (?:in )?the (?:other|opposite) (?:way|direction)|left|leav(?:e|es|ing)|depart(?:ed|ing|s|ures?)?|(?:gone|went|going|go|came|flown|moved|crossed|crossing|travell?ed|heading|headed) (?:back )?out(?: of)?|exit(?:ed|ing|s)?|outflows?|outgoing|outbound"),
    ("no-reached", r"reach(?:ed|ing|es)? (?:\w+ ){0,2}?(?:agreement|deal|out|a record|record)"),
    ("enter", r"(?:the |daily |weekly |this )?flow(?= (?:had|has|was|is|rose|grew|doubled|tripled|fell|peaked|of (?:people|refugees|migrants|arrivals)))|(?:plans?|planning|prepar(?:e|es|ed|ing)|brac(?:e|es|ed|ing)) for(?= (?:up to |about |some |another |as many as |more than )*(?:\d|a million|half))|(?:trains?|bus(?:es)?|boats?|ferr(?:y|ies)|planes?|flights?|coaches|vessels?|convoys?)(?: from)?(?: [\w,]+){0,6}? (?:brought|carried|delivered|landed|disembarked)|let (?:through|pass)|wav(?:ed|ing) through|waded|(?:come|came|coming) ashore|disembark(?:ed|ing|ations?)?|landed (?:in|on|at)|(?:could|may|might|will|would|can) (?:yet |still |also )?(?:come|arrive|follow)|turned up (?:at|in)|showed up (?:at|in)|found (?:their|its) way (?:in)?to|walk(?:ed|ing|s)? (?:in)?to|stream(?:ed|ing|s)? (?:in)?to|(?:re-)?enter(?:ed|ing|s)?|entr(?:y|ies|ants?)|(?:new )?arriv(?:ed|es?|ing|als?)|incom(?:ing|ers)|newcomers|inbound|inflows?|influx(?:es)?|(?:sought|found|taken|seek(?:ing|s)?|tak(?:e|ing)|finding) (?:refuge|safety|shelter|protection|sanctuary)|c[ao]me(?:s)? (?:in(?:to)?|over|across|through|here|to|from|by|via|out)|coming(?: (?:in(?:to)?|over|across|through|here|to|from|by|via))?|to (?:come|arrive|enter|cross)|(?:have|has|had) (?:already |since |now |so far |also )?come|(?:made|making) (?:it|their way) (?:in)?to|visited|cross(?:ed|ing|es)? (?:over |the border |the frontier )?(?:in)to|(?:moved|moving|relocated|travell?ed|poured|pouring|streamed|streaming|flow(?:ed|ing)|flood(?:ed|ing)|spill(?:ed|ing)|flown|went|gone|head(?:ed|ing)|emigrated|immigrated) (?:over |across |by \w+ )?(?:in)?to|(?:gone|went|moved|relocated|travell?ed|escaped) from|(?:poured|streamed|flooded|surged) (?:in|over|across)|reach(?:ed|ing|es)?|(?:walked|driven|drove|swum|swam|waded|trekked) (?:across|over|into|to)|settled since"),
    ("receive", r"receiv(?:ed|es|ing)|welcom(?:ed|es|ing)|admitt?(?:ed|s|ing)|let in|t(?:ook|aken|akes?|aking) in|absorb(?:ed|ing|s)?|accept(?:ed|ing|s)?"),
    ("took", r"took(?! in)|takes(?! in)|ha(?:s|ve) taken(?! in)"),
    ("cross", r"(?:border |irregular )?cross(?:ed|ing|es|ings)?(?! points?| site)|pass(?:ed|ing) (?:through|the)|(?:been )?processed (?:at|through|by)|cleared(?= (?:\w+ )?(?:\d|some|about|over|nearly|more|almost))"),
    ("sheltered", rf"put up|(?:found|find|provided?|arranged|offered|given|secured) (?:\w+ )?(?:accommodation|shelter|housing|beds|rooms|lodging) (?:for|to)|(?:(?:are|were|is|was|been|being) (?:now |currently |still )?)?(?:shelter(?:ed|ing)?|stay(?:ing|ed)?|liv(?:ing|ed)|hosted|hous(?:ed|ing)|sleep(?:ing)?|slept|accommodat(?:ed|ing)|lodg(?:ed|ing)|put up|placed|settled|camp(?:ing|ed)|residing|spent the night) (?:\w+ ){{0,1}}?(?:in|at|inside|by|with) (?:\w+[ -]){{0,4}}?(?:{_LODGING}|host families|relatives|host communit(?:y|ies)|private homes|local families|families|volunteers|tents?)|accommodated|lodged|billeted|sheltered|hous(?:ed|ing)(?! (?:costs?|prices?|market|stock|units?))|been put up|{_AUX} (?:given|found|offered|provided with|provided) (?:shelter|accommodation|beds|rooms|housing)|residents of the (?:camp|centre|center)"),
    ("waitsite", rf"(?:(?:wait(?:ing|s)?|remain(?:ing|s|ed)?|held) (?:\w+ )?|(?:are|were) (?:now |still )?)(?:in|at|inside) (?:the |a |an )?(?:\w+[ -]){{0,3}}?{_LODGING}"),
    ("inshelter", rf"in (?:the |its |\d[\d,.]* |some |about )*(?:\w+ )?(?:{_LODGING}|safety areas|stadiums?)"),
    ("queue", r"tailbacks?|held (?:up )?(?:between|at|before) (?:the )?(?:\w+ )?(?:gates?|borders?|crossings?|checkpoints?|barriers?)|(?:columns?|convoys?) of (?:cars|vehicles|trucks)|(?:wait(?:ing|s|ed)?|queu(?:e|ed|es|ing|eing)|stand(?:ing|s)?|stood|lin(?:ed|ing) up|camp(?:ed|ing)|gather(?:ed|ing)|mass(?:ed|ing)|amass(?:ed|ing)|backed up|held up) (?:\w+ ){0,3}?(?:in (?:the |a |long |huge )?(?:lines?|queues?)|(?:at|near|on|by|along|outside|before|under|beneath|behind|in front of) (?:the )?(?:\w+[ -]){0,3}?(?:borders?|crossings?|checkpoints?|frontiers?|border posts?|gates?|bridges?)|to (?:cross|enter|leave|exit|pass|be let|get (?:in|out|across|through))|for (?:entry|passage))|(?:tail|traffic)[- ]?(?:backs?|jams?)|queu(?:e|es|ing|eing)|lines? (?:of|at|stretch\w*)|(?:in|of) (?:the )?(?:line|queue)s?\b|backlog of (?:cars|vehicles|trucks)|bottleneck"),
    ("waithours", r"wait(?:ing|s|ed)?(?: times?)?|delays?|queu(?:e|ed|es|ing|eing)|stood|standing|spent|took|takes?|taking|held up"),
    ("idnum", r"pps numbers?|(?:individual |personal |taxpayer |tax |unique |foreigner )?identification (?:numbers?|codes?|documents?|cards?)|iins?\b|(?:id|identity|tax|tax payer|taxpayer|social security|personal|pesel|fiscal) (?:numbers?|codes?|ids?)|id cards?|pesel|registration (?:certificates?|cards?|documents?|slips)|temporary protection(?: (?:status|cards?|certificates?|permits?))?|proof of registration|ration cards"),
    ("asylum", r"(?:asylum|refugee)(?: status)?(?= (?:claims?|applications?|requests?|petitions?))|(?<=applied for )refuge|asylum(?! seekers?|-seekers?)|refugee status|(?:international|subsidiary) protection"),
    ("permit", r"(?:(?:temporary|permanent|long-term|short-term|work|special|humanitarian) )*(?:residenc[ey]|stay|work|protection|entry|transit)(?: and work)? (?:permits?|cards?|visas?|permissions?)|(?:temporary|permanent|legal|long-term|full) residenc[ey]|(?<!of )residence(?! of)|permits?|residency"),
    ("no-citizenship", r"(?:granted|got|given|received|obtained|acquired|awarded) (?:\w+ )?citizenship"),
    ("citizenship", r"citizenship|naturali[sz]ation"),
    ("register", r"screen(?:ed|ing)|(?:pre-|biometrically )?regist(?:er(?:ed|s|ing)?|rations?)|enroll?(?:ed|ing|ments?)|(?:put|placed) on (?:the|a) (?:\w+ )?lists?|identified|profiled|biometric(?:ally)? (?:enrolled|verified)|verified"),
    ("count", r"counted|tallied|logged|documented|recorded|listed"),
    ("apply", r"appl(?:y|ied|ies|ying|ications?|icants?)|request(?:ed|ing)?|sought|seek(?:ing|s)?|submit(?:ted|ting|s)?|lodged|fil(?:ed|ing)|ask(?:ed|ing)? for|claims?\b(?! that)|petition(?:ed|s)"),
    ("grant", r"allocated|issu(?:ed?|es|ing|ance)|grant(?:ed|s|ing)?|giv(?:en|ing)|gave|obtain(?:ed|ing|s)?|got|gotten|awarded|secured|receiv(?:ed|es|ing)|handed out|approved|provided"),
    ("host", r"population(?=:? \d)|occupants|residents(?=:)|(?:alone |now |already )?(?:has|have|had)(?= (?:(?:about|over|some|nearly|almost|more than|around|up to|at least|an estimated|roughly|well over) )?\d)|(?:now |currently |together )?(?:holds?|houses|house(?= (?:about |some |over |nearly |almost |more than |around )?\d)|is holding|is housing)|(?:is |are |was |were )?(?:currently |now |already |still )?host(?:s|ed|ing)?(?! (?:famil|communit|countr|govern|nation|area|state))|home to|(?:is |are |now )sheltering|shelters(?= (?:\d|some|about|almost|nearly|more|over|around|an? |up))"),
    ("present", r"(?:(?:true|real|actual|total|overall) )?number (?:of people )?(?:in|inside) the country|(?:number|total|count|population) of (?:(?!\w+ing\b)\w+[ -]){0,3}?(?:refugees|people|migrants|returnees|evacuees|asylum-seekers|citizens|nationals|foreigners|arrivals|relocants|persons|individuals|rohingya|turks|kurds|uzbeks|tajiks|[a-z]{3,}(?:ans|ese|nis|qis|lis)) (?:(?:now |currently |still )?(?:in|inside|on|across|here|hosted|present|staying|living|residing|sheltering)\b(?! need))"),
    ("present", r"(?<!to )(?:liv(?:e|es|ing|ed)|resid(?:e|es|ing|ed)|remain(?:s|ed|ing)?|stay(?:s|ed|ing)?|settled?|settling) (?:there|here|in|on|behind|across|put|throughout|inside)|(?:are|is|were|was) (?:now |currently |still |already |believed to be |estimated to be |thought to be )*(?:in|there|here|inside|present|staying|living|residing|based)(?! (?:need|danger|training|custody|line|queue|talks|poverty|addition|the (?:process|middle)))|remain(?:s|ed|ing)?(?! (?:the|open|closed|shut|high|higher|low|stable|unchanged|an?|one|unclear|unknown|tense|without|at risk|in force|under|free|vacant|empty|available|in (?:the )?(?:dark|limbo))\b)|(?:still |currently |now )?present in|staying|(?:has|have) (?:settled|stayed|remained)|settled|(?<!to )stay(?:ed)?|(?:refugee|migrant|displaced) population|camp(?:ing|ed)(?! (?:at|near|by|on|along|outside) the (?:border|gate|crossing|fence))|(?<!to )live|lives|(?<!to )reside|resides|there (?:are|is) (?:now |currently |still |already )?"),
    ("capacity", r"(?:mats|mattresses|cots|bunks|bedding|berths|roof|floor space|canvas) for|(?:can|could|able to|ready to) (?:\w+ )?(?:take(?: in)?|receive|absorb|put up|lodge|cater for|fit|admit)|(?:built|designed|meant|intended|planned|equipped|laid out|sized|fit|suitable) (?:to \w+ )?for|(?:can|could|able to|capacity to|capable of|space to|room to|ready to|prepared to|designed to|built to|enough to) (?:\w+ ){0,1}?(?:house|housing|host|hosting|accommodate|accommodating|shelter|sheltering|hold|holding|sleep)|capacity(?: of| for)?|(?:space|spaces|room|rooms|places?|beds?|tents?|(?:shelters?|camps?|centres?|centers?|housing)(?: \w+){0,4}?) for"),
)  # fmt: skip

FILES = r"files|cases|dossiers"
PEOPLE = r"rohingya|members?|people|persons?|individuals?|refugees?|migrants?|emigrants?|immigrants?|asylum-seekers?|seekers?|citizens?|nationals?|arrivals?|newcomers|foreigners?|evacuees|returnees|escapees|civilians|souls|travell?ers|passengers|entrants|guests|displaced|others|nationals|relocants|fugitives|exiles|evaders|visitors|adults|pedestrians|incomers|holders|applicants|ethnic|returners"
SOFT = r"men|residents|inhabitants|villagers"
SUBGROUP = r"resident|inhabitant|locals|children|child|kids|women|woman|girls?|boys?|man|minors?|babies|infants|elderly|under-fives|mothers|pensioners|unaccompanied|youths"
FAMILIES = r"famil(?:y|ies)|households?"
VEHICLES = r"cars?|vehicles?|trucks?|lorr(?:y|ies)|buses|bus|minibuses|automobiles|coaches"
TRIPS = r"trips?|crossings|journeys|passages"
APPLICATIONS = r"applications|applicants|claims|requests"
NOUN_CUES = r"entries|arrivals|departures|exits|returns|deportations|registrations|entrants|crossings|applications|applicants|permits|claims|requests|pushbacks|expulsions|numbers|iins|visas|certificates|cards"
BEDS = r"beds?|bed-spaces?|bedspaces|bunks|cots|berths"
PLACES = r"places|spaces|spots|sleeping"
DESKS = r"desks?|counters?|windows?"
HOURS = r"hours?|hrs?"
DAYS = r"days?"
WEEKS = r"weeks?"
MONTHS = r"months?"
SHARE = r"%|percent|per|pct"
TIMES = r"times|fold|-fold"
MONEY = {
    r"tenges?|kzt|ten|₸": "KZT", r"dollars?|usd|\$": "USD", r"euros?|eur|€": "EUR", r"rubles?|roubles?|rub|₽": "RUB",
    r"laris?|gel|₾": "GEL", r"drams?|amd|֏": "AMD", r"liras?|try|₺": "TRY", r"lei|leu|mdl": "MDL", r"zloty(?:s|ch)?|pln": "PLN",
    r"pesos?|cop": "COP", r"soles|pen": "PEN", r"soms?|kgs": "KGS", r"sums?|uzs": "UZS", r"tugriks?|mnt": "MNT", r"pounds?|gbp|£": "GBP",
    r"taka|bdt": "BDT", r"francs?|xaf": "XAF", r"hryvnias?|uah|₴": "UAH", r"dinars?|rsd": "RSD", r"reais|reals|brl": "BRL",
    r"rupees?": "INR", r"afghanis?|afn": "AFN", r"gourdes?|htg": "HTG", r"kyats?|mmk": "MMK", r"baht|thb": "THB", r"shillings?": "KES", r"birr|etb": "ETB", r"naira|ngn": "NGN",
    r"rials?|irr": "IRR", r"riyals?|sar": "SAR", r"dirhams?|aed": "AED", r"bolivars?|ves": "VES", r"lempiras?|hnl": "HNL", r"quetzals?|gtq": "GTQ", r"colones|crc": "CRC",
    r"forints?|huf": "HUF", r"korunas?|czk": "CZK", r"leva|bgn": "BGN", r"kron(?:a|or|er)": "SEK", r"yen|jpy": "JPY", r"yuan|cny": "CNY", r"manats?|azn": "AZN", r"denars?|mkd": "MKD",
}  # fmt: skip

# Words that end a noun phrase: what stands before them is not named further.
FUNCTION = frozenset(
    """a an the of to in into at on by for with and or as from since until than that which who whom whose have has had having were was are is am be been
    being will would could may might can should must did do does not no they them he she it its their there then also already now still only
    just today yesterday so far during over between through before after about under while but when where though although because per each every
    this these those what if both all most many some such again back out up down off more less once altogether alone said says respectively""".split()
)  # fmt: skip

QUALIFIERS: tuple[tuple[str, str], ...] = (
    ("under", r"nearly|almost|close to|just under|just short of|slightly (?:less|fewer) than|(?:less|fewer|lower) than|below|under|not quite|shy of|approaching|nearing"),
    ("over", r"(?:no|not) (?:fewer|less) than|(?:more|greater|higher|larger) than|just over|well over|over|at least|upwards? of|in excess of|exceed(?:ed|ing|s)|above|past|topp(?:ed|ing)|surpass(?:ed|ing)|minimum of"),
    ("up to", r"up to|as (?:many|much|high|long) as|no more than|not more than|at most|a maximum of|maximum of|no longer than"),
    ("about", r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated|circa|ca\.?|c\.|in the region of|in the order of|on the order of|somewhere around|or so"),
)  # fmt: skip
QUALIFIERS_AFTER: tuple[tuple[str, str], ...] = (
    ("over", r"\+|plus|or more|and more|or even more"),
    ("about", r"or so|odd"),
    ("up to", r"or (?:less|fewer)|at most"),
)
BETWEEN = r"(?:a |an )?(?:total of |the |whopping |record |further |additional |another |well |estimated )*"

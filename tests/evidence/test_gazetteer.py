"""Place names in texts: other names, cases, namesakes, nationalities, and words that only look like places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonaq.evidence.gazetteer import DOMINANT, Gazetteer, Mention
from qonaq.evidence.names import fold, russian_bases, stem_key
from qonaq.io.gazetteer import open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def placed(mentions: tuple[Mention, ...]) -> list[tuple[str, str, str | None]]:
    return [(m.alias, m.name, m.country) for m in mentions]


@pytest.mark.parametrize(
    ("text", "alias", "name", "country"),
    [
        ("Hotels in Uralsk are full.", "Uralsk", "Oral", "KZ"),
        ("Hotels in Ural'sk are full.", "Ural'sk", "Oral", "KZ"),
        ("He drove to Alma-Ata by night.", "Alma-Ata", "Almaty", "KZ"),
        ("Trains to Nur-Sultan run daily.", "Nur-Sultan", "Astana", "KZ"),
        ("People sleep in Ust-Kamenogorsk now.", "Ust-Kamenogorsk", "Ust-Kamenogorsk", "KZ"),
        ("В Уральске мест нет.", "Уральске", "Oral", "KZ"),
        ("Жители Петропавловска помогают.", "Петропавловска", "Petropavl", "KZ"),
        ("Жильё в Костанае подорожало.", "Костанае", "Kostanay", "KZ"),
        ("Очередь стоит в Актобе.", "Актобе", "Aktobe", "KZ"),
        ("Они выехали из Усть-Каменогорска.", "Усть-Каменогорска", "Ust-Kamenogorsk", "KZ"),
        ("Поезд идёт из Нижнего Новгорода.", "Нижнего Новгорода", "Nizhniy Novgorod", "RU"),
        ("Автобусы едут в Варшаву.", "Варшаву", "Warsaw", "PL"),
        ("Лагерь открыт под Жешувом.", "Жешувом", "Rzeszów", "PL"),
        ("Приют открыли в Оше и Уфе.", "Оше", "Osh", "KG"),
        ("Camps near Cox's Bazar are full.", "Cox's Bazar", "Cox’s Bāzār", "BD"),
        ("Centres in Şanlıurfa opened.", "Şanlıurfa", "Şanlıurfa", "TR"),
        ("Buses reached St. Petersburg late.", "St. Petersburg", "Saint Petersburg", "RU"),
    ],
)
def test_city_is_found_under_its_other_names_and_cases(
    gazetteer: Gazetteer, text: str, alias: str, name: str, country: str
) -> None:
    assert (alias, name, country) in placed(gazetteer.find(text))


@pytest.mark.parametrize(
    ("text", "country", "kind"),
    [
        ("They entered Kazakhstan.", "KZ", "country"),
        ("Kazakhstan's border", "KZ", "country"),
        ("въехали в Грузию", "GE", "country"),
        ("из Соединённых Штатов", "US", "country"),
        ("на Филиппинах", "PH", "country"),
        ("в Чаде", "TD", "country"),
        ("в Демократической Республике Конго", "CD", "country"),
        ("the U.S. embassy", "US", "country"),
        ("the Czech Republic", "CZ", "country"),
        ("Russians arrive", "RU", "nationality"),
        ("россиянам помогают", "RU", "nationality"),
        ("граждане РФ", "RU", "nationality"),
        ("граждан Украины", "UA", "nationality"),
        ("citizens of Venezuela", "VE", "nationality"),
        ("венесуэльцев приняли", "VE", "nationality"),
        ("Syrian families", "SY", "nationality"),
        ("сирийские семьи", "SY", "nationality"),
        ("казахстанцам", "KZ", "nationality"),
        ("молдаванами", "MD", "nationality"),
    ],
)
def test_country_and_nationality(gazetteer: Gazetteer, text: str, country: str, kind: str) -> None:
    found = gazetteer.find(text)
    assert (country, kind) in [(m.country, m.kind) for m in found]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("in the Saratov region", "Saratov", "RU"),
        ("в Павлодарской области", "Pavlodar region", "KZ"),
        ("в Актюбинскую область", "Aktobe region", "KZ"),
        ("в Карагандинской области", "Karagandy region", "KZ"),
        ("in West Kazakhstan", "West Kazakhstan", "KZ"),
        ("в Западно-Казахстанской области", "West Kazakhstan", "KZ"),
        ("в Ростовской области", "Rostov-on-Don region", "RU"),
    ],
)
def test_regions(gazetteer: Gazetteer, text: str, name: str, country: str) -> None:
    assert [(m.name, m.country, m.kind) for m in gazetteer.find(text)] == [(name, country, "region")]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Poland counts people at the Medyka crossing.", "Medyka", "PL"),
        ("In Romania, buses wait in Siret for those who come.", "Siret", "RO"),
        ("Румыния открыла лагерь у «Сирета».", "Siret", "RO"),
    ],
)
def test_small_place_near_a_border(gazetteer: Gazetteer, text: str, name: str, country: str) -> None:
    assert (name, country, "city") in [(m.name, m.country, m.kind) for m in gazetteer.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Buses wait in Siret for those who come.",  # its country is not spoken of
        "Poland said that Medyka would get more tents.",  # nothing says that it is a place
    ],
)
def test_small_place_is_not_read_from_its_name_alone(gazetteer: Gazetteer, text: str) -> None:
    assert [m for m in gazetteer.find(text) if m.kind == "city"] == []


def test_small_place_in_a_table_needs_its_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("Medyka") is None
    found = gazetteer.place("Medyka", countries=("PL",))
    assert found is not None
    assert (found.name, found.country, found.kind) == ("Medyka", "PL", "town")


def test_places_are_a_sequence(gazetteer: Gazetteer) -> None:
    first, *_ = gazetteer.places
    assert gazetteer.places[0] == first == gazetteer.places[:2][0]
    assert len(gazetteer.places) > 34_006 + 5_413
    largest = [place.population for place in gazetteer.places[:1000]]
    assert largest == sorted(largest, reverse=True)


def test_the_word_region_holds_for_all_that_are_listed(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Белгородская, Курская и Брянская области приняли их; Kharkiv and Sumy regions did not.")
    assert [(m.kind, m.country) for m in found] == [("region", "RU")] * 3 + [("region", "UA")] * 2


def test_lesser_namesake_in_a_country_nobody_speaks_of_is_left_unplaced(gazetteer: Gazetteer) -> None:
    named = {m.alias: m for m in gazetteer.find("Iran and Afghanistan closed the gate at Milak.")}
    assert named["Milak"].ambiguous
    assert gazetteer.resolve("Milak")[0].country == "IN"


def test_namesakes_are_left_unplaced(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find("People gathered in Tripoli.")
    assert mention.ambiguous
    assert mention.country is None
    assert mention.name == mention.alias == "Tripoli"
    assert len({place.country for place in gazetteer.resolve("Tripoli")}) > 1


def test_namesake_in_the_country_asked_about_is_meant(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find("People gathered in Tripoli.", countries=("LB",))
    assert (mention.country, mention.ambiguous) == ("LB", False)


def test_namesake_in_a_country_the_text_names_is_meant(gazetteer: Gazetteer) -> None:
    mentions = gazetteer.find("Families reached Lebanon; people gathered in Tripoli.")
    assert [m.country for m in mentions] == ["LB", "LB"]


def test_namesake_in_the_country_the_text_is_about_is_meant(gazetteer: Gazetteer) -> None:
    text = "Kazakhstan counts them. In Kazakhstan, Petropavlovsk is full; Russia calls up reservists."
    assert ("Petropavlovsk", "Petropavl", "KZ") in placed(gazetteer.find(text))
    even = "Kazakhstan counts them. Petropavlovsk is full; Russia calls up reservists."
    assert [m.ambiguous for m in gazetteer.find(even) if m.kind == "city"] == [True]


def test_city_that_dwarfs_its_namesakes_is_meant(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find("They flew to London.")
    assert mention.country == "GB"
    largest, second = gazetteer.resolve("London")[:2]
    assert largest.population >= DOMINANT * second.population


def test_world_city_is_not_taken_for_a_small_namesake_nearby(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find("Он вылетел в Москву.", countries=("TJ",))
    assert mention.country == "RU"


@pytest.mark.parametrize(
    "text",
    [
        "Most of them came on foot.",
        "The UN and NATO met; IOM and ICRC wait.",
        "Mary Smith rents a flat.",
        "On Sunday, March 6, they left.",
        "The minister, Sergei Ivanov, spoke.",
        "Президент Марат Киров выступил.",
        "people of all ages, us included, and van drivers",
        "Около тысячи человек. Верный способ. Большой зал.",
    ],
)
def test_ordinary_words_and_persons_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert placed(gazetteer.find(text)) == []


def test_ordinary_word_is_a_place_where_its_country_is_spoken_of(gazetteer: Gazetteer) -> None:
    assert "Oral" in [m.name for m in gazetteer.find("In Oral, hostels are full.", countries=("KZ",))]
    assert "Oral" not in [m.name for m in gazetteer.find("Oral histories of flight were kept.", countries=("PE",))]


def test_scenario_places_come_first(gazetteer: Gazetteer) -> None:
    own = gazetteer.with_places(
        [("Syrym", "crossing", "KZ", ("Сырым", "Mashtakovo")), ("Oral", "city", "KZ", ("Appaq",))]
    )
    mentions = own.find("Очередь у Сырыма, at Mashtakovo and in Appaq")
    assert [(m.name, m.kind, m.country) for m in mentions] == [
        ("Syrym", "crossing", "KZ"),
        ("Syrym", "crossing", "KZ"),
        ("Oral", "city", "KZ"),
    ]
    assert own.resolve("Appaq")[0].population == gazetteer.resolve("Uralsk")[0].population
    assert gazetteer.find("at Mashtakovo") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KZ", "KZ"),
        ("kaz", "KZ"),
        ("Kazakhstan", "KZ"),
        ("Казахстан", "KZ"),
        ("Казахстана", "KZ"),
        ("Kasachstan", "KZ"),
        ("Қазақстан", "KZ"),
        ("哈萨克斯坦", "KZ"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("DR Congo", "CD"),
        ("Côte d'Ivoire", "CI"),
        ("UK", "GB"),
        ("XKX", "XK"),
        ("Russians", "RU"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_country_code(gazetteer: Gazetteer, text: str, code: str | None) -> None:
    assert gazetteer.country_code(text) == code


def test_every_country_has_its_codes_and_two_names(gazetteer: Gazetteer) -> None:
    for code, name in gazetteer.country_names.items():
        assert gazetteer.country_code(code) == code
        assert gazetteer.country_code(name) == code


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("уральске", "уральск"),
        ("москвы", "москва"),
        ("казанью", "казань"),
        ("грозного", "грозный"),
        ("иванове", "иваново"),
    ],
)
def test_russian_endings_lead_to_the_dictionary_form(written: str, base: str) -> None:
    assert base in russian_bases(written)


def test_stems_of_all_cases_meet() -> None:
    cases = ("минеральные воды", "минеральных вод", "минеральным водам", "минеральными водами", "минеральных водах")
    assert len({stem_key(case) for case in cases}) == 1


def test_fold_removes_accents_apostrophes_and_hyphens_but_keeps_cyrillic_letters() -> None:
    assert [fold(name) for name in ("Ust’-Kamenogorsk", "Łódź", "Йошкар-Ола", "Орёл")] == [
        "ust kamenogorsk",
        "lodz",
        "йошкар ола",
        "орел",
    ]


@given(st.text(max_size=300))
def test_any_text_gives_mentions_in_order_with_true_offsets(text: str) -> None:
    mentions = open_gazetteer().find(text)
    assert all(text[m.start : m.end] == m.alias for m in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


def test_crossing_of_a_packaged_scenario_is_known_where_the_words_say_so(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Kazakhstan counts them at the Mashtakovo-Syrym crossing.")
    assert ("Mashtakovo–Syrym", "KZ", "crossing") in [(m.name, m.country, m.kind) for m in found]
    inflected = gazetteer.find("В Казахстан въезжают через пункт пропуска «Сырым», очередь и у Маштакова.")
    assert [m.name for m in inflected if m.kind == "crossing"] == ["Mashtakovo–Syrym"] * 2


@pytest.mark.parametrize(
    "text", ["Mashtakovo-Syrym crossing.", "Kazakhstan thanked Syrym for it.", "Казахстан. Тёплое утро."]
)
def test_crossing_is_not_read_from_its_name_alone(gazetteer: Gazetteer, text: str) -> None:
    assert [m for m in gazetteer.find(text) if m.kind == "crossing"] == []


def test_city_of_that_name_comes_before_a_packaged_crossing(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("People go from Russia to Kazakhstan; some stay in Troitsk.")
    assert [m.kind for m in found if m.alias == "Troitsk"] == ["city"]

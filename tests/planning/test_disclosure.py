"""Small counts of observed people never leave: not as a cell, not by subtraction, not by comparing two tables."""

from __future__ import annotations

import numpy as np
import pytest

from qonaq.errors import InputError, SettingError
from qonaq.planning.disclosure import Counts, Published, publish, reader_bounds, refuse_personal, with_totals

ATTACKS = 10_000
PLACES, GROUPS = ("Ash", "Birch", "Cedar", "Dogwood"), ("men", "women", "families")


def random_tables(*, seed: int, count: int) -> np.ndarray:
    """Tables of 4 places × 3 groups in which about a third of the counts are small and some are 0."""
    rng = np.random.default_rng(seed)
    large = rng.integers(10, 60, size=(count, 4, 3))  # near the threshold, where rounding helps least
    small = rng.integers(0, 10, size=(count, 4, 3))
    return np.where(rng.random((count, 4, 3)) < 0.35, small, large)


def recovered(table: np.ndarray, numbers: tuple[tuple[int | None, ...], ...]) -> int:
    """Small counts that a reader pins down exactly from one table."""
    low, high = reader_bounds(numbers)
    return int(((table > 0) & (table < 10) & (low == high)).sum())


def exact(table: np.ndarray, hidden: np.ndarray) -> int:
    """Small counts that follow by subtraction where nothing is rounded: all others of a row or column are shown."""
    hidden = hidden.copy()
    found = 0
    while True:
        alone = hidden & ((hidden.sum(1, keepdims=True) == 1) | (hidden.sum(0, keepdims=True) == 1))
        if not alone.any():
            return found
        found += int((alone & (table > 0) & (table < 10)).sum())
        hidden &= ~alone


def test_small_counts_and_zero_are_told_apart() -> None:
    table = publish(Counts(("Ash", "Birch"), ("men", "women"), np.array([[0, 40], [30, 52]])))
    assert table.number("Ash", "men") == 0
    assert table.number("Birch", "women") == 50
    assert table.number("total", "total") == 120  # 122 rounded on its own, not 30 + 50 + 40


def test_a_small_count_takes_a_rectangle_with_it() -> None:
    people = np.array([[3, 40], [30, 50], [90, 80]])
    table = publish(Counts(("Ash", "Birch", "Cedar"), ("men", "women"), people))
    hidden = {(p, g) for p in table.places for g in table.groups if table.number(p, g) is None}
    assert hidden == {("Ash", "men"), ("Ash", "women"), ("Birch", "men"), ("Birch", "women")}
    assert "1 to 9" in table.note


@pytest.mark.slow
def test_ten_thousand_pairs_of_published_tables_give_no_small_count_and_no_small_change_away() -> None:
    """Two releases of growing counts: each alone, by subtraction, and one from the other."""
    rng = np.random.default_rng(2)
    people = random_tables(seed=1, count=ATTACKS)
    later = people + np.where(rng.random(people.shape) < 0.5, rng.integers(0, 10, size=people.shape), 0)
    found = 0
    for before, after in zip(people, later, strict=True):
        first = publish(Counts(PLACES, GROUPS, before))
        second = publish(Counts(PLACES, GROUPS, after), earlier=first)
        for counts, published in ((before, first), (after, second)):
            table = with_totals(counts)
            hidden = np.array([[number is None for number in row] for row in published.numbers])
            found += recovered(table, published.numbers) + exact(table, hidden)
        found += small_changes(before, after, first, second)
    assert found == 0


def small_changes(before: np.ndarray, after: np.ndarray, first: Published, second: Published) -> int:
    """Changes of 1 to 9 people that follow from two tables, for a reader who knows that counts only grow."""
    low_1, high_1 = reader_bounds(first.numbers)
    low_2, high_2 = reader_bounds(second.numbers)
    change = with_totals(after) - with_totals(before)
    least, most = np.maximum(0, low_2 - high_1), high_2 - low_1
    return int(((change > 0) & (change < 10) & (least == most)).sum())


def test_a_linear_programme_over_both_tables_finds_no_small_count() -> None:
    """The strongest reader: every sum of two tables at once, whatever is published within its rounding."""
    from scipy.optimize import linprog

    rng = np.random.default_rng(5)
    for before in random_tables(seed=6, count=12):
        after = before + rng.integers(0, 6, size=before.shape)
        first = publish(Counts(PLACES, GROUPS, before))
        second = publish(Counts(PLACES, GROUPS, after), earlier=first)
        rows, limits = [], []
        for number, published in enumerate((first, second)):
            for i, j in np.ndindex(5, 4):
                members = np.zeros((2, 4, 3))
                members[number, slice(None) if i == 4 else i, slice(None) if j == 3 else j] = 1
                shown = published.numbers[i][j]
                low, high = (1, 1e6) if shown is None else (max(0, shown - 2), shown + 2 if shown else 0)
                rows += [members.ravel(), -members.ravel()]
                limits += [high, -low]
        for i, j in np.argwhere((before > 0) & (before < 10))[:3]:
            goal = np.zeros((2, 4, 3))
            goal[0, i, j] = 1
            grows = np.hstack([np.eye(12), -np.eye(12)])
            ends = [
                linprog(way * goal.ravel(), A_ub=np.vstack([rows, grows]), b_ub=[*limits, *np.zeros(12)]).x
                for way in (1, -1)
            ]
            assert ends[1] @ goal.ravel() - ends[0] @ goal.ravel() > 1e-6


def test_the_attacks_succeed_where_only_the_small_cells_are_suppressed() -> None:
    tables = [with_totals(people) for people in random_tables(seed=1, count=1_000)]
    assert sum(exact(table, (table > 0) & (table < 10)) for table in tables) > 500


def test_a_place_or_group_of_the_last_table_cannot_be_dropped() -> None:
    first = publish(Counts(PLACES, GROUPS, np.full((4, 3), 20)))
    with pytest.raises(SettingError) as caught:
        publish(Counts(PLACES[1:], GROUPS[1:], np.full((3, 2), 20)), earlier=first)
    assert [mistake.found for mistake in caught.value.mistakes] == ["without Ash", "without men"]


def test_the_threshold_can_only_be_raised() -> None:
    counts = Counts(("Ash",), ("all",), np.array([[12]]))
    assert publish(counts, threshold=20).number("Ash", "all") is None
    with pytest.raises(SettingError, match="can only be raised"):
        publish(counts, threshold=5)


def test_a_table_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(SettingError, match="one count for each place and group"):
        Counts(("Ash",), ("men", "women"), np.array([[1]]))
    with pytest.raises(SettingError, match="counts of 0 or more"):
        Counts(("Ash",), ("men",), np.array([[-1]]))


@pytest.mark.parametrize(
    "column", ["Passport", "full name", "e-mail", "phone", "IIN", "date of birth", "фамилия", "Религия", "person_id"]
)
def test_columns_that_look_personal_are_refused(column: str) -> None:
    with pytest.raises(InputError, match="describes a person"):
        refuse_personal(["date", column, "people"])


@pytest.mark.parametrize("cell", ["a.b@example.org", "+7 701 000 00 00", "000101000000", "AB 1234567"])
def test_cells_that_look_personal_are_refused(cell: str) -> None:
    with pytest.raises(InputError, match="Remove the column"):
        refuse_personal(["date", "note"], [["2030-01-01", cell]])


def test_columns_of_places_and_counts_are_not_personal() -> None:
    refuse_personal(
        ["name", "place", "date", "value", "persons", "speaker", "birthplace_country", "group"],
        [["Ash", "Ash", "2030-01-01", "12000", "5066", "interior ministry", "XO", "families"]],
    )


def test_all_personal_columns_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        refuse_personal(["phone", "date", "surname"])
    assert len(caught.value.mistakes) == 2

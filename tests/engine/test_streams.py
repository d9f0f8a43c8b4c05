"""The generator gives its published numbers, and the words of every refusal are right."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from qonaq.engine import streams
from qonaq.errors import InternalError

ADDRESS = (11, 3, 1, 20, 5, 2, 9)  # seed, replicate, process, day, place, group, item
FULL = 0xFFFFFFFF

# Known answers published with the Random123 library, version 1.14 (file kat_vectors, philox4x32 with 10 rounds).
KNOWN = [
    ((0, 0, 0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((FULL,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("words", "answer"), KNOWN)
def test_philox_gives_the_published_answers(words: tuple[int, ...], answer: tuple[int, ...]) -> None:
    assert tuple(int(word) for word in streams.philox(*words)) == answer


def test_every_process_has_a_code_of_its_own_that_fits_into_a_byte() -> None:
    codes = list(streams.PROCESSES.values())
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 256 for code in codes)


def test_uniform_is_strictly_between_nought_and_one() -> None:
    draws = [streams.uniform(*ADDRESS, draw) for draw in range(2_000)]
    assert 0.0 < min(draws) < 0.01
    assert 0.99 < max(draws) < 1.0


@pytest.mark.parametrize("part", range(7))
def test_each_part_of_the_address_changes_the_draw(part: int) -> None:
    other = list(ADDRESS)
    other[part] += 1
    assert streams.uniform(*ADDRESS, 0) != streams.uniform(*other, 0)


def test_parts_of_the_address_do_not_run_into_each_other() -> None:
    """The largest value of one part and the next value of its neighbour are different addresses."""
    seen = {
        streams.uniform(1, 0, process, day, place, group, item, draw)
        for process in (1, 255)
        for day in (0, streams.DAYS - 1)
        for place in (0, streams.PLACES - 1)
        for group in (0, streams.GROUPS - 1)
        for item in (0, streams.ITEMS - 1)
        for draw in (0, 4095)
    }
    assert len(seen) == 2**6


def test_upper_half_of_the_seed_counts() -> None:
    assert streams.uniform(7, *ADDRESS[1:], 0) != streams.uniform(7 + (1 << 32), *ADDRESS[1:], 0)


@pytest.mark.parametrize("p", [0.0, 1.0, 1.0 + 1e-12])
def test_binomial_at_its_ends_is_certain(p: float) -> None:
    assert streams.binomial(50, p, *ADDRESS) == (0 if p == 0.0 else 50)
    assert streams.binomial(0, p, *ADDRESS) == 0


@pytest.mark.parametrize(("n", "p"), [(-1, 0.5), (5, -0.1), (5, 1.1), (5, float("nan"))])
def test_binomial_refuses_what_is_no_binomial(n: int, p: float) -> None:
    with pytest.raises(InternalError, match="count of 0 or more and a probability between 0 and 1"):
        streams.binomial(n, p, *ADDRESS)


def test_multinomial_places_everybody_and_says_who_could_not_be_placed() -> None:
    out = np.full(4, -1, np.int64)
    assert streams.multinomial(1_000, np.array([0.0, 3.0, 1.0, 0.0]), out, *ADDRESS) == 0
    assert out.sum() == 1_000
    assert out[0] == out[3] == 0
    assert streams.multinomial(7, np.zeros(4), out, *ADDRESS) == 7
    assert not out.any()
    assert streams.multinomial(7, np.zeros(0), np.zeros(0, np.int64), *ADDRESS) == 7


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_multinomial_refuses_bad_weights(bad: float) -> None:
    with pytest.raises(InternalError, match="weights that are finite and not below 0"):
        streams.multinomial(5, np.array([1.0, bad]), np.zeros(2, np.int64), *ADDRESS)


def test_multinomial_refuses_more_cells_than_its_address_holds() -> None:
    cells = streams.CELLS + 1
    with pytest.raises(InternalError, match="more cells than its address has room for"):
        streams.multinomial(5, np.ones(cells), np.zeros(cells, np.int64), *ADDRESS)


@pytest.mark.parametrize(("good", "bad", "drawn"), [(-1, 5, 2), (5, -1, 2), (5, 5, -1), (5, 5, 11)])
def test_hypergeometric_refuses_impossible_counts(good: int, bad: int, drawn: int) -> None:
    with pytest.raises(InternalError, match="cannot draw more than there are"):
        streams.hypergeometric(good, bad, drawn, *ADDRESS)


def test_hypergeometric_at_its_ends_is_certain() -> None:
    assert streams.hypergeometric(30, 40, 70, *ADDRESS) == 30
    assert streams.hypergeometric(30, 40, 0, *ADDRESS) == 0
    assert streams.hypergeometric(0, 40, 20, *ADDRESS) == 0
    assert streams.hypergeometric(40, 0, 20, *ADDRESS) == 20


@pytest.mark.parametrize("mean", [-1.0, float("nan"), float("inf")])
def test_poisson_refuses_a_bad_mean(mean: float) -> None:
    with pytest.raises(InternalError, match="finite mean that is not below 0"):
        streams.poisson(mean, *ADDRESS)


def test_an_address_that_would_be_used_twice_is_named_with_all_others() -> None:
    fits = {"replicates": 1_000, "days": 90, "places": 40, "groups": 4, "items": 10}
    assert streams.address_mistakes(**fits) == []
    mistakes = streams.address_mistakes(**(fits | {"days": 20_000, "groups": 5_000, "items": 0}))
    assert [mistake.where for mistake in mistakes] == ["days", "groups", "items"]
    assert str(mistakes[0]).startswith("days: found 20,000; allowed: 1 to 16,384. More than this would use an address")


PRINTED = """
import numpy as np
from qonaq.engine import streams as s
for i in range(40):
    at = (2**40 + 5, i, 1 + i % 30, i * 7, i * 3, i % 5, i * 11)
    out = np.zeros(4, np.int64)
    s.multinomial(10_000 * i, np.array([1.0, 0.25, 0.0, 3.0]), out, *at)
    print(*map(int, s.philox(*at[:6])), s.uniform(*at, i).hex(), float(s.normal(*at)).hex(), out.tolist(),
          *(int(s.binomial(n, p, *at)) for n in (3, 900, 3 * 10**9) for p in (1e-9, 0.004, 0.4, 0.97)),
          int(s.hypergeometric(500 + i, 10**6, 4 + 900 * i, *at)), int(s.poisson(0.1 + i * i, *at)))
"""


def test_the_same_bits_with_the_compiler_and_without_it() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", PRINTED],
            env=os.environ | {"NUMBA_DISABLE_JIT": switched_off},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for switched_off in ("0", "1")
    ]
    assert printed[0].count("\n") == 40
    assert printed[0] == printed[1]

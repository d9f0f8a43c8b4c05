"""Counts of HDX HAPI, UNHCR and IOM DTM become evidence, with their own column names and never with persons in them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from qonaq.errors import EvidenceError, InputError
from qonaq.io.importing.counts import evidence_of, read_counts
from qonaq.io.scenario_rows import CLAIM_COLUMNS, make_claim, read_csv_rows

DAY = date(2023, 6, 14)
HAPI = """\
origin_location_code,asylum_location_code,population_group,gender,age_range,population,reference_period_start,reference_period_end
#country+origin,#country+asylum,#group,#sex,#age,#affected,#date+start,#date+end
RUS,KAZ,REF,all,all,1200,2022-01-01,2022-12-31
RUS,KAZ,ASY,all,all,300,2022-01-01,2022-12-31
RUS,KAZ,REF,f,0-4,80,2022-01-01,2022-12-31
"""
UNHCR = """\
year,coo,coo_iso,coa,coa_iso,refugees,asylum_seekers,oip,stateless
2022,RUS,RUS,KAZ,KAZ,120,-,,7
2022,ARM,ARM,KAZ,KAZ,,,,
"""
DTM = """\
admin0Name,admin0Pcode,admin1Name,numPresentIdpInd,reportingDate,roundNumber,weather
Ukraine,UA,Kyivska,"54,000",2022-09-26T00:00:00,9,mild
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_hapi_totals_are_added_up_and_parts_by_age_are_not_counted_twice(tmp_path: Path) -> None:
    found = read_counts(written(tmp_path, HAPI), published=DAY)
    (claim,) = found.claims
    assert (found.form, claim.value, claim.origin, claim.country) == ("hapi", 1500, "RU", "KZ")
    assert (claim.measure, claim.period_end, claim.published) == ("present", date(2022, 12, 31), DAY)
    assert claim.passage.quote == "1200 REF + 300 ASY"


def test_unhcr_blank_counts_are_not_zero(tmp_path: Path) -> None:
    (claim,) = read_counts(written(tmp_path, UNHCR), published=DAY).claims
    assert (claim.value, claim.passage.quote) == (120, "120 refugees")


def test_dtm_counts_stand_by_area_and_unknown_columns_are_named(tmp_path: Path) -> None:
    found = read_counts(written(tmp_path, DTM), published=DAY, source="https://example.org/dtm")
    (claim,) = found.claims
    assert (claim.value, claim.country, claim.place, claim.source) == (
        54000,
        "UA",
        "Kyivska",
        "https://example.org/dtm",
    )
    assert "not read: weather" in found.cautions[0]


@pytest.mark.parametrize("text", [HAPI, UNHCR, DTM])
def test_what_is_written_is_read_again_as_the_same_claims(tmp_path: Path, text: str) -> None:
    claims = read_counts(written(tmp_path, text), published=DAY).claims
    (tmp_path / "evidence.csv").write_bytes(evidence_of(claims))
    rows = read_csv_rows(tmp_path / "evidence.csv", CLAIM_COLUMNS, make_claim)
    assert rows.mistakes == ()
    assert tuple(row.value for row in rows.good) == claims


@pytest.mark.parametrize("column", ["passport_number", "Phone", "surname", "date of birth", "фамилия"])
def test_a_table_about_persons_is_refused(tmp_path: Path, column: str) -> None:
    text = HAPI.splitlines()
    text[0] += f",{column}"
    text[2:] = [f"{row},x" for row in text[2:]]
    with pytest.raises(InputError, match="describes a person"):
        read_counts(written(tmp_path, "\n".join(text)), published=DAY)


def test_every_mistake_is_told_at_once_with_its_row_and_column(tmp_path: Path) -> None:
    bad = "RUS,XXQ,REF,all,all,many,2022-01-01,2022-02-31\nRUS,KAZ\n"
    with pytest.raises(EvidenceError) as error:
        read_counts(written(tmp_path, HAPI + bad), published=DAY)
    assert [mistake.where for mistake in error.value.mistakes] == [
        "counts.csv row 6, population", "counts.csv row 6, asylum_location_code",
        "counts.csv row 6, reference_period_end", "counts.csv row 7",
    ]  # fmt: skip


def test_an_unknown_form_names_the_forms_and_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="For UNHCR Refugee Data Finder, population add coa_iso"):
        read_counts(written(tmp_path, "year,coo_iso,coa,refugees,asylum_seekers\n2022,RUS,KAZ,1,1\n"), published=DAY)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "a header and rows"), (b"\x00\x01", "binary data"), (b'a,"b\n', "a CSV file with commas"),
     (UNHCR.splitlines()[0].encode() + b"\n", "at least one row")],
)  # fmt: skip
def test_a_file_without_counts_says_so(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_bytes(data)
    with pytest.raises(EvidenceError, match=words):
        read_counts(path, published=DAY)


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EvidenceError, match="no such file"):
        read_counts(tmp_path / "none.csv", published=DAY)
    monkeypatch.setattr("qonaq.io.importing.counts.LARGEST_FILE", 10)
    with pytest.raises(EvidenceError, match="at most 10 bytes"):
        read_counts(written(tmp_path, HAPI), published=DAY)


def test_the_evidence_file_has_the_columns_of_a_scenario(tmp_path: Path) -> None:
    rows = list(
        csv.reader(evidence_of(read_counts(written(tmp_path, DTM), published=DAY).claims).decode().splitlines())
    )
    assert rows[0] == [column.name for column in CLAIM_COLUMNS]

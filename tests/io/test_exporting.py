"""A run in other people's formats: each is opened again by its own reader or held to its own rules."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.commands_run import run as run_command
from qonaq.errors import SettingError
from qonaq.inference.scores import LEVELS
from qonaq.io.exporting.formats import FORMATS, export_run
from qonaq.io.run_folder import TARGETS
from store_of_runs import RUN, write_store

TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*")  # HXL 1.1: a hashtag and attributes
CORE = {"country", "loc", "geo", "date", "affected", "capacity", "meta"}  # hashtags of the core list that we use
HUB = ["reference_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("store")) / RUN


def files_of(run: Path, to: str) -> dict[str, bytes]:
    return dict(FORMATS[to].written(run))


def test_hxl_row_of_tags_follows_the_grammar_and_the_core_list(run: Path) -> None:
    rows = list(csv.reader(io.StringIO(files_of(run, "hxl")["figures.csv"].decode())))
    assert all(TAG.fullmatch(tag) for tag in rows[1])
    assert {tag[1:].split()[0] for tag in rows[1]} <= CORE
    assert "#affected +ind +refugees +stock" in rows[1]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_hxl_is_read_by_libhxl_and_finds_nothing_wrong(run: Path) -> None:
    """libhxl 5.2 with its own default schema; remarks of the severity "info" are about outliers in made-up numbers."""
    import hxl

    def opened(data: bytes) -> hxl.model.Dataset:
        return hxl.data(hxl.make_input(io.BytesIO(data), hxl.InputOptions(allow_local=True)))

    data = files_of(run, "hxl")["figures.csv"]
    found = opened(data)
    assert [column.tag for column in found.columns][:2] == ["#country", "#loc"]
    assert all(row.get("#affected+stock-low-high").isdigit() for row in found)
    assert {row.get("#country+code") for row in opened(data)} == {"KZ"}
    assert wrong(opened(data)) == []
    assert wrong(opened(data.replace(b"2022-09-", b"in-Sept-"))) != []  # and it can find what is wrong


def wrong(dataset: Any) -> list[str]:
    import hxl

    found: list[Any] = []
    hxl.schema(None, callback=found.append).validate(dataset)
    return [str(one) for one in found if one.rule.severity in ("error", "warning")]


def hub_rows(run: Path) -> list[dict[str, str]]:
    ((name, data),) = files_of(run, "hubverse").items()
    assert re.fullmatch(r"model-output/([a-z0-9]+-[a-z0-9]+)/2022-09-28-\1\.csv", name)
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert list(rows[0]) == HUB
    return rows


def test_hubverse_file_has_the_columns_of_the_hub_and_23_quantiles_in_order(run: Path) -> None:
    """Rules of the hubverse schemas v6: quantile levels once each and ascending, values that do not fall."""
    by_task: dict[tuple[str, ...], list[tuple[float, float]]] = {}
    for row in hub_rows(run):
        assert row["output_type"] == "quantile"
        task = (row["target"], row["location"], row["horizon"])
        by_task.setdefault(task, []).append((float(row["output_type_id"]), float(row["value"])))
    assert by_task
    for quantiles in by_task.values():
        assert [level for level, _ in quantiles] == pytest.approx(LEVELS)
        assert len(quantiles) == 23
        values = [value for _, value in quantiles]
        assert values == sorted(values)
        assert all(math.isfinite(value) and value >= 0 for value in values)


def test_hubverse_target_dates_are_the_reference_date_and_the_horizon(run: Path) -> None:
    for row in hub_rows(run):
        reference, end = date.fromisoformat(row["reference_date"]), date.fromisoformat(row["target_end_date"])
        assert end - reference == timedelta(days=int(row["horizon"]))
        assert int(row["horizon"]) >= 1
        assert re.fullmatch(r"[A-Z]{2}(:.+)?", row["location"])
        assert row["target"] in TARGETS


def test_a_distribution_that_is_not_whole_is_left_out_of_the_hub(run: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(run, tmp_path / RUN))
    lines = (broken / "forecast.csv").read_text().splitlines()
    lines[3] = lines[3].rpartition(",")[0] + ","  # one quantile of the first task
    (broken / "forecast.csv").write_text("\n".join(lines) + "\n")
    tasks = {(row["target"], row["location"], row["horizon"]) for row in hub_rows(broken)}
    assert ("entries", "KZ", "1") not in tasks
    assert ("entries", "KZ", "2") in tasks


def test_geojson_is_a_feature_collection_with_longitude_first(run: Path) -> None:
    found = json.loads(files_of(run, "geojson")["places.geojson"])
    assert found["type"] == "FeatureCollection"
    assert found["features"]
    for feature in found["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        assert feature["geometry"]["type"] == "Point"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        assert feature["properties"]["kind"] in ("city", "crossing")
    oral = next(f for f in found["features"] if f["properties"]["name"] == "Oral")
    assert oral["geometry"]["coordinates"] == [51.37, 51.23]


def test_prov_document_uses_makes_and_names_its_agent(run: Path) -> None:
    found = json.loads(files_of(run, "prov")["provenance.json"])
    names = set(found["entity"]) | set(found["activity"]) | set(found["agent"])
    assert all(name.partition(":")[0] in found["prefix"] for name in names)
    ends = {"used": ("prov:activity", "prov:entity"), "wasGeneratedBy": ("prov:entity", "prov:activity"),
            "wasAssociatedWith": ("prov:activity", "prov:agent")}  # fmt: skip
    for relation, keys in ends.items():
        assert found[relation]
        for edge in found[relation].values():
            assert {edge[key] for key in keys} <= names
    made = found["entity"]["qonaq:made/plan.json"]
    assert re.fullmatch("[0-9a-f]{64}", made["qonaq:sha256"])


def test_prov_document_is_read_by_the_prov_library(run: Path) -> None:
    from prov.model import ProvActivity, ProvAgent, ProvDocument, ProvEntity, ProvGeneration

    document = ProvDocument.deserialize(content=files_of(run, "prov")["provenance.json"].decode(), format="json")
    kinds = [(ProvActivity, 1), (ProvAgent, 1)]
    assert [(kind, len(list(document.get_records(kind)))) for kind, _ in kinds] == kinds
    made = {str(record.args[0]) for record in document.get_records(ProvGeneration)}
    assert "qonaq:made/forecast.csv" in made
    assert len(list(document.get_records(ProvEntity))) > len(made)
    assert document.unified() == document  # no name stands for two things


def test_workbook_opens_again_with_harmless_texts_and_numbers(run: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(files_of(run, "xlsx")["run.xlsx"]))
    assert book.sheetnames == ["plan", "forecast", "evidence"]
    rows = list(book["plan"].iter_rows(values_only=True))
    assert rows[1][2] == -3
    assert rows[2][0] == "'=1+1"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_parquet_tables_hold_what_the_csv_holds(run: Path, tmp_path: Path) -> None:
    import duckdb

    for name, data in files_of(run, "parquet").items():
        (tmp_path / name).write_bytes(data)
        table = run / f"{name.removesuffix('.parquet')}.csv"
        with duckdb.connect() as database:
            kept = database.read_parquet(str(tmp_path / name))
            lines = len(list(csv.reader(table.read_text(encoding="utf-8").splitlines()))) - 1
            assert len(kept.fetchall()) == lines
            assert kept.columns == next(csv.reader(table.open(encoding="utf-8")))


def test_csv_and_pdf_are_the_files_of_the_run(run: Path) -> None:
    assert files_of(run, "csv")["forecast.csv"] == (run / "forecast.csv").read_bytes()
    assert files_of(run, "pdf")["plan.pdf"][:5] == b"%PDF-"


@pytest.mark.parametrize("to", [name for name in FORMATS if name != "flee"])
def test_every_format_is_written_where_it_was_asked_for(run: Path, tmp_path: Path, to: str) -> None:
    target = tmp_path / f"out{FORMATS[to].suffix}"
    assert export_run(run, to, out=target) == target
    assert target.is_file() == bool(FORMATS[to].suffix)
    assert export_run(run, to, out=target) == target  # again, over our own


def test_unknown_formats_and_folders_in_the_way_are_named(run: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="Did you mean 'xlsx'"):
        export_run(run, "xls", out=tmp_path / "a.xls")
    with pytest.raises(SettingError, match="a folder at"):
        export_run(run, "xlsx", out=tmp_path)


def test_flee_instance_is_read_back_with_every_place_and_route(run: Path, tmp_path: Path) -> None:
    from qonaq.io.flee import read_flee
    from qonaq.io.scenario import read_scenario

    folder = export_run(run, "flee", out=tmp_path / "instance")
    instance, findings = read_flee(folder)
    scenario = read_scenario("kazakhstan-2022")
    assert len(instance.places) == len(scenario.places)
    assert [finding for finding in findings if "closure" in finding.where] == []


def test_flee_instance_runs_as_it_is_and_strictly(run: Path, tmp_path: Path) -> None:
    """`qonaq flee DIR --strict` ends with exit code 0: no finding of the instance stops it."""
    folder = export_run(run, "flee", out=tmp_path / "instance")
    done = run_command("flee", str(folder), "--strict", "--json", "--replicates", "1")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["days"] == 43  # those of the map of the small run
    assert found["people"] > 0


def test_the_page_and_the_plan_come_in_the_other_language_too(run: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="this run kept no other"):
        export_run(run, "page", out=tmp_path / "page.html", language="ru")
    with pytest.raises(SettingError, match="pdf, page alone"):
        export_run(run, "csv", out=tmp_path / "csv", language="ru")
    with pytest.raises(SettingError, match="--lang"):
        export_run(run, "pdf", out=tmp_path / "plan.pdf", language="xx")
    kept = Path(shutil.copytree(run, tmp_path / RUN))
    view = json.loads((kept / "view.json").read_text())
    (kept / "view.ru.json").write_text(json.dumps({**view, "language": "ru"}))
    page = export_run(kept, "page", language="ru")
    assert page.name == "first-page-ru.html"
    assert '<html lang="ru">' in page.read_text()
    assert export_run(kept, "pdf", language="ru").read_bytes()[:5] == b"%PDF-"

"""The formats that a run can be exported to, and the one verb that writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.io.exporting import counts, flee_instance, geojson, hubverse, hxl, prov, tables
from qonaq.io.folders import write_folder
from qonaq.io.run_folder import read_plan
from qonaq.io.translated import page_in, pdf_in

Files = Mapping[str, bytes]  # file name → content


@dataclass(frozen=True)
class Format:
    """A format: what it is for, what it is called when written, and who writes it."""

    meaning: str
    written: Callable[[Path], Files]
    suffix: str  # of the single file, "" where it is a folder
    translated: Callable[[Path, str], bytes] | None = None  # writes it in another language


FORMATS: dict[str, Format] = {
    "csv": Format("tables as CSV", tables.as_csv, ""),
    "parquet": Format("tables as Parquet", tables.as_parquet, ""),
    "xlsx": Format("one workbook", tables.as_xlsx, ".xlsx"),
    "hxl": Format("figures by city with HXL tags", hxl.as_hxl, ".csv"),
    "hubverse": Format("model-output of a forecast hub", hubverse.as_hubverse, ""),
    "geojson": Format("places with their figures", geojson.as_geojson, ".geojson"),
    "flee": Format("a Flee instance folder", flee_instance.as_flee, ""),
    "prov": Format("provenance as PROV-JSON", prov.as_prov, ".json"),
    "pdf": Format("the printed plan", tables.as_pdf, ".pdf", pdf_in),
    "page": Format("the page to read offline", tables.as_page, ".html", page_in),
}
COUNTS = "counts"  # looks at the table that it follows, so it is written to a file and not handed out
MARK = "exported-by-qonaq.txt"  # tells a folder of ours from somebody else's


def export_run(run: Path, to: str, *, out: Path | None = None, language: str | None = None) -> Path:
    """Writes a run in another format; returns the file or folder that was written."""
    if to not in (*FORMATS, COUNTS):
        raise SettingError(unknown_name("--to", to, (*FORMATS, COUNTS)))
    read_plan(run)
    if to == COUNTS:
        return _publish_counts(run, out or run.with_name(f"{COUNTS}.csv"), language)
    chosen = FORMATS[to]
    files = chosen.written(run) if language is None else _translated(run, to, language)
    told = "" if language is None else f"-{language}"
    target = out or run.with_name(f"{run.name}-{to}{told}{chosen.suffix}")
    if chosen.suffix:
        _write_file(target, next(iter(files.values())), suffix=chosen.suffix)
    else:
        write_folder(target, {**files, MARK: f"Made from the run {run.name}.\n".encode()}, mark=MARK)
    return target


def _publish_counts(run: Path, target: Path, language: str | None) -> Path:
    """Observed people by place and group; the table that stands at the target is the one that was published last."""
    if language is not None:
        raise SettingError(Mistake("--lang", f"'{language}' for {COUNTS}", "none", "Leave --lang out."))
    earlier = target.read_bytes() if target.is_file() else None
    _write_file(target, counts.counts_table(run, earlier=earlier), suffix=".csv")
    return target


def _write_file(target: Path, content: bytes, *, suffix: str) -> None:
    if target.is_dir():
        raise SettingError(Mistake("--out", f"a folder at {target}", f"a file name ending in {suffix}", "Name a file."))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    partial.write_bytes(content)
    partial.replace(target)


def _translated(run: Path, to: str, language: str) -> Files:
    """The file of a format that has words, in that language."""
    write = FORMATS[to].translated
    if write is None:
        with_words = ", ".join(name for name, one in FORMATS.items() if one.translated is not None)
        raise SettingError(Mistake("--lang", f"'{language}' for {to}", f"{with_words} alone", "Leave --lang out."))
    return {f"{to}{FORMATS[to].suffix}": write(run, language)}

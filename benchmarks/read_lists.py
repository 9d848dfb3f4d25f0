"""Imports every list that is at hand, each in a process of its own: counts, fields, time, memory.

    python benchmarks/read_lists.py [--data ../shared/data]

Writes the table of docs/lists.md: of every format the largest file that is at hand, a publisher's
or an invented sample. A field is an attribute or a text of an element, or a column, that the file
fills at least once; it is read or ignored by the list's manifest, for one that is neither refuses
the import. Seconds, of the clock and of CPU, are those of the whole import into an empty store;
memory is the peak of its process.
"""

import argparse
import bz2
import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import fastexcel

from sanctionscreen import Store
from sanctionscreen.snapshots.guards import GUARDS
from sanctionscreen.sources.folder import lists_dir
from sanctionscreen.sources.manifest import ListSource, list_source, read_manifest
from sanctionscreen.sources.reading import Report
from uk_table import official_uk_table

WHOLE, EXCERPT, FORMAT, OURS = "whole list", "excerpt", "publisher's sample", "our sample"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class File(NamedTuple):
    """A publication: its list, its format, what of the list it is, and where it lies.

    Paths are those of `--data`, or of `lists/samples` where it is a sample of ours.
    """

    list_id: str
    format: str
    kind: str
    paths: tuple[str, ...]


FILES = (
    File("us_ofac_sdn", "ofac_advanced_xml", WHOLE, ("ofac/sdn_advanced_2025-11-19.xml.bz2",)),
    File("us_ofac_sdn", "ofac_sdn_xml", OURS, ("ofac_sdn.xml",)),
    File("us_ofac_sdn", "ofac_legacy_csv", WHOLE,
         tuple(f"ofac/legacy_2021-07-07/{name}.csv" for name in
               ("sdn", "add", "alt", "sdn_comments"))),
    File("us_ofac_cons", "ofac_non_sdn_xml", WHOLE, ("ofac/non_sdn/consolidated.xml",)),
    File("us_ofac_cons", "ofac_legacy_csv", WHOLE,
         tuple(f"ofac/non_sdn/cons_{name}_watchman.csv" for name in
               ("prim", "add", "alt", "comments"))),
    File("uk_sanctions", "uk_csv", "whole list, put together", ()),
    File("uk_sanctions", "uk_xml", OURS, ("uk_sanctions.xml",)),
    File("un_sc", "un_xml", WHOLE, ("un/un_consolidated_2026-02-27.xml",)),
    File("eu_fsf", "eu_fsf_xml", OURS, ("eu_fsf.xml",)),
    File("eu_fsf", "eu_fsf_csv", OURS, ("eu_fsf.csv",)),
    File("ch_seco", "seco_xml", FORMAT, ("ch/seco_format_sample_2024-01-17.xml",)),
    File("ca_sema", "sema_xml", WHOLE, ("ca/sema_2025-06-08.xml",)),
    File("au_dfat", "dfat_xlsx", WHOLE, ("au/dfat_consolidated_2026-08-02.xlsx",)),
    File("us_csl", "csl_csv", EXCERPT, ("csl/csl_watchman_excerpt.csv",)),
    File("us_csl", "csl_json", OURS, ("csl.json",)),
    File("us_fincen_311", "fincen_page", OURS, ("fincen_311.html",)),
    File("us_fincen_311", "fincen_details_csv", "whole table of a third party",
         ("fincen/fincen_special_measures_details.csv",)),
    File("opensanctions", "opensanctions_ftm", OURS, ("entities.ftm.json",)),
    File("opensanctions", "opensanctions_simple_csv", OURS, ("targets.simple.csv",)),
    File("own_list", "own_table", OURS, ("own_list.csv",)),
)  # fmt: skip


def source_of(file: File) -> ListSource:
    if file.list_id == "own_list":
        return read_manifest(lists_dir() / "samples/own_list.toml")
    return list_source(file.list_id)


def put(file: File, data: Path, folder: Path) -> list[Path]:
    """The files of a publication under their official names, unpacked."""
    root = lists_dir() / "samples" if file.kind == OURS else data
    contents = {
        Path(path).name.removesuffix(".bz2").replace("_watchman", ""): _unpacked(root / path)
        for path in file.paths
    } or {"uk-sanctions-list.csv": official_uk_table(data)}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return bz2.decompress(content) if path.suffix == ".bz2" else content


# --- Fields -----------------------------------------------------------------------------------


def fields(path: Path, source: ListSource) -> Iterator[str]:
    """Every field that a file fills, by the name that a manifest would ignore it under."""
    ignoring = Report(source.id, source.unread)
    if path.suffix == ".xml":
        yield from _of_element(ElementTree.parse(path).getroot(), "", ignoring)
    elif path.suffix == ".xlsx":
        sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
        yield from (column.name for column in sheet if column.null_count() < sheet.height)
    elif path.suffix == ".html":
        yield from _Headings.of(path.read_text(encoding="utf-8"))
    elif path.name.endswith(".ftm.json"):
        for line in path.read_text(encoding="utf-8").splitlines():
            entity = json.loads(line)
            yield from (f"line/{name}" for name in entity if name != "properties")
            yield from (f"{entity['schema']}/{name}" for name in entity["properties"])
    elif path.suffix == ".json":
        for result in json.loads(path.read_text(encoding="utf-8"))["results"]:
            if "Treasury" not in result["source"]:
                yield from (name for name, value in result.items() if value)
    else:
        yield from _columns(path, source)


def _of_element(element: ElementTree.Element, above: str, ignoring: Report) -> Iterator[str]:
    """The attributes and texts of an element and of what is in it; nothing of what is ignored."""
    tag = element.tag.rpartition("}")[2]
    here = f"{above}/{tag}" if above else tag
    has_text = bool((element.text or "").strip()) and len(element) == 0
    if has_text or (above and ignoring.ignores(here)):
        yield here
    if above and ignoring.ignores(here):
        return
    yield from (
        f"{tag}@{name}" for name, text in element.attrib.items() if text and "}" not in name
    )
    for child in element:
        yield from _of_element(child, tag, ignoring)


class _Headings(HTMLParser):
    """The headings of the tables of a page."""

    @classmethod
    def of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        return [found.strip() or "name" for found in parser.found]

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._inside = tag == "th"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "th"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _columns(path: Path, source: ListSource) -> Iterable[str]:
    """The columns that any row fills; of OFAC's tables, which have no heading, by their number."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    delimiter = source.table.delimiter if source.columns else (";" if "_LogicalId" in text else ",")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if len(row) > 1]
    if path.stem in {"sdn", "add", "alt", "sdn_comments"} or path.stem.startswith("cons_"):
        heading = [f"{path.stem} {number}" for number in range(1, len(rows[0]) + 1)]
    else:
        heading, rows = rows[0], rows[1:]
    filled = {at for row in rows for at, cell in enumerate(row) if cell.strip(" -0")}
    return [heading[at] for at in sorted(filled) if at < len(heading)]


# --- Measuring --------------------------------------------------------------------------------


def measure(file: File, paths: list[str], store: Path) -> dict[str, Any]:
    """One import into an empty store, whatever its guards say of a sample."""
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = Store(store).import_list(
        file.list_id,
        [Path(path) for path in paths],
        now=NOW,
        source=source_of(file),
        accept=frozenset(GUARDS) - {"unread"},
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert outcome.outcome == "imported", outcome.reason
    manifest = Store(store).current(file.list_id).manifest
    assert manifest.format == file.format, manifest.format
    return {
        "records": manifest.counts["entities"],
        "names": manifest.counts["names"],
        "problems": len(outcome.problems),
        "wall": wall,
        "cpu": cpu,
        "peak": _peak_mb(),
    }


def _peak_mb() -> float:
    """The peak of this process alone; `ru_maxrss` begins with what its parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row_of(number: int, data: Path) -> str:
    """One row of the table, measured in a process of its own."""
    file = FILES[number]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        paths = put(file, data, folder)
        command = [sys.executable, __file__, "--one", str(number), "--store", f"{name}/store"]
        done = subprocess.run(
            [*command, *map(str, paths)], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout)
        source = source_of(file)
        every = {one for path in paths for one in fields(path, source)}
        ignored = {one for one in every if Report("-", source.unread).ignores(one)}
    return (
        f"| `{file.list_id}` | {file.format} | {file.kind} | {found['records']:,} | "
        f"{found['names']:,} | {len(every) - len(ignored)} | {len(ignored)} | "
        f"{found['problems']} | {found['wall']:.1f} ({found['cpu']:.1f}) | {found['peak']:.0f} MB |"
    )


HEADS = (
    "list", "format", "file", "records", "names", "fields read", "ignored", "problems",
    "seconds (CPU)", "peak memory",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    shared = Path(__file__).resolve().parents[2] / "shared/data"
    parser.add_argument("--data", type=Path, default=shared)
    parser.add_argument("--one", type=int)
    parser.add_argument("--store", type=Path)
    parser.add_argument("paths", nargs="*")
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measure(FILES[given.one], given.paths, given.store)))
        return
    print(f"| {' | '.join(HEADS)} |\n{'|---' * len(HEADS)}|")
    for number in range(len(FILES)):
        print(row_of(number, given.data), flush=True)


if __name__ == "__main__":
    main()

"""Reads every real list that is at hand, each in a process of its own: counts, time, memory.

Run: python benchmarks/read_lists.py [--data ../shared/data]

Writes the table of docs/lists.md. A field is an element path or attribute of XML, or a column, that
the file fills at least once; a field that nobody read would stand among the problems.
"""

import csv
import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastexcel
import polars as pl

from sanctionscreen.sources.formats import READERS
from sanctionscreen.sources.reading import Report

DATA = Path(__file__).resolve().parents[2] / "shared/data"
LISTS = (
    ("us_ofac_cons", "ofac_non_sdn_xml", "whole list", ["ofac/non_sdn/consolidated.xml"]),
    ("us_ofac_sdn", "ofac_legacy_csv", "whole list",
     [f"ofac/legacy_2021-07-07/{name}.csv" for name in ("sdn", "add", "alt", "sdn_comments")]),
    ("un_sc", "un_xml", "whole list", ["un/un_consolidated_2026-02-27.xml"]),
    ("ca_sema", "sema_xml", "whole list", ["ca/sema_2025-06-08.xml"]),
    ("au_dfat", "dfat_xlsx", "whole list", ["au/dfat_consolidated_2026-08-02.xlsx"]),
    ("us_fincen_311", "fincen_details_csv", "whole table of a third party",
     ["fincen/fincen_special_measures_details.csv"]),
    ("us_csl", "csl_csv", "excerpt", ["csl/csl_watchman_excerpt.csv"]),
    ("eu_fsf", "eu_fsf_xml", "format sample", ["eu/eu_fsf_schema_sample.xml"]),
    ("uk_sanctions", "uk_xml", "format sample", ["uk/uk_sanctions_list_schema_sample.xml"]),
    ("ch_seco", "seco_xml", "format sample", ["ch/seco_format_sample_2024-01-17.xml"]),
)  # fmt: skip


def fields(path: Path) -> int:
    """How many fields the file fills."""
    if path.suffix == ".xml":
        found: set[str] = set()

        def walk(element: ElementTree.Element, above: str) -> None:
            here = f"{above}/{element.tag.rpartition('}')[2]}"
            if (element.text or "").strip():
                found.add(here)
            found.update(f"{here}@{name}" for name, value in element.attrib.items() if value)
            for child in element:
                walk(child, here)

        walk(ElementTree.parse(path).getroot(), "")
        return len(found)
    if path.suffix == ".xlsx":
        sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
        return sum(column.null_count() < sheet.height for column in sheet)
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = list(csv.reader(io.StringIO(text)))
    whole = [row for row in rows if len(row) == len(rows[0])]
    table = pl.DataFrame(whole, orient="row")
    return sum(bool((column.slice(1) != "").any()) for column in table)


def measure(list_id: str, format_: str, paths: list[str]) -> dict[str, Any]:
    files = [DATA / path for path in paths]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    report = Report(list_id)
    streams = {file.name.lower(): file.open("rb") for file in files}
    entities = list(READERS[format_].read(streams, report))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    unread = sum("not read" in problem.reason for problem in report.problems)
    return {
        "records": len(entities),
        "names": sum(len(entity.names) for entity in entities),
        "problems": len(report.problems),
        "unread": unread,
        "seconds": seconds,
        "peak": peak / 1024,
        "fields": sum(map(fields, files)),
    }


def main() -> None:
    heads = ("list", "file", "records", "names", "fields filled", "not read by anybody",
             "other problems", "seconds", "memory on top")  # fmt: skip
    print(f"| {' | '.join(heads)} |")
    print("|---|---|---|---|---|---|---|---|---|")
    for list_id, format_, kind, paths in LISTS:
        command = [sys.executable, __file__, list_id, format_, *paths]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        other = found["problems"] - found["unread"]
        print(
            f"| `{list_id}` | {format_}, {kind} | {found['records']:,} | {found['names']:,} | "
            f"{found['fields']} | {found['unread']} | {other} | {found['seconds']:.1f} | "
            f"{found['peak']:.0f} MB |"
        )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        print(json.dumps(measure(sys.argv[1], sys.argv[2], sys.argv[3:])))
    else:
        main()

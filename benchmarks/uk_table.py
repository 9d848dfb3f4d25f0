"""The UK Sanctions List of 7 May 2026: the official CSV, put together from a third party's tables.

No whole official file is at hand; names, numbers and dates of birth of all parties are.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table with a heading."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def official_uk_table(data: Path) -> bytes:
    """The columns of the official CSV that the tables fill: names, numbers, dates of birth."""
    parties = {row["unique_id"]: row for row in rows_of(data / "uk/uksl_20260507_subjects.csv")}
    kinds = {
        "primary": "Primary Name",
        "primary_variation": "Primary name variation",
        "alias": "Alias",
    }
    columns = [f"Name {number}" for number in range(1, 7)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Report Date: 07-May-2026"])
    writer.writerow(
        ["Unique ID", "OFSI Group ID", "UN Reference Number", *columns, "Name type",
         "Alias strength", "Regime Name", "Designation Type", "Date Designated", "Last Updated",
         "D.O.B", "National Identifier number", "National Identifier additional information",
         "Passport number", "Passport additional information", "Business registration number (s)",
         "IMO number"]
    )  # fmt: skip

    def line(uid: str, filled: dict[str, str]) -> None:
        party = parties[uid]
        names = [filled.get(column, "") for column in columns]
        writer.writerow(
            [uid, party["ofsi_group_id"], party["un_reference_number"], *names,
             filled.get("type", ""), filled.get("strength", ""), "UK regime",
             party["subject_type"].title(), party["date_designated"], party["last_updated"],
             filled.get("born", ""), filled.get("national", ""), filled.get("national info", ""),
             filled.get("passport", ""), filled.get("passport info", ""),
             filled.get("business", ""), filled.get("imo", "")]
        )  # fmt: skip

    for row in rows_of(data / "uk/uksl_20260507_subject_names.csv"):
        if row["unique_id"] in parties:
            named = {f"Name {number}": row[f"name_{number}"] for number in range(1, 7)}
            kind = kinds.get(row["name_type"], row["name_type"])
            line(row["unique_id"], {**named, "type": kind, "strength": row["alias_strength"]})
    for row in rows_of(data / "uk/uksl_20260507_dobs_raw_dedup.csv"):
        if row["unique_id"] in parties:
            line(row["unique_id"], {"born": row["dob_raw"]})
    for row in rows_of(data / "uk/uksl_20260507_subject_identifiers.csv"):
        known = {"national": "national", "passport": "passport"}.get(row["identifier_type"])
        kind = known or ("imo" if "imo" in row["identifier_type"] else "business")
        if row["unique_id"] in parties:
            number, note = row["raw_value"] or "", row["additional_info"] or ""
            line(row["unique_id"], {kind: number, f"{kind} info": note})
    return out.getvalue().encode()

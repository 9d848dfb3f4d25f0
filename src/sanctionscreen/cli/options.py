"""The options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.cli.opening import (
    STORE_VARIABLE,
    Format,
    When,
    choose_format,
    moment,
    open_store,
    open_watchlist,
    read_age,
    read_columns,
    read_policy,
    say,
    store_then,
    utc,
)
from sanctionscreen.matching.policy import WeakAliases

__all__ = [
    "Format",
    "When",
    "choose_format",
    "moment",
    "open_store",
    "open_watchlist",
    "read_age",
    "read_columns",
    "read_policy",
    "say",
    "store_then",
    "utc",
]
#: How a time may be written: as our own results write it, with a zone, or without one (UTC).
TIMES: Final = [
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z",
]  # fmt: skip


StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        envvar=STORE_VARIABLE,
        help="Folder of the list store; default: the platform's data folder.",
    ),
]
ListOption = Annotated[
    list[str] | None,
    typer.Option(
        "--list", help="Use this list only (repeat for several); default: all in the store."
    ),
]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", help="TOML file with every weight and threshold.")
]
ThresholdOption = Annotated[
    float | None,
    typer.Option("--threshold", min=0, max=1, help="Score from which a pair is a hit."),
]
WeakOption = Annotated[
    WeakAliases | None,
    typer.Option("--weak-aliases", help="What a weak alias may do; default: by list, see policy."),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Default: by --output's ending; table on a terminal, else CSV."),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here instead of to stdout.")
]
ProposedOption = Annotated[
    bool,
    typer.Option(
        "--include-proposed",
        help="What if: use article aliases that nobody accepted; such hits say proposed_alias.",
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No words on stderr but errors and warnings.")
]
NowOption = Annotated[
    datetime | None,
    typer.Option(
        "--now",
        formats=TIMES,
        help="Fix `screened_at` (UTC), so that two runs write the same bytes.",
    ),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="Use the lists as published up to this day."
    ),
]
KnownAtOption = Annotated[
    datetime | None,
    typer.Option(
        "--known-at",
        formats=TIMES,
        help="Use the lists that this store held at this time (UTC).",
    ),
]
MaxAgeOption = Annotated[
    str | None,
    typer.Option(
        "--max-age",
        metavar="AGE",
        help="Exit 3 if a list was last checked longer ago, such as 36h or 2d.",
    ),
]
CompleteOption = Annotated[
    bool, typer.Option("--require-complete", help="Exit 3 if a list is only an excerpt.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="ROLE=COLUMN", help="Say what a column is (repeat)."),
]
FileArgument = Annotated[
    str, typer.Argument(help="CSV, TSV, Parquet, JSON lines or XLSX; `-`: stdin.")
]
InputFormatOption = Annotated[
    str | None, typer.Option("--input-format", help="Format of FILE; default: seen.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of FILE; default: seen.")
]
RejectsOption = Annotated[
    Path | None, typer.Option("--rejects", help="Write rows that could not be used here (CSV).")
]
SummaryOption = Annotated[
    Path | None,
    typer.Option("--summary", help="Write provenance, counts and warnings here (JSON)."),
]
AllowUnscreenedOption = Annotated[
    bool, typer.Option("--allow-unscreened", help="Exit 0 although rows could not be used.")
]
RawCsvOption = Annotated[
    bool, typer.Option("--raw-csv", help="Do not quote cells against spreadsheet formulas.")
]
OfacScoreOption = Annotated[
    bool,
    typer.Option("--ofac-score", help="Add a score like that of OFAC's own search page, 0 to 100."),
]
ExitCodeOption = Annotated[bool, typer.Option("--exit-code", help="Exit 1 if there are findings.")]
HoldingsOption = Annotated[
    Path | None,
    typer.Option(
        "--holdings", help="Table of holdings: companies that blocked persons own count as well."
    ),
]

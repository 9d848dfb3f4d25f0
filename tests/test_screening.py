"""The façade: hits, their order, ids and digests; the provenance and counts of a run."""

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from sanctionscreen import (
    Entity,
    InputError,
    Policy,
    PolicyError,
    Screening,
    Watchlist,
    record_digest,
    screen,
    screen_name,
)
from sanctionscreen.columns import COUNTERPARTIES, HITS, PROBLEMS
from sanctionscreen.intake.counterparties import from_frame
from sanctionscreen.model import (
    Designation,
    Effect,
    EntityType,
    Name,
    NameKind,
)
from sanctionscreen.output.formats import render

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
LIST_ID = "xx_invented"


def listed(
    uid: str, *names: str, kind: EntityType = EntityType.PERSON, list_id: str = LIST_ID
) -> Entity:
    designation = Designation(
        programme="INVENTED", authority="Nobody", effect=Effect.BLOCKING, listed_on=date(2025, 3, 1)
    )
    return Entity(
        list_id=list_id,
        uid=uid,
        entity_type=kind,
        names=tuple(Name(full=name, kind=NameKind.PRIMARY, script="Latn") for name in names),
        designations=(designation,),
    )


@pytest.fixture(scope="module")
def bundled() -> Watchlist:
    return Watchlist.bundled()


@pytest.fixture(scope="module")
def invented() -> Watchlist:
    return Watchlist.from_entities(
        [
            listed("9", "Ottoline-Quillfeather"),
            listed("10", "Ottoline Quillfeather"),
            listed("3", "Verdigris Lantern LLC", kind=EntityType.ORGANISATION),
            listed("4", "Ottoline Quillfether"),
        ],
        published_on=date(2025, 3, 1),
    )


PARTIES = pl.DataFrame(
    {
        "id": ["c", "a", "b"],
        "name": ["Verdigris Lantern", "Ottoline Quillfeather", "Anna Probe"],
    }
)


def test_hits_have_the_columns_of_the_contract_in_its_order(invented: Watchlist) -> None:
    hits = screen(PARTIES, invented).hits
    assert hits.columns[:13] == [
        "query_id",
        "query_name",
        "score",
        "entity_id",
        "list_id",
        "listed_name",
        "name_kind",
        "entity_type",
        "programmes",
        "effect",
        "name_score",
        "hit_id",
        "evidence",
    ]
    assert hits.schema == HITS
    assert {hits.schema[score] for score in ("score", "name_score")} == {pl.Float64()}


def test_hits_stand_by_input_row_then_falling_score_then_entity_id(invented: Watchlist) -> None:
    hits = screen(PARTIES, invented).hits
    assert hits.select("query_id", "entity_id").rows() == [
        ("c", "xx_invented:3"),
        ("a", "xx_invented:10"),  # as texts: "10" before "9"
        ("a", "xx_invented:9"),
        ("a", "xx_invented:4"),
    ]
    assert hits["score"][1] == hits["score"][2] == 1.0 > hits["score"][3]


def test_a_hit_says_everything_a_person_needs(invented: Watchlist) -> None:
    (hit,) = screen(PARTIES[:1], invented).hits.to_dicts()
    evidence = hit.pop("evidence")
    assert evidence[0]["kind"] == "name"
    assert (evidence[0]["query"], evidence[0]["listed"]) == (
        "Verdigris Lantern",
        "Verdigris Lantern LLC",
    )
    assert hit.pop("score") == hit.pop("name_score") == evidence[0]["weight"]
    assert len(hit.pop("hit_id")) == 16
    assert hit == {
        "query_id": "c",
        "query_name": "Verdigris Lantern",
        "entity_id": "xx_invented:3",
        "list_id": LIST_ID,
        "listed_name": "Verdigris Lantern LLC",
        "name_kind": "primary",
        "entity_type": "organisation",
        "programmes": ["INVENTED"],
        "effect": "blocking",
        "caption": "Verdigris Lantern LLC",
        "listed_on": date(2025, 3, 1),
        "threshold": Policy.default().threshold.hit,
        "snapshot_id": invented.snapshots[0].snapshot_id,
        "coverage": "complete",
        "query_row": 1,
        "same_as": None,
    }


def test_query_id_is_the_row_number_where_the_input_has_no_id(invented: Watchlist) -> None:
    names = pl.DataFrame({"name": ["N/A", "Verdigris Lantern"]})
    assert screen(names, invented).hits.select("query_id", "query_row").rows() == [("2", 2)]


def test_hit_id_is_made_of_query_record_and_entity(invented: Watchlist) -> None:
    """Formula of the contract: it may never change without a note in the changelog."""
    hit = screen(PARTIES[:1], invented).hits.row(0, named=True)
    digest = record_digest(PARTIES)[1]
    text = json.dumps(["c", digest, "xx_invented:3"])
    assert hit["hit_id"] == hashlib.sha256(text.encode()).hexdigest()[:16]


def test_hit_ids_do_not_depend_on_the_run_the_order_or_the_neighbours(invented: Watchlist) -> None:
    def ids(parties: pl.DataFrame) -> set[tuple[str, ...]]:
        return set(screen(parties, invented).hits.select("query_id", "entity_id", "hit_id").rows())

    every = ids(PARTIES)
    assert len({hit_id for *_, hit_id in every}) == len(every) == 4
    assert ids(PARTIES) == ids(PARTIES.reverse()) == every
    assert ids(PARTIES[1:]) < every


def test_a_changed_record_is_another_hit(invented: Watchlist) -> None:
    before = screen(PARTIES[:1], invented).hits["hit_id"]
    changed = screen(PARTIES[:1].with_columns(country=pl.lit("KH")), invented).hits["hit_id"]
    assert set(before).isdisjoint(changed)


# --- provenance -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        pytest.param(["Ottoline Quillfeather", "N/A", "Anna Probe"], (3, 2, 1, 1, 3), id="mixed"),
        pytest.param(["Anna Probe"], (1, 1, 0, 0, 0), id="no hit"),
        pytest.param(["", None, "--", "x" * 1001], (4, 0, 4, 0, 0), id="all rejected"),
        pytest.param([], (0, 0, 0, 0, 0), id="no row"),
    ],
)
def test_counts(invented: Watchlist, names: list[str], counts: tuple[int, ...]) -> None:
    result = screen(pl.DataFrame({"name": names}, schema={"name": pl.String}), invented)
    found = result.provenance.counts
    assert (found.read, found.screened, found.rejected, found.with_hits, found.hits) == counts
    assert found.read == found.screened + found.rejected
    assert result.rejects.height == found.rejected
    assert result.problems.schema == PROBLEMS


def test_provenance_names_everything_a_result_rests_on(bundled: Watchlist) -> None:
    found = screen(PARTIES, bundled, now=NOW).provenance
    assert list(found.model_dump()) == [
        "snapshots",
        "policy",
        "matcher",
        "version",
        "input_sha256",
        "screened_at",
        "counts",
    ]
    assert found.screened_at == NOW
    assert found.policy.sha256 == Policy.default().digest
    assert found.policy.threshold == Policy.default().threshold.hit
    assert {ref.list_id for ref in found.snapshots} == {
        "us_ofac_sdn",
        "uk_sanctions",
        "eu_fsf",
        "us_fincen_311",
    }
    for ref in found.snapshots:
        assert ref.coverage.value == "excerpt"
        assert ref.snapshot_id == f"{ref.published_on}-{ref.sha256[:12]}"


def test_another_policy_is_another_matcher(invented: Watchlist) -> None:
    usual = screen(PARTIES, invented).provenance
    loose = screen(PARTIES, invented, policy=Policy.default().with_threshold(0.5)).provenance
    assert usual.matcher != loose.matcher
    assert usual.policy.sha256 != loose.policy.sha256
    assert usual.input_sha256 == loose.input_sha256


def rendered(result: Screening, format_: str) -> bytes:
    return render(result.hits, result.provenance.model_dump(mode="json"), format=format_)


@pytest.mark.parametrize("format_", ["json", "parquet"])
def test_now_makes_two_runs_byte_identical(bundled: Watchlist, format_: str) -> None:
    names = pl.DataFrame({"name": ["Prince Group", "陳志", "Anna Probe"]})
    once = rendered(screen(names, bundled, now=NOW), format_)
    assert once == rendered(screen(names, Watchlist.bundled(), now=NOW), format_)


def test_screened_at_is_the_only_difference_between_two_runs(bundled: Watchlist) -> None:
    names = pl.DataFrame({"name": ["Prince Group"]})
    first, second = (screen(names, bundled) for _ in range(2))
    assert first.hits.equals(second.hits)
    assert first.provenance.model_copy(update={"screened_at": second.provenance.screened_at}) == (
        second.provenance
    )
    assert first.provenance.screened_at.tzinfo is UTC


# --- the same rows, however they come -------------------------------------------------------------

ROWS = pl.DataFrame(
    {
        "id": [7, 8, 9],
        "name": ["Ottoline Quillfeather", "陳志", 'Probe, "Anna"'],
        "dob": [date(1962, 3, 8), None, date(1979, 4, 2)],
        "country": ["Cambodia", "DE", None],
        "passport": ["0012", None, "X 99"],
    }
)


class ArrowOnly:
    """A table that has nothing but the Arrow stream, as DuckDB's and pyarrow's have."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def write_workbook(frame: pl.DataFrame, path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(*cell.timetuple()[:3]), day)  # noqa: DTZ001
                elif cell is not None:
                    sheet.write(number, column, cell)


def write_json_lines(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(pl.col("dob").cast(pl.String)).write_ndjson(path)


WRITERS: Mapping[str, Callable[[Path], object]] = {
    "csv": ROWS.write_csv,
    "semicolon.csv": lambda path: ROWS.write_csv(path, separator=";", include_bom=True),
    "tsv": lambda path: ROWS.write_csv(path, separator="\t"),
    "xlsx": lambda path: write_workbook(ROWS, path),
    "parquet": ROWS.write_parquet,
    "jsonl": lambda path: write_json_lines(ROWS, path),
}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_rows_give_the_same_digest_and_hits_from_a_file(
    bundled: Watchlist, tmp_path: Path, ending: str
) -> None:
    expected = screen(ROWS, bundled, now=NOW)
    path = tmp_path / f"parties.{ending}"
    WRITERS[ending](path)
    for given in (path, str(path)):
        found = screen(given, bundled, now=NOW)
        assert found.provenance == expected.provenance
        assert found.hits.equals(expected.hits)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(ArrowOnly(ROWS), id="Arrow stream"),
        pytest.param(ROWS.with_columns(pl.all().cast(pl.String)), id="texts"),
        pytest.param(ROWS.with_columns(pl.col("id").cast(pl.Float64)), id="ids as floats"),
        pytest.param(from_frame(ROWS), id="checked before"),
        pytest.param(from_frame(ROWS).frame, id="the checked frame"),
        pytest.param(pl.concat([ROWS[:1], ROWS[1:]], rechunk=False), id="two chunks"),
        pytest.param(ROWS.with_columns(comment=pl.lit("x")), id="a column that means nothing"),
    ],
)
def test_the_same_rows_give_the_same_digest_from_a_frame(bundled: Watchlist, given: Any) -> None:
    expected = screen(ROWS, bundled, now=NOW)
    found = screen(given, bundled, now=NOW)
    assert found.provenance == expected.provenance
    assert found.hits.equals(expected.hits)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(ROWS.with_columns(id=pl.Series([1, 8, 9])), id="id"),
        pytest.param(ROWS.with_columns(name=pl.Series(["A B", "C D", "E F"])), id="name"),
        pytest.param(ROWS.drop("dob"), id="a column less"),
        pytest.param(ROWS.reverse(), id="order"),
        pytest.param(ROWS[:2], id="a row less"),
    ],
)
def test_other_rows_give_another_digest(invented: Watchlist, changed: pl.DataFrame) -> None:
    digests = {screen(rows, invented).provenance.input_sha256 for rows in (ROWS, changed)}
    assert len(digests) == 2


# --- several names, several parties ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        pytest.param(
            {"name": "Anna Probe", "alias": "Ottoline Quillfeather"},
            "Ottoline Quillfeather",
            id="alias",
        ),
        pytest.param(
            {"name": "Anna Probe", "alias": "A. P. | Ottoline Quillfeather; Anni"},
            "Ottoline Quillfeather",
            id="one of several aliases",
        ),
        pytest.param(
            {"first_name": "Ottoline", "last_name": "Quillfeather"},
            "Ottoline Quillfeather",
            id="parts",
        ),
        pytest.param(
            {"company": "Probe Ltd", "native_name": "Ottoline Quillfeather"},
            "Ottoline Quillfeather",
            id="native name",
        ),
        pytest.param(
            {"name": "Ottoline Quilfeather", "alias": "OTTOLINE (QUILLFEATHER)"},
            "OTTOLINE (QUILLFEATHER)",
            id="the nearest of two that meet",
        ),
    ],
)
def test_every_name_of_a_party_is_screened_and_the_nearest_shown(
    invented: Watchlist, row: dict[str, str], shown: str
) -> None:
    hits = screen(pl.DataFrame([row]), invented).hits
    assert hits["entity_id"].n_unique() == hits.height
    assert hits.row(0, named=True)["entity_id"] == "xx_invented:10"
    assert hits.row(0, named=True)["query_name"] == shown


def test_columns_can_be_named(invented: Watchlist) -> None:
    odd = pl.DataFrame({"Wer": ["Anna Probe"], "Wer noch": ["Verdigris Lantern"]})
    columns: Mapping[str, Sequence[str]] = {"name": ["Wer", "Wer noch"]}
    assert screen(odd, invented, columns=columns).hits.height == 1
    with pytest.raises(InputError, match="no column is known to hold a name"):
        screen(odd, invented)


def test_law_a_score_depends_on_no_other_party_and_no_other_entity(bundled: Watchlist) -> None:
    names = ["Prince Group", "陳志", "Jin Bei Group", "Huione Guarantee", "Princeton University"]
    together = screen(pl.DataFrame({"id": names, "name": names}), bundled).hits
    for name in names:
        alone = screen(pl.DataFrame({"id": [name], "name": [name]}), bundled).hits
        expected = together.filter(pl.col("query_id") == name)
        assert alone.drop("query_row").equals(expected.drop("query_row"))
    ofac = {name: f.filter(pl.col("entity_id").str.starts_with("us_ofac_sdn:"))
            for name, f in bundled.frames.items()}  # fmt: skip
    one_list = Watchlist(ofac, [ref for ref in bundled.snapshots if ref.list_id == "us_ofac_sdn"])
    fewer = screen(pl.DataFrame({"id": names, "name": names}), one_list).hits
    same = together.filter(pl.col("list_id") == "us_ofac_sdn")
    assert fewer.drop("same_as").equals(same.drop("same_as"))  # which names the other lists


def test_progress_ends_at_the_number_of_distinct_names(invented: Watchlist) -> None:
    seen: list[tuple[int, int]] = []
    screen(PARTIES, invented, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


# --- exclude --------------------------------------------------------------------------------------


def decided(result: Screening, parties: pl.DataFrame) -> pl.DataFrame:
    """What somebody who decided every hit of a run hands in the next time."""
    records = record_digest(parties)
    return result.hits.select(
        "query_id",
        "entity_id",
        pl.col("query_row").replace_strict(records, return_dtype=pl.String).alias("record"),
    )


def test_decided_pairs_do_not_come_back(invented: Watchlist) -> None:
    exclude = decided(screen(PARTIES, invented), PARTIES)
    again = screen(PARTIES, invented, exclude=exclude)
    assert again.hits.is_empty()
    assert again.hits.schema == HITS
    assert (again.provenance.counts.hits, again.provenance.counts.with_hits) == (0, 0)
    assert again.provenance.counts.screened == 3
    some = exclude.filter(pl.col("entity_id") == "xx_invented:9")
    assert screen(PARTIES, invented, exclude=some).hits["entity_id"].to_list() == [
        "xx_invented:3",
        "xx_invented:10",
        "xx_invented:4",
    ]


def test_a_decided_pair_comes_back_when_the_record_changes(invented: Watchlist) -> None:
    exclude = decided(screen(PARTIES, invented), PARTIES)
    moved = PARTIES.reverse()
    assert screen(moved, invented, exclude=exclude).hits.is_empty()
    changed = PARTIES.with_columns(dob=pl.Series(["1962", None, None]))
    assert screen(changed, invented, exclude=exclude).hits["query_id"].to_list() == ["c"]


@pytest.mark.parametrize(
    ("exclude", "says"),
    [
        pytest.param({"query_id": ["a"]}, "exclude, field entity_id", id="a column missing"),
        pytest.param(
            {"query_id": [1], "entity_id": ["x"], "record": ["y"]}, "field query_id", id="a number"
        ),
    ],
)
def test_exclude_is_checked(
    invented: Watchlist, exclude: dict[str, list[object]], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        screen(PARTIES, invented, exclude=pl.DataFrame(exclude))


def test_exclude_where_nothing_was_screened(invented: Watchlist) -> None:
    exclude = decided(screen(PARTIES, invented), PARTIES)
    nobody = pl.DataFrame({"name": ["N/A"]})
    assert screen(nobody, invented, exclude=exclude).hits.is_empty()


# --- names on the embedded default ----------------------------------------------------------------

CHEN_ZHI = {"us_ofac_sdn:55505", "uk_sanctions:GHR0179", "eu_fsf:h-635a968d297c"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("陳志", CHEN_ZHI, id="traditional"),
        pytest.param("陈志", CHEN_ZHI, id="simplified"),
        pytest.param("Chen Zhi", CHEN_ZHI, id="pinyin"),
        pytest.param("CHEN, Zhi", CHEN_ZHI, id="as listed"),
        pytest.param("Zhi Chen", CHEN_ZHI, id="turned around"),
        pytest.param("chén zhì", CHEN_ZHI, id="tone marks"),
        pytest.param("Prince Group", {"us_ofac_sdn:53054", "us_ofac_sdn:55564"}, id="head"),
        pytest.param("PRINCE GROUP PLC", {"us_ofac_sdn:55564"}, id="legal form"),
        pytest.param("Jin Bei Group", {"us_ofac_sdn:55998"}, id="two words"),
        pytest.param("Jinbei Group", {"us_ofac_sdn:55998"}, id="written together"),
        pytest.param("Prince Holdng Group", {"us_ofac_sdn:54750"}, id="a letter missing"),
        pytest.param("Huione Group", {"us_fincen_311:h-c64e6de77102"}, id="FinCEN"),
    ],
)
def test_names_that_must_be_found(bundled: Watchlist, name: str, found: set[str]) -> None:
    assert found <= set(screen_name(name, bundled).hits["entity_id"])


@pytest.mark.parametrize(
    "name",
    [
        "Prince George Hotel",
        "Princeton University",
        "Prince",
        "Chen",
        "Zhi",
        "Vincent Chen",
        "Chen Zhu",  # a letter of a word of three is another word: ZHU, ZHE and ZHI are surnames
        "Chen Zhiwei",
        "Anna Probe",
        "陈志强",
    ],
)
def test_names_that_must_find_nothing(bundled: Watchlist, name: str) -> None:
    assert screen_name(name, bundled).hits.is_empty()


def test_a_special_measure_is_not_called_a_blocking(bundled: Watchlist) -> None:
    (hit,) = screen_name("Huione Group", bundled).hits.to_dicts()
    assert (hit["list_id"], hit["effect"], hit["programmes"]) == (
        "us_fincen_311",
        "special_measure",
        ["311"],
    )


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("", "nothing to screen", id="empty"),
        pytest.param("N/A", "only a placeholder", id="placeholder"),
        pytest.param("--", "no letter or digit", id="signs"),
        pytest.param("x" * 1001, "longer than 1,000", id="too long"),
        pytest.param("Probe \udcff", "half a character", id="a byte that is no text"),
    ],
)
def test_names_that_cannot_be_screened(bundled: Watchlist, name: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        screen_name(name, bundled)
    assert caught.value.field == "name"
    assert "Probe" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "columns", "says"),
    [
        pytest.param(Path("absent.csv"), None, "absent.csv: there is no such file", id="no file"),
        pytest.param(PARTIES, {"nam": ["name"]}, "there is no role 'nam'", id="role"),
        pytest.param(PARTIES, {"name": ["nom"]}, "there is no column 'nom'", id="column"),
        pytest.param(["Anna Probe"], None, "list is no frame", id="no frame"),
        pytest.param(
            pl.DataFrame(schema=COUNTERPARTIES).with_columns(row=pl.lit("1")).head(0),
            None,
            "field row: the column is String",
            id="a checked frame of another type",
        ),
    ],
)
def test_input_that_cannot_be_used(
    invented: Watchlist, given: Any, columns: Mapping[str, list[str]] | None, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        screen(given, invented, columns=columns)


def test_a_threshold_out_of_range_is_a_policy_error() -> None:
    for threshold in (-0.1, 1.1, float("nan")):
        with pytest.raises(PolicyError, match="not between 0 and 1"):
            Policy.default().with_threshold(threshold)


def test_the_threshold_moves_the_hits_and_no_score(invented: Watchlist) -> None:
    loose = screen(PARTIES, invented, policy=Policy.default().with_threshold(0.3)).hits
    usual = screen(PARTIES, invented).hits
    strict = screen(PARTIES, invented, policy=Policy.default().with_threshold(1.0)).hits
    keys = ["query_id", "entity_id", "score", "name_score", "hit_id"]
    assert set(strict.select(keys).rows()) < set(usual.select(keys).rows())
    assert set(usual.select(keys).rows()) <= set(loose.select(keys).rows())
    assert strict["score"].to_list() == [1.0, 1.0]


def test_nothing_is_printed(
    bundled: Watchlist, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "parties.csv").write_text("name,dob\nPrince Group,soon\nN/A,\n")
    screen(tmp_path / "parties.csv", bundled)
    assert capsys.readouterr() == ("", "")


def test_a_stream_is_no_party_but_its_bytes_are() -> None:
    with pytest.raises(InputError, match="BytesIO is no frame"):
        screen(io.BytesIO(b"name\nAnna Probe\n"), Watchlist.bundled())  # type: ignore[arg-type]


# The same party on other lists.


def test_a_hit_names_the_same_party_on_the_other_lists(bundled: Watchlist) -> None:
    hits = screen(pl.DataFrame({"name": ["Chen Zhi"]}), bundled).hits
    same = {row["entity_id"]: row["same_as"] for row in hits.to_dicts()}
    others = {one["entity_id"] for one in same["us_ofac_sdn:55505"]}
    assert others == {"eu_fsf:h-635a968d297c", "uk_sanctions:GHR0179"}
    assert all(one["evidence"] for one in same["us_ofac_sdn:55505"])


def test_links_can_be_switched_off_and_move_nothing(bundled: Watchlist) -> None:
    names = pl.DataFrame({"name": ["Chen Zhi", "Prince Group"]})
    linked, plain = screen(names, bundled).hits, screen(names, bundled, links=False).hits
    assert plain["same_as"].null_count() == plain.height
    assert linked.drop("same_as").equals(plain.drop("same_as"))

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen.columns import COUNTERPARTIES
from sanctionscreen.intake.counterparties import from_frame, from_table
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching import parties as parties_module
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.parties import (
    distinct_names,
    input_digest,
    may_hit,
    parties_of,
    record_digests,
)

ANNA = {
    "row": 1,
    "query_id": "a",
    "names": ["Anna Probe", "Anna Quill"],
    "entity_type": "person",
    "gender": "female",
    "births": [{"start": date(1962, 1, 1), "end": date(1962, 12, 31), "precision": "year"}],
    "countries": ["DE", "KH", "DE"],
    "identifiers": [{"kind": "passport", "number": "P1234567", "country": None}],
    "wallets": ["3Invented1111111111111111111111111"],
    "addresses": ["Nowhere 1"],
}
LAMP = {
    "row": 2,
    "query_id": "b",
    "names": ["Anna Quill"],
    "entity_type": None,
    "gender": None,
    "births": [],
    "countries": [],
    "identifiers": [],
    "wallets": [],
    "addresses": [],
}


def counterparties(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COUNTERPARTIES)


def test_rows_become_parties() -> None:
    anna, lamp = parties_of(counterparties(ANNA, LAMP))
    assert anna == Party(
        row=1,
        query_id="a",
        names=("Anna Probe", "Anna Quill"),
        entity_type="person",
        gender="female",
        births=((date(1962, 1, 1), date(1962, 12, 31)),),
        countries=frozenset({"DE", "KH"}),
        identifiers=(("passport", "P1234567", None),),
        wallets=("3Invented1111111111111111111111111",),
    )
    assert lamp == Party(2, "b", ("Anna Quill",), None, None, (), frozenset(), (), ())


def test_distinct_names_stand_once_in_one_order() -> None:
    assert distinct_names(counterparties(ANNA, LAMP)) == ["Anna Probe", "Anna Quill"]
    assert distinct_names(counterparties(LAMP, ANNA)) == ["Anna Probe", "Anna Quill"]
    assert distinct_names(counterparties(LAMP | {"names": []})) == []


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"row": 9}, True, id="another row"),
        pytest.param({"query_id": "z"}, True, id="another id"),
        pytest.param({"names": ["Anna Probe"]}, False, id="a name less"),
        pytest.param({"names": ["Anna Quill", "Anna Probe"]}, False, id="names in another order"),
        pytest.param({"gender": None}, False, id="a fact less"),
        pytest.param({"births": []}, False, id="no birth"),
        pytest.param({"countries": ["DE"]}, False, id="another country"),
        pytest.param({"identifiers": []}, False, id="no document"),
        pytest.param({"wallets": []}, False, id="no wallet"),
        pytest.param({"addresses": ["Nowhere 2"]}, False, id="another address"),
    ],
)
def test_the_digest_of_a_record_is_of_what_it_says(change: dict[str, object], same: bool) -> None:
    before = list(record_digests(counterparties(ANNA)).values())
    after = list(record_digests(counterparties(ANNA | change)).values())
    assert (before == after) is same
    assert len(after[0]) == 64


def test_the_digest_of_a_record_does_not_depend_on_the_others() -> None:
    together = record_digests(counterparties(LAMP | {"row": 4}, ANNA))
    assert together[1] == record_digests(counterparties(ANNA))[1]
    assert set(together) == {1, 4}


def test_the_digest_of_the_input_is_of_every_row_in_order() -> None:
    digest = input_digest(counterparties(ANNA, LAMP))
    assert digest == input_digest(counterparties(ANNA, LAMP))
    assert digest != input_digest(counterparties(LAMP, ANNA))
    assert digest != input_digest(counterparties(ANNA))
    assert digest != input_digest(counterparties(ANNA, LAMP | {"query_id": "c"}))


def test_the_digest_of_the_input_does_not_depend_on_its_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [LAMP | {"row": number} for number in range(1, 6)]
    whole = counterparties(*rows)
    pieces = pl.concat([counterparties(*rows[:2]), counterparties(*rows[2:])], rechunk=False)
    assert input_digest(whole) == input_digest(pieces)
    monkeypatch.setattr(parties_module, "_TOGETHER", 2)
    assert input_digest(pieces) == input_digest(pl.concat([pieces.head(3), pieces.tail(2)]))


def test_the_digest_of_the_input_is_of_its_rows_as_json() -> None:
    rows = [ANNA, LAMP | {"names": ['"Quill" \\ 陳\t\u2028\x7f', "\x00 😀"], "entity_type": ""}]
    lines = (json.dumps(r, ensure_ascii=False, separators=(",", ":"), default=str) for r in rows)
    assert (
        input_digest(counterparties(*rows))
        == sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    )


class Stream:
    """A table of another library: all that is known of it is Arrow's C stream."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_the_digest_of_the_input_is_the_same_from_polars_arrow_and_parquet(tmp_path: Path) -> None:
    given = pl.DataFrame({"name": ["Anna Probe", "Ottoline"], "dob": ["1962", None]})
    given.write_parquet(tmp_path / "parties.parquet")
    digest = input_digest(from_frame(given).frame)
    assert input_digest(from_frame(Stream(given)).frame) == digest
    table = read_table(tmp_path / "parties.parquet", name="parties.parquet")
    assert input_digest(from_table(table).frame) == digest


def test_nobody() -> None:
    empty = counterparties()
    assert list(parties_of(empty)) == []
    assert distinct_names(empty) == []
    assert record_digests(empty) == {}
    assert input_digest(empty) != input_digest(counterparties(ANNA))


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        pytest.param([], [1], id="identifiers and wallets always"),
        pytest.param(["Anna Quill"], [1, 2], id="one of several names"),
        pytest.param(["anna quill"], [1], id="as it is written"),
    ],
)
def test_rows_that_may_hit(names: list[str], rows: list[int]) -> None:
    frame = pl.DataFrame([ANNA, LAMP], schema=COUNTERPARTIES)
    assert may_hit(frame, names)["row"].to_list() == rows


def test_no_row_may_hit_in_an_empty_frame() -> None:
    assert may_hit(pl.DataFrame(schema=COUNTERPARTIES), ["Anna Quill"]).is_empty()

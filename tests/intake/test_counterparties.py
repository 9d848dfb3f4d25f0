import io
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionscreen.columns import COUNTERPARTIES, PROBLEMS
from sanctionscreen.errors import InputError
from sanctionscreen.intake.counterparties import Counterparties, from_frame, from_table
from sanctionscreen.intake.table import read_table

NONE: list[str] = []


def one(**cells: object) -> dict[str, object]:
    """The only party of a row with these cells, and a name unless they hold one."""
    row = cells if any("name" in column.casefold() for column in cells) else {"name": "A", **cells}
    found = from_frame(pl.DataFrame({column: [cell] for column, cell in row.items()}))
    return found.frame.row(0, named=True)


def problems(found: Counterparties) -> list[tuple[object, ...]]:
    return found.problems.select("row", "field", "screened").rows()


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        pytest.param({"name": " Anna \n Probe "}, ["Anna Probe"], id="spaces"),
        pytest.param({"name": "An\u200bna\x1b \ufeffPro\u00adbe\u202e"}, ["Anna Probe"],
                     id="what shows nothing"),
        pytest.param({"first_name": "Anna", "middle_name": "B.", "last_name": "Probe"},
                     ["Anna B. Probe"], id="parts"),
        pytest.param({"last_name": "Probe", "first_name": "Anna"}, ["Anna Probe"],
                     id="parts in another order"),
        pytest.param({"first_name": "FNU", "last_name": "Probe"}, ["Probe"], id="no first name"),
        pytest.param({"first_name": "-", "last_name": "Null"}, NONE, id="a word for nothing"),
        pytest.param({"first_name": "Jo", "last_name": "Null"}, ["Jo Null"], id="a surname Null"),
        pytest.param({"name": "Anna Probe", "first_name": "Anna", "last_name": "Probe"},
                     ["Anna Probe"], id="whole and parts alike"),
        pytest.param({"name": "Probe, Anna", "first_name": "Anna", "last_name": "Probe"},
                     ["Probe, Anna", "Anna Probe"], id="whole and parts"),
        pytest.param({"company": "Probe Ltd", "first_name": "Anna", "last_name": None},
                     ["Probe Ltd"], id="a first name beside a company is no name"),
        pytest.param({"company": None, "first_name": "Anna", "last_name": None}, ["Anna"],
                     id="a first name alone"),
        pytest.param({"Name": "Probe", "Vorname": "Anna"}, ["Anna Probe"], id="Name and Vorname"),
        pytest.param({"Name": "Anna Probe", "Vorname": "Anna"}, ["Anna Probe"],
                     id="whole Name and Vorname"),
        pytest.param({"Name": "Probe GmbH", "Vorname": None}, ["Probe GmbH"], id="no Vorname"),
        pytest.param({"nome": "Anna", "cognome": "Probe"}, ["Anna Probe"], id="Italian"),
        pytest.param({"first_name_1": "Anna", "first_name_2": "Bea", "last_name": "Probe"},
                     ["Anna Bea Probe"], id="two first names"),
        pytest.param({"name1": "Probe Ltd", "name2": "Probe Trading"},
                     ["Probe Ltd", "Probe Trading"], id="two names"),
        pytest.param({"name": "A B", "native_name": "甲乙", "alias": "AB | A. B.;甲乙"},
                     ["A B", "甲乙", "AB", "A. B."], id="native and aliases, each once"),
        pytest.param({"name": "A B", "alias": "N/A; -"}, ["A B"], id="no alias"),
        pytest.param({"name": "A B", "aka": ["A | C", "D"]}, ["A B", "A", "C", "D"], id="a list"),
        pytest.param({"name": "A; B | C"}, ["A; B | C"], id="a name is not split"),
        pytest.param({"name": "N/A", "alias": "Anna"}, ["Anna"], id="only an alias"),
        pytest.param({"name": 1860}, ["1860"], id="a name of digits"),
        pytest.param({"name": "Mr Test"}, ["Mr Test"], id="two words for nothing"),
    ],
)  # fmt: skip
def test_names(cells: dict[str, object], names: list[str]) -> None:
    found = from_frame(pl.DataFrame({column: [cell] for column, cell in cells.items()}))
    if names:
        assert found.frame["names"].to_list() == [names]
    else:
        assert found.rejected == 1


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        pytest.param({"name": None}, "name", "nothing to screen", id="no name"),
        pytest.param({"name": "  "}, "name", "nothing to screen", id="blank"),
        pytest.param({"name": "-"}, "name", "no letter or digit", id="a dash"),
        pytest.param({"name": "\u3164?!"}, "name", "no letter or digit", id="an unseen letter"),
        pytest.param({"name": "x" * 1001}, "name", "longer than 1,000", id="too long"),
        pytest.param({"name": "A", "aka": "b;" + "x" * 1001}, "aka", "longer than 1,000",
                     id="alias too long"),
        pytest.param({"passport": "N/A", "name": "unknown"}, "name", "placeholder",
                     id="no name and no number"),
        pytest.param({"id": "7", "lei": "0000", "wallet": "-"}, "lei", "nothing to screen",
                     id="a number of zeros"),
        pytest.param({"id": "7", "first_name": "test", "last_name": "Test"}, "last_name",
                     "placeholder", id="parts"),
    ]
    + [
        pytest.param({"name": word}, "name", "placeholder", id=word)
        for word in ("N/A", "na", "#N/A", "NULL", "None", "Unknown", "test", "TEST TEST", "xxx",
                     "TBD", "Mr", "mrs.", "n.a.", "Unbekannt", "неизвестно", "不详", "nan")
    ],
)  # fmt: skip
def test_rejected_rows(cells: dict[str, object], field: str, reason: str) -> None:
    found = from_frame(pl.DataFrame({column: [cell] for column, cell in cells.items()}))
    assert found.frame.is_empty()
    assert problems(found) == [(1, field, False)]
    assert reason in found.problems["reason"].item()


@pytest.mark.parametrize(
    "name",
    ["Dr. No", "Null Ltd", "Test Valley Probe", "U2", "李", "Na Ra", "Mr. X Ltd", "O", "7-11"],
)
def test_names_that_only_look_like_placeholders(name: str) -> None:
    assert one(name=name)["names"] == [name]


YEAR = {"start": date(1962, 1, 1), "end": date(1962, 12, 31), "precision": "year"}
DAY = {"start": date(1962, 1, 31), "end": date(1962, 1, 31), "precision": "day"}


@pytest.mark.parametrize(
    ("cells", "births"),
    [
        pytest.param({"dob": "1962-01-31"}, [DAY], id="ISO"),
        pytest.param({"dob": "31.1.1962"}, [DAY], id="German"),
        pytest.param({"dob": date(1962, 1, 31)}, [DAY], id="date"),
        pytest.param({"dob": datetime(1962, 1, 31, 12, tzinfo=UTC)}, [DAY], id="time"),
        pytest.param({"dob": 19620131}, [DAY], id="number"),
        pytest.param({"dob": 1962}, [YEAR], id="year as number"),
        pytest.param({"dob": 1962.0}, [YEAR], id="year as float"),
        pytest.param({"dob": "1962.0"}, [YEAR], id="year as the text of a float"),
        pytest.param({"dob": "NaN"}, [], id="no number"),
        pytest.param({"dob": "1962 | 1962-01-31"}, [YEAR, DAY], id="alternatives"),
        pytest.param({"dob": "1962;1962"}, [YEAR], id="alternatives, alike"),
        pytest.param({"dob": ["1962", "1962-01-31"]}, [YEAR, DAY], id="list"),
        pytest.param({"dob": "1962-01-31", "birth_year": 1962}, [DAY], id="day and year"),
        pytest.param({"dob": None, "birth_year": 1962}, [YEAR], id="year instead of the day"),
        pytest.param({"dob": "N/A"}, [], id="unknown"),
    ],
)
def test_births(cells: dict[str, object], births: list[dict[str, object]]) -> None:
    found = from_frame(pl.DataFrame({"name": ["A"], **{key: [cells[key]] for key in cells}}))
    assert found.frame["births"].to_list() == [births]
    assert problems(found) == []


@pytest.mark.parametrize(
    ("cells", "column", "left"),
    [
        pytest.param({"dob": "soon"}, "births", [], id="no date"),
        pytest.param({"dob": "1962-02-30"}, "births", [], id="no day"),
        pytest.param({"dob": "0000-00-00"}, "births", [], id="zeros"),
        pytest.param({"dob": "1849-12-31"}, "births", [], id="too early"),
        pytest.param({"dob": "2101"}, "births", [], id="too late"),
        pytest.param({"dob": "1962|soon"}, "births", [YEAR], id="one of two dates"),
        pytest.param({"country": "Narnia"}, "countries", [], id="no country"),
        pytest.param({"country": "DE, Narnia"}, "countries", [], id="a comma, one unknown"),
        pytest.param({"country": "DE|Narnia"}, "countries", ["DE"], id="one of two countries"),
        pytest.param({"type": "sandwich"}, "entity_type", None, id="no type"),
        pytest.param({"gender": "?!x?!y"}, "gender", None, id="no gender"),
        pytest.param({"passport": "X12", "id_country": "Narnia"}, "identifiers",
                     [{"kind": "passport", "number": "X12", "country": None}], id="no id country"),
    ],
)  # fmt: skip
def test_a_bad_field_is_a_problem_and_the_row_stays(
    cells: dict[str, object], column: str, left: object
) -> None:
    found = from_frame(pl.DataFrame({"name": ["A"], **{key: [cells[key]] for key in cells}}))
    assert found.frame[column].to_list() == [left]
    assert problems(found) == [(1, list(cells)[-1], True)]
    assert not any(str(cell) in found.problems["reason"].item() for cell in cells.values())


def test_a_placeholder_for_a_name_is_a_problem_where_the_row_stays() -> None:
    found = from_frame(pl.DataFrame({"name": ["N/A"], "lei": ["INVENTED000000000039"]}))
    assert found.frame["names"].to_list() == [[]]
    assert problems(found) == [(1, "name", True)]


@pytest.mark.parametrize(
    ("cells", "countries"),
    [
        pytest.param({"country": "Germany"}, ["DE"], id="name"),
        pytest.param({"country": "deu"}, ["DE"], id="alpha-3"),
        pytest.param({"country": "Korea, North"}, ["KP"], id="a comma in the name"),
        pytest.param({"country": "DE, FR"}, ["DE", "FR"], id="commas"),
        pytest.param({"country": "DE|France; DE"}, ["DE", "FR"], id="several"),
        pytest.param({"country": "DE", "nationality": "FR", "citizenship": "DE"}, ["DE", "FR"],
                     id="of several columns"),
        pytest.param({"country": ["DE", "FR"]}, ["DE", "FR"], id="list"),
        pytest.param({"country": "unknown"}, [], id="unknown"),
        pytest.param({"nationality": "stateless"}, [], id="stateless"),
    ],
)  # fmt: skip
def test_countries(cells: dict[str, object], countries: list[str]) -> None:
    found = from_frame(pl.DataFrame({"name": ["A"], **{key: [cells[key]] for key in cells}}))
    assert found.frame["countries"].to_list() == [countries]
    assert problems(found) == []


@pytest.mark.parametrize(
    ("words", "entity_type"),
    [
        pytest.param(("P", "person", "Individual", "NaturalPerson", "Privatperson"), "person",
                     id="person"),
        pytest.param(("C", "O", "Company", "legal entity", "Business", "юрлицо"),
                     "organisation", id="organisation"),
        pytest.param(("Vessel", "SHIP"), "vessel", id="vessel"),
        pytest.param(("aircraft", "Plane"), "aircraft", id="aircraft"),
        pytest.param(("", "unknown", "n/a"), None, id="unknown"),
    ],
)  # fmt: skip
def test_types(words: tuple[str, ...], entity_type: str | None) -> None:
    found = from_frame(pl.DataFrame({"name": ["A"] * len(words), "type": words}))
    assert found.frame["entity_type"].to_list() == [entity_type] * len(words)
    assert problems(found) == []


@pytest.mark.parametrize(
    ("cell", "gender"),
    [("m", "male"), ("Female", "female"), ("weiblich", "female"), ("М", "male"), ("X", None)],
)
def test_genders(cell: str, gender: str | None) -> None:
    assert one(gender=cell)["gender"] == gender


def number(kind: str, value: str, country: str | None = None) -> dict[str, str | None]:
    return {"kind": kind, "number": value, "country": country}


@pytest.mark.parametrize(
    ("cells", "identifiers"),
    [
        pytest.param({"passport": "X 12"}, [number("passport", "X 12")], id="passport"),
        pytest.param({"passport": "X1", "id_country": "DE"}, [number("passport", "X1", "DE")],
                     id="with its country"),
        pytest.param({"id_number": "7"}, [number("other", "7")], id="of no type"),
        pytest.param({"id_number": "7", "id_type": "Reisepass", "id_country": "France"},
                     [number("passport", "7", "FR")], id="of a type"),
        pytest.param({"id_number": "7", "passport": "8", "id_country": "FR"},
                     [number("other", "7", "FR"), number("passport", "8")],
                     id="the country is that of the id number"),
        pytest.param({"tax_id": "12; 13 |14"},
                     [number("tax_id", "12"), number("tax_id", "13"), number("tax_id", "14")],
                     id="several in a cell"),
        pytest.param({"tax_id": [12, 13]}, [number("tax_id", "12"), number("tax_id", "13")],
                     id="a list of numbers"),
        pytest.param({"passport": "X1", "passport_no": "X1"}, [number("passport", "X1")],
                     id="twice the same"),
        pytest.param({"lei": "L", "swift": "B", "imo": "9", "mmsi": "2", "registration_number": "R",
                      "national_id": "N"},
                     [number("national_id", "N"), number("registration", "R"), number("lei", "L"),
                      number("bic", "B"), number("imo", "9"), number("mmsi", "2")], id="all kinds"),
        pytest.param({"passport": "n/a"}, [], id="none"),
    ],
)  # fmt: skip
def test_identifiers(cells: dict[str, object], identifiers: list[dict[str, str]]) -> None:
    assert one(name="A", **cells)["identifiers"] == identifiers


@pytest.mark.parametrize(
    ("cells", "column", "values"),
    [
        pytest.param({"wallet": "inv1 inv2,inv3;inv1"}, "wallets", ["inv1", "inv2", "inv3"],
                     id="wallets"),
        pytest.param({"wallet": "inv1", "btc_address": "inv2"}, "wallets", ["inv1", "inv2"],
                     id="wallets of two columns"),
        pytest.param({"address": "1 Test St;\nTown"}, "addresses", ["1 Test St; Town"],
                     id="address"),
        pytest.param({"street": "1 Test St", "plz": "01234", "city": "Town", "address": None},
                     "addresses", ["1 Test St, 01234, Town"], id="address in parts"),
        pytest.param({"address": ["Here 1", "There 2"]}, "addresses", ["Here 1", "There 2"],
                     id="list of addresses"),
        pytest.param({"address": "N/A"}, "addresses", [], id="no address"),
    ],
)  # fmt: skip
def test_wallets_and_addresses(cells: dict[str, object], column: str, values: list[str]) -> None:
    assert one(name="A", **cells)[column] == values


@pytest.mark.parametrize(
    ("ids", "query_ids"),
    [
        pytest.param(["a", None, " "], ["a", "2", "3"], id="missing ones are the row number"),
        pytest.param(["a", "a", "a"], ["a", "a", "a"], id="the same one thrice"),
        pytest.param([7.0, 8.0, None], ["7", "8", "3"], id="floats"),
    ],
)
def test_query_ids(ids: list[object], query_ids: list[str]) -> None:
    found = from_frame(pl.DataFrame({"id": ids, "name": ["A", "B", "C"]}))
    assert found.frame["query_id"].to_list() == query_ids
    assert problems(found) == []


def test_rows_keep_their_numbers() -> None:
    text = b"name,dob\nAnna,1962\n\nBen,1962,x\nN/A,1962\nCleo,soon\n"
    found = from_table(read_table(io.BytesIO(text), name="-"))
    assert found.frame["row"].to_list() == [1, 4]
    assert problems(found) == [(2, None, False), (3, "name", False), (4, "dob", True)]
    assert (found.read, found.rejected, found.notes) == (4, 2, ("1 blank line skipped",))


def test_columns_can_be_named() -> None:
    table = read_table(io.BytesIO(b"Bezeichnung;Code\nAnna;DE\n"), name="-")
    found = from_table(table, columns={"name": ["Bezeichnung"], "country": ["Code"]})
    assert found.frame.select("names", "countries").row(0) == (["Anna"], ["DE"])


FORMS = pl.DataFrame(
    {
        "id": [7, 8, None],
        "name": ["Anna Probe", "Übel & Söhne", "李四"],
        "dob": [date(1962, 1, 31), None, date(1999, 12, 31)],
        "alias": ["A. P.", None, None],
        "score": [1.0, 2.5, None],
        "passport": [12.0, None, 13.0],
    }
)


def form(kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "csv":
        FORMS.write_csv(buffer)
    elif kind == "tsv":
        FORMS.write_csv(buffer, separator="\t")
    elif kind == "jsonl":
        FORMS.write_ndjson(buffer)
    elif kind == "parquet":
        FORMS.write_parquet(buffer)
    else:
        FORMS.write_excel(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
def test_law_the_form_does_not_matter(kind: str) -> None:
    found = from_table(read_table(io.BytesIO(form(kind)), name=f"parties.{kind}"))
    assert found.frame.to_dicts() == from_frame(FORMS).frame.to_dicts()


class Arrow:
    """Any table of another library."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_any_arrow_table_will_do() -> None:
    assert from_frame(Arrow(FORMS)).frame.equals(from_frame(FORMS).frame)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(InputError, match="list is no frame"):
        from_frame([{"name": "Anna"}])  # type: ignore[arg-type]


def test_a_ready_frame_passes() -> None:
    ready = from_frame(FORMS).frame
    found = from_frame(ready.select(reversed(ready.columns)))
    assert found.frame.equals(ready)
    assert (found.problems.schema, found.roles, found.read) == (PROBLEMS, None, 3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(pl.col("row").cast(pl.Int32), "field row: the column is Int32", id="dtype"),
        pytest.param(pl.lit(1, dtype=pl.Int64).alias("row"), "two rows have one number", id="row"),
        pytest.param(pl.lit(None, dtype=pl.String).alias("query_id"), "value is missing", id="id"),
        pytest.param(pl.lit([], dtype=pl.List(pl.String)).alias("names"), "nothing to screen",
                     id="names"),
    ],
)  # fmt: skip
def test_a_wrong_ready_frame_is_refused(change: pl.Expr, says: str) -> None:
    ready = from_frame(FORMS.drop("passport")).frame
    with pytest.raises(InputError, match=says):
        from_frame(ready.with_columns(change))


def test_cells_that_are_no_text_are_refused() -> None:
    with pytest.raises(InputError, match="field name: its cells are Struct"):
        from_frame(pl.DataFrame({"name": [{"first": "Anna"}]}))


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"name": pl.String}, id="a name"),
        pytest.param({"id": pl.Int64, "last_name": pl.String, "first_name": pl.String,
                      "alias": pl.List(pl.String), "dob": pl.Date, "country": pl.Categorical,
                      "type": pl.Null, "gender": pl.String, "passport": pl.Int64,
                      "id_number": pl.String, "id_type": pl.String, "id_country": pl.String,
                      "wallet": pl.String, "address": pl.String}, id="everything"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("height", [0, 2])
def test_no_rows_and_no_values(schema: dict[str, pl.DataType], height: int) -> None:
    found = from_frame(pl.DataFrame(schema=schema).clear(height))
    assert found.frame.schema == COUNTERPARTIES
    assert found.problems.schema == PROBLEMS
    assert (found.frame.height, found.rejected) == (0, height)


CELL = st.none() | st.sampled_from(
    ["Anna", "N/A", "-", "", "1962", "soon", "DE", "x" * 1001, "A|B", "P", "0", "李", "\x1b"]
)
COLUMNS = (
    "id", "name", "first name", "last name", "alias", "dob", "country", "type", "gender",
    "passport", "id_type", "wallet", "address",
)  # fmt: skip
ROW = st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELL))


@settings(deadline=None, max_examples=50)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_law_read_is_screened_and_rejected(rows: list[dict[str, str | None]]) -> None:
    found = from_frame(pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)))
    rejected = found.problems.filter(~pl.col("screened"))
    assert sorted([*found.frame["row"], *rejected["row"]]) == list(range(1, len(rows) + 1))
    assert set(rejected["row"]).isdisjoint(found.problems.filter("screened")["row"])
    assert found.problems.drop("query_id").null_count().row(0) == (0, 0, 0, 0)
    assert found.frame.select(pl.col(pl.List).null_count()).row(0) == (0,) * 6


@settings(deadline=None, max_examples=50)
@given(st.lists(ROW, min_size=2, max_size=6))
def test_law_a_row_means_the_same_alone(rows: list[dict[str, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    together = from_frame(frame.with_columns(id=pl.lit("x")))
    alone = from_frame(frame[-1:].with_columns(id=pl.lit("x")))
    last = together.frame.filter(pl.col("row") == len(rows)).drop("row")
    assert last.equals(alone.frame.drop("row"))

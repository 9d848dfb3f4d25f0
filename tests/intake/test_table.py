import bz2
import gzip
import io
import lzma
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.errors import InputError, UnreadableInput
from sanctionscreen.intake.table import Table, read_table

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PARTIES = [{"id": "1", "name": "Anna Probe"}, {"id": "2", "name": "Übel & Söhne"}]


def read(content: bytes, name: str = "parties.csv", **options: str) -> Table:
    format_, encoding = options.get("format"), options.get("encoding")
    sheet = options.get("sheet")
    return read_table(
        io.BytesIO(content), name=name, format=format_, encoding=encoding, sheet=sheet
    )


def workbook(rows: list[list[object]], *more_sheets: str) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Customers")
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, place, cell)
            elif cell is not None:
                sheet.write(at, place, cell)
    for name in more_sheets:
        book.add_worksheet(name).write_row(0, 0, ["name"])
    book.close()
    return buffer.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


TEXT = "id{0}name\n1{0}Anna Probe\n2{0}Übel & Söhne\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(TEXT.format(",").encode(), "p.csv", id="plain"),
        pytest.param(TEXT.format(";").encode("utf-8-sig"), "p.csv", id="Excel semicolons and BOM"),
        pytest.param(("sep=;\r\n" + TEXT.format(";")).encode(), "p.csv", id="Excel sep line"),
        pytest.param(TEXT.format("\t").encode("utf-16"), "p.txt", id="Excel Unicode text"),
        pytest.param(TEXT.format("\t").encode("utf-16-be"), "p.txt", id="UTF-16 without BOM"),
        pytest.param(TEXT.format("\t").encode(), "p.tsv", id="tabs"),
        pytest.param(TEXT.format(";").encode(), "p.tsv", id="semicolons though named tsv"),
        pytest.param(TEXT.format("|").encode(), "p.csv", id="pipes"),
        pytest.param(TEXT.format(",").replace("\n", "\r\n").encode(), "p.csv", id="CRLF"),
        pytest.param(TEXT.format(",").replace("\n", "\r").encode(), "p.csv", id="CR"),
        pytest.param(TEXT.format(",").rstrip("\n").encode(), "p.csv", id="no last line end"),
        pytest.param(TEXT.format(";").encode("cp1252"), "p.csv", id="cp1252"),
        pytest.param(TEXT.format(",").encode() + b"\x1a", "p.csv", id="end of a DOS text"),
        pytest.param(TEXT.format(" , ").encode(), "p.csv", id="space around the delimiter"),
        pytest.param(b'"id", "name"\n"1", "Anna Probe"\n2, "' + "Übel & Söhne".encode() + b'"\n',
                     "p.csv", id="quotes after a space"),
        pytest.param(TEXT.format(",").encode(), "-", id="stdin, text"),
        pytest.param(gzip.compress(TEXT.format(",").encode()), "p.csv.gz", id="gzip"),
        pytest.param(bz2.compress(TEXT.format(",").encode()), "p.csv.bz2", id="bzip2"),
        pytest.param(lzma.compress(TEXT.format(",").encode()), "p.csv.xz", id="xz"),
        pytest.param(zstd.compress(TEXT.format("\t").encode()), "p.tsv.zst", id="zstd"),
        pytest.param(gzip.compress(TEXT.format(",").encode()), "-", id="stdin, gzip"),
        pytest.param(b'{"id": "1", "name": "Anna Probe"}\n\n'
                     b'{"id": 2, "name": "\\u00dcbel & S\\u00f6hne"}', "p.jsonl", id="JSON lines"),
        pytest.param('{"id": 1.0, "name": "Anna Probe"}\r\n{"id": 2, "name": "Übel & Söhne"}\r\n'
                     .encode("utf-8-sig"), "-", id="stdin, JSON lines with BOM and CRLF"),
        pytest.param('[{"id": 1, "name": "Anna Probe"},\n {"id": 2, "name": "Übel & Söhne"}]'
                     .encode(), "p.json", id="JSON array"),
        pytest.param('[\n{"id": 1, "name": "Anna Probe"},\n {"id": 2, "name": "Übel & Söhne"}\n]'
                     .encode("utf-16"), "p.json", id="JSON array in UTF-16"),
        pytest.param('[{"id": 1, "name": "Anna Probe"}, {"id": 2, "name": "Übel & Söhne"}]'
                     .encode(), "-", id="stdin, JSON array"),
        pytest.param(parquet(pl.DataFrame(PARTIES)), "p.parquet", id="Parquet"),
        pytest.param(parquet(pl.DataFrame(PARTIES)), "-", id="stdin, Parquet"),
        pytest.param(workbook([["id", "name"], [1, "Anna Probe"], [2.0, "Übel & Söhne"]]),
                     "p.xlsx", id="XLSX"),
        pytest.param(workbook([["id", "name"], [1, "Anna Probe"], [2.0, "Übel & Söhne"]]),
                     "-", id="stdin, XLSX"),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_table(content: bytes, name: str) -> None:
    table = read(content, name)
    assert table.frame.to_dicts() == PARTIES
    assert table.rows.to_list() == [1, 2]
    assert table.lost.is_empty()
    assert table.lost.schema == PROBLEMS


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("name\nHélène\n", "cp1252", id="one French name"),
        pytest.param("name\nPeña Ibáñez\nJoão Conceição\n", "cp1252", id="Iberian"),
        pytest.param("name\nSøren Ødegård\nÅke Sjöström\n", "cp1252", id="Nordic"),
        pytest.param("name\nJürgen Groß\n", "cp1252", id="German"),
        pytest.param("name\nJiří Dvořák\nLukáš Němec\n", "cp1250", id="Czech"),
        pytest.param("name\nŁukasz Żółty\n", "cp1250", id="Polish"),
        pytest.param("name\nAyşe Yıldırım\nÇağrı Şahin\n", "cp1254", id="Turkish"),
        pytest.param("name\nИван Проба\nООО Пример\n", "cp1251", id="Russian"),
        pytest.param("name\nИван\n", "cp1251", id="one Russian name"),
        pytest.param("name\nΓιώργος Παράδειγμα\n", "cp1253", id="Greek"),
        pytest.param("name\nמשה דוגמה\n", "cp1255", id="Hebrew"),
        pytest.param("name\nمحمد التجربة\nشركة المثال\n", "cp1256", id="Arabic"),
        pytest.param("姓名\n张三\n李四有限公司\n", "gb18030", id="simplified Chinese"),
        pytest.param("姓名\n張三\n李四有限公司\n", "big5", id="traditional Chinese"),
        pytest.param("name\n山田太郎\nサンプル株式会社\n", "cp932", id="Japanese"),
        pytest.param("name\n홍길동\n주식회사 예시\n", "cp949", id="Korean"),
    ],
)
def test_the_encoding_is_guessed_and_said(text: str, encoding: str) -> None:
    table = read(text.encode(encoding))
    assert table.frame.columns + table.frame.to_series().to_list() == text.split("\n")[:-1]
    assert table.notes == (f"encoding guessed: {encoding}",)


def test_the_stated_encoding_wins_over_the_guess() -> None:
    assert read("name\nKőszegi\n".encode("cp1250"), encoding="cp1250").frame.item() == "Kőszegi"


def test_one_broken_byte_in_utf8_loses_one_row_and_not_the_encoding() -> None:
    text = "name\n" + "Jürgen\n" * 20
    table = read(text.encode() + b"M\xfcller\n" + "Größe\n".encode())
    assert table.frame["name"].unique().sort().to_list() == ["Größe", "Jürgen"]
    assert table.lost.select("row", "reason").rows() == [
        (21, "bytes that are not UTF-8 (line 22 of the file)")
    ]
    assert table.notes == ("some lines hold bytes that are not UTF-8",)


def test_a_broken_byte_beside_a_broken_quote() -> None:
    table = read("name,id\nJürgen,1\n".encode() + b'"J\xfc"rgen,2\nAnna,3\n')
    assert (table.rows.to_list(), table.lost["row"].to_list()) == ([1, 3], [2])


@pytest.mark.parametrize(
    ("text", "kept", "lost"),
    [
        pytest.param("a,b\n1,x\n2\n3,y\n", [1, 3], {2: "1 cell where the heading has 2"},
                     id="a cell too few"),
        pytest.param("a,b\n1,x,z\n3,y\n", [2], {1: "3 cells where the heading has 2"},
                     id="a cell too many"),
        pytest.param("a,b\n1,x,\n2,y\n", [1, 2], {}, id="empty cells too many are no loss"),
        pytest.param("a,b\n\n1,x\n , \n2,y\n", [1, 2], {}, id="blank lines are no rows"),
        pytest.param('a,b\n1,"x\ny"\n2,z\n', [1, 2], {}, id="a quoted line end"),
        pytest.param('a,b\n1,"x ""y"" z"\n', [1], {}, id="quotes in quotes"),
        pytest.param('a,b\n1,"x" y\n2,z\n', [1, 2], {}, id="a sloppy quote"),
        pytest.param('a,b\n1,x "y" z\n', [1], {}, id="quotes in the middle"),
        pytest.param('a,b\n1,"x\n2,y\n3,z\n', [2, 3],
                     {1: "cell 2 opens a quote that is not closed (line 2 of the file)"},
                     id="a quote open to the end"),
        pytest.param('a,b\n1,x\n2,"y', [1],
                     {2: "cell 2 opens a quote that is not closed (line 3 of the file)"},
                     id="a quote open on the last line"),
        pytest.param('a,b\n1,"x\n2,y\n3,"z"\n4,w\n', [2, 3, 4],
                     {1: "cell 2 opens a quote that is not closed (line 2 of the file)"},
                     id="a quote open to the next quote"),
        pytest.param('a,b,c\n1,"x,p\n2,y,q\n3,z",r\n4,w,s\n', [2, 3, 4],
                     {1: "cell 2 opens a quote that is not closed (line 2 of the file)"},
                     id="two stray quotes around whole rows"),
        pytest.param('a,b,c\n1,"Street 1\n12345 Town",x\n', [1], {}, id="an address of two lines"),
        pytest.param("a,b\n1," + "x" * 200_000 + "\n2,y\n", [2],
                     {1: "a cell longer than 131,072 characters (line 2 of the file)"},
                     id="a huge cell"),
        pytest.param('a,b\n1,"' + "x\n" * 100_000 + '"\n', None,
                     {1: "cell 2 opens a quote that is not closed (line 2 of the file)"},
                     id="a huge cell of many lines"),
        pytest.param("a,b\n1,x\0y\n", [1], {}, id="a zero byte"),
        pytest.param("a;b,c\n1;x,y\n2;z\n", [1, 2], {}, id="commas in a semicolon file"),
    ],
)  # fmt: skip
def test_no_row_is_lost_without_a_word(
    text: str, kept: list[int] | None, lost: dict[int, str]
) -> None:
    table = read(text.encode())
    found = dict(table.lost.select("row", "reason").iter_rows())
    assert {row: found[row] for row in lost} == lost
    if kept is not None:
        assert table.rows.to_list() == kept
        assert found == lost
    assert not table.lost["screened"].any()
    assert sorted([*table.rows, *table.lost["row"]]) == list(range(1, table.read + 1))


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('ab"\n,; é\t'), max_size=6), max_size=4).map(",".join),
        max_size=8,
    )
)
def test_law_every_record_is_kept_or_lost(lines: list[str]) -> None:
    table = read(("id,name,dob\n" + "\n".join(lines)).encode())
    assert sorted([*table.rows, *table.lost["row"]]) == list(range(1, table.read + 1))


VISIBLE = st.characters(exclude_categories=["Cc", "Cs", "Zs"])
CELLS = st.builds("{}{}{}".format, VISIBLE, st.text(VISIBLE | st.sampled_from(' \n",;|')), VISIBLE)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_law_quoted_cells_come_back(rows: list[tuple[str, ...]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    table = read(("id,name,dob\r\n" + "\r\n".join(quoted)).encode("utf-8-sig"))
    if table.lost.is_empty():  # else a cell of several lines looked like rows
        expected = [tuple(cell.strip() for cell in row) for row in rows]
        assert table.frame.rows() == expected


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        pytest.param("a,b\n\n1,x\n;\n,\n", ("2 blank lines skipped",), id="blank lines"),
        pytest.param("a,b\n1,x\0y\n", ("1 zero byte left out of the text",), id="zero byte"),
        pytest.param("a,b\n1,x,,\n",
                     ("1 row with empty cells beyond the heading: those cells are left out",),
                     id="trailing delimiters"),
    ],
)  # fmt: skip
def test_what_was_passed_over_is_said(text: str, notes: tuple[str, ...]) -> None:
    assert read(text.encode()).notes == notes


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("name\nProbe, Anna\nBeispiel; Bert\n", ["name"], id="one column with commas"),
        pytest.param("name;x,y;z\nProbe, Anna;1;2\nBeta;3,4;5\n", ["name", "x,y", "z"],
                     id="commas in the heading"),
        pytest.param("id;name;;\n1;Anna;;\n", ["id", "name", "column 3", "column 4"],
                     id="columns without a heading"),
        pytest.param('"name";"dob"\n', ["name", "dob"], id="heading only"),
        pytest.param("\n\n id , full   name \n1,x\n", ["id", "full name"],
                     id="blank lines and spaces"),
        pytest.param('id,"Date of\nbirth",country\n1,1962,DE\n', ["id", "Date of birth", "country"],
                     id="a line end in a heading"),
        pytest.param("sep=|\n\nid|name\n", ["id", "name"], id="a blank line after sep"),
    ],
)  # fmt: skip
def test_the_heading(text: str, columns: list[str]) -> None:
    assert read(text.encode()).frame.columns == columns


def test_a_heading_alone_is_an_empty_table() -> None:
    table = read(b"id,name\n")
    assert table.frame.schema == pl.Schema({"id": pl.String(), "name": pl.String()})
    assert table.read == 0


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        pytest.param(b"", "p.csv", "empty", id="empty"),
        pytest.param(b" \r\n\n", "p.csv", "empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "p.csv", "empty", id="only a BOM"),
        pytest.param(b"\0" * 100, "p.csv", "empty", id="only zeros"),
        pytest.param(b"sep=;\r\n", "p.csv", "empty", id="only a sep line"),
        pytest.param(b'id,"name\n1,Anna\n', "p.csv", "the heading row cannot be read: cell 2 opens",
                     id="open quote in the heading"),
        pytest.param("ä,ö,n\xe4".encode() + b"\xe4\n", "p.csv", "heading row cannot be read: bytes",
                     id="broken bytes in the heading"),
        pytest.param(bytes(range(256)) * 40, "p.csv", "no text", id="garbage"),
        pytest.param(bytes(range(256)) * 40, "-", "no text", id="garbage on stdin"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "p.csv", "picture", id="picture"),
        pytest.param(b"%PDF-1.7\n", "p.csv", "PDF", id="PDF"),
        pytest.param(b"<!doctype html><html>", "p.csv", "web page", id="web page"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "p.xlsx", "save it as .xlsx", id="old workbook"),
        pytest.param(parquet(pl.DataFrame(PARTIES)), "p.csv", "the format is parquet",
                     id="Parquet named csv"),
        pytest.param(workbook([["name"]]), "p.csv", "the format is xlsx", id="XLSX named csv"),
        pytest.param(b'{"name": "Anna"}', "p.csv", "the format is jsonl", id="JSON named csv"),
        pytest.param(b"name\nAnna\n", "p.xlsx", "no xlsx file", id="CSV named xlsx"),
        pytest.param(b"name\nAnna\n", "p.parquet", "no parquet file", id="CSV named Parquet"),
        pytest.param(b"name\nAnna\n", "p.jsonl", "not valid JSON", id="CSV named jsonl"),
        pytest.param(b"PAR1garbagePAR1", "p.parquet", "damaged", id="broken Parquet"),
        pytest.param(workbook([["name"]])[:300], "p.xlsx", "damaged", id="cut workbook"),
        pytest.param(workbook([["name"]]).replace(b"PK\x01\x02\x14\x03\x14",
                                                  b"PK\x01\x02\x14\x03\xff"),
                     "p.xlsx", "damaged", id="workbook of a zip from the future"),
        pytest.param(workbook([[]]), "p.xlsx", "the sheet is empty", id="empty workbook"),
        pytest.param(gzip.compress(b"name\n" * 999)[:-9], "p.csv.gz", "cut off", id="cut gzip"),
        pytest.param(b"\x1f\x8bnonsense", "p.csv.gz", "damaged", id="broken gzip"),
        pytest.param(b"[]", "p.json", "no record", id="empty JSON array"),
        pytest.param(b"[1, 2]", "p.json", "not a JSON object", id="JSON array of numbers"),
        pytest.param("id,name\n1,Ä\n".encode("utf-16")[:-1], "p.csv", "utf-16", id="cut UTF-16"),
    ],
)  # fmt: skip
def test_unreadable_says_what_to_do(content: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says) as caught:
        read(content, name)
    assert caught.value.file == name


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        pytest.param(b"a,b,a\n1,2,3\n", {}, "several columns are headed 'a'", id="double heading"),
        pytest.param(b"a,b\n", {"format": "xls"}, "no format 'xls'", id="unknown format"),
        pytest.param(b"a,b\n", {"encoding": "klingon"}, "no encoding 'klingon'", id="encoding"),
        pytest.param("ä".encode("cp1252"), {"encoding": "utf-8"}, "byte 1 is not utf-8",
                     id="another encoding"),
    ],
)  # fmt: skip
def test_bad_use(content: bytes, options: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(content, **options)


def test_a_double_heading_in_a_workbook_is_refused_too() -> None:
    with pytest.raises(InputError, match="headed 'name'"):
        read(workbook([["name", "name"], ["a", "b"]]), "p.xlsx")


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        pytest.param(lambda path: path, "folder", id="folder"),
        pytest.param(lambda path: path / "none.csv", "no such file", id="absent"),
    ],
)
def test_paths_that_are_no_files(
    tmp_path: Path, prepare: Callable[[Path], Path], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        read_table(prepare(tmp_path), name="p.csv")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"name\n" + b"x" * 1000, id="plain"),
        pytest.param(gzip.compress(b"name\n" + b"x" * 1_000_000), id="gzip bomb"),
        pytest.param(lzma.compress(b"name\n" + b"x" * 1_000_000), id="xz bomb"),
    ],
)
def test_too_large(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match="more than 999 bytes"):
        read_table(path, name="p.csv", max_bytes=999)


def test_a_workbook_that_unpacks_to_too_much() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 1_000_000)
    with pytest.raises(UnreadableInput, match="more than 99,999 bytes"):
        read_table(io.BytesIO(buffer.getvalue()), name="p.xlsx", max_bytes=99_999)


def test_a_text_stream_is_refused() -> None:
    with pytest.raises(InputError, match="binary mode"):
        read_table(io.StringIO("name\n"), name="-")  # type: ignore[arg-type]


def test_the_cells_of_a_workbook() -> None:
    rows: list[list[object]] = [
        ["id", "name", "dob", "code", None],
        ["0012", "Anna", date(1962, 1, 31), 7.0, None],
        [None, "  ", None, None, None],
        [12, "Ben", datetime(1962, 1, 31, 12, 30), 7.25, None],  # noqa: DTZ001  # Excel has none
        [True, "n/a", "31.1.1962", 12345678901234, None],
    ]
    table = read(workbook(rows), "p.xlsx")
    assert table.frame.rows() == [
        ("0012", "Anna", "1962-01-31", "7"),
        ("12", "Ben", "1962-01-31 12:30:00", "7.25"),
        ("true", "n/a", "31.1.1962", "12345678901234"),
    ]
    assert table.rows.to_list() == [1, 2, 3]
    assert table.notes == ("1 blank line skipped",)


def test_the_sheet_of_a_workbook() -> None:
    book = workbook([["name"], ["Anna"]], "Old", "Older")
    assert read(book, "p.xlsx").notes == ("only the first of 3 sheets was read",)
    assert read(book, "p.xlsx", sheet="Old").frame.height == 0
    with pytest.raises(InputError, match="'Customers', 'Old', 'Older'"):
        read(book, "p.xlsx", sheet="New")


def test_parquet_keeps_its_types() -> None:
    frame = pl.DataFrame(
        {"id": [7], "name": ["Anna"], "dob": [date(1962, 1, 31)], "aka": [["A.", "B."]]}
    )
    assert read(parquet(frame), "p.parquet").frame.equals(frame)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b'{"name": "Be', "not valid JSON at character 10", id="cut off"),
        pytest.param(b"[1]", "not a JSON object", id="an array"),
        pytest.param(b'{"name": "A", "name": "B"}', "a key stands twice in one object", id="twice"),
        pytest.param(b'{"name": "\xff"}', "bytes that are not UTF-8", id="not UTF-8"),
        pytest.param(b'{"name": "\\ud800"}', "half a character (a lone surrogate)", id="surrogate"),
        pytest.param(b'{"name": ' + b"[" * 9999 + b"]" * 9999 + b"}", "JSON nested too deeply",
                     id="nested"),
        pytest.param(b'{"name": ' + b"9" * 5000 + b"}", "a number that is too long", id="digits"),
    ],
)  # fmt: skip
def test_a_broken_line_is_lost_and_the_others_kept(line: bytes, reason: str) -> None:
    good = b'{"name": "Anna"}\n'
    table = read(good + line + b"\n" + good, "p.jsonl")
    assert table.rows.to_list() == [1, 3]
    assert table.lost.select("row", "reason").rows() == [(2, reason)]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param('{"a": 1.5, "b": true, "c": null, "d": " "}',
                     {"a": "1.5", "b": "true", "c": None, "d": None}, id="values"),
        pytest.param('{"a": NaN, "b": 1e999}', {"a": None, "b": None}, id="no numbers"),
        pytest.param('{"a": {"b": {"c": "x"}}}', {"a.b.c": "x"}, id="nested"),
        pytest.param('{"a": ["x", 7]}', {"a": ["x", "7"]}, id="list"),
        pytest.param('{"n": [{"full": "x"}, {"full": "y"}]}', {"n.full": ["x", "y"]},
                     id="list of objects"),
    ],
)  # fmt: skip
def test_json_values_become_texts(line: str, cells: dict[str, object]) -> None:
    assert read(line.encode(), "p.jsonl").frame.to_dicts() == [cells]


def test_one_object_over_several_lines() -> None:
    assert read(b'{\n "name": "Anna"\n}\n', "p.json").frame.to_dicts() == [{"name": "Anna"}]


def test_keys_in_the_order_of_their_first_record() -> None:
    table = read(b'{"b": "1"}\n{"a": ["x"], "b": "2"}\n{"a": "y"}\n', "p.jsonl")
    assert table.frame.to_dict(as_series=False) == {
        "b": ["1", "2", None],
        "a": [None, ["x"], ["y"]],
    }

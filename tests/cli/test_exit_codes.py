"""Exit codes: 0 done, 1 hits, 2 bad use, 3 list trouble, 4 rows not screened, 70 a defect."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from cli.harness import Ran, Run
from sanctionscreen.sources.folder import lists_dir

SAMPLE = lists_dir() / "samples" / "sdn_advanced.xml"


@pytest.mark.parametrize(
    ("rows", "options", "code"),
    [
        pytest.param("Ottoline Quillfeather", "", 0, id="no hit"),
        pytest.param("Prince Group", "", 0, id="hits are no failure"),
        pytest.param("Ottoline Quillfeather", "--exit-code", 0, id="no hit, asked"),
        pytest.param("Prince Group", "--exit-code", 1, id="hits, asked"),
        pytest.param("N/A", "", 4, id="nothing screened"),
        pytest.param("N/A\nPrince Group", "", 4, id="one row not screened"),
        pytest.param("N/A\nPrince Group", "--exit-code", 4, id="4 wins over 1"),
        pytest.param("N/A\nPrince Group", "--allow-unscreened", 0, id="allowed"),
        pytest.param("N/A\nPrince Group", "--allow-unscreened --exit-code", 1, id="allowed, hits"),
        pytest.param('Prince Group\n"N', "", 4, id="a row that cannot be read"),
        pytest.param("", "", 0, id="no row: every one of none was screened"),
    ],
)
def test_rows_and_hits(run: Run, rows: str, options: str, code: int) -> None:
    ran = run("screen", "-", *options.split(), stdin=f"name\n{rows}\n".encode())
    assert ran.code == code


@pytest.mark.parametrize(
    ("args", "says"),
    [
        pytest.param("", "", id="no command"),
        pytest.param("frobnicate", "No such command", id="unknown command"),
        pytest.param("screen", "Missing argument", id="no file"),
        pytest.param("screen absent.csv", "absent.csv: there is no such file", id="missing file"),
        pytest.param("screen .", "this is a folder", id="folder"),
        pytest.param("screen empty.csv", "empty.csv: the file is empty", id="empty file"),
        pytest.param("screen blob.csv", "blob.csv: ", id="binary file"),
        pytest.param("screen blob.xlsx", "no xlsx file", id="not what its ending says"),
        pytest.param("screen headless.csv", "put a heading row above it", id="no heading"),
        pytest.param("screen double.csv", "several columns are headed 'name'", id="two alike"),
        pytest.param("screen clean.csv --column nam=name", "no role 'nam'", id="unknown role"),
        pytest.param("screen clean.csv --column name=nom", "no column 'nom'", id="unknown column"),
        pytest.param("screen clean.csv --column name", "expected ROLE=COLUMN", id="half a column"),
        pytest.param("screen clean.csv --encoding klingon", "no encoding", id="encoding"),
        pytest.param("screen clean.csv --input-format xml", "no format 'xml'", id="input format"),
        pytest.param("screen clean.csv --format xml", "Invalid value", id="format"),
        pytest.param("screen clean.csv --threshold 1.1", "Invalid value", id="threshold high"),
        pytest.param("screen clean.csv --threshold -0.1", "Invalid value", id="threshold low"),
        pytest.param("screen clean.csv --threshold nan", "Invalid value", id="threshold none"),
        pytest.param("screen clean.csv --now yesterday", "Invalid value", id="now"),
        pytest.param("screen clean.csv --weak-aliases no", "Invalid value", id="weak aliases"),
        pytest.param("screen clean.csv --policy no.toml", "no.toml: cannot be read", id="policy"),
        pytest.param("screen clean.csv --policy half.toml", "threshold.hit", id="half a policy"),
        pytest.param("screen clean.csv --policy blob.csv", "blob.csv: ", id="policy is binary"),
        pytest.param("screen clean.csv -o no/hits.csv", "folder does not exist", id="output"),
        pytest.param("screen clean.csv -o hits.xlsx", "no format ends in .xlsx", id="ending"),
        pytest.param("name x -o hits.txt", "no format ends in .txt", id="name, ending"),
        pytest.param("screen clean.csv --rejects .", "this is a folder", id="rejects"),
        pytest.param("screen clean.csv --summary no/s.json", "folder does not exist", id="summary"),
        pytest.param("name N/A", "only a placeholder", id="no name"),
        pytest.param("explain x us_ofac_sdn:1", "us_ofac_sdn:1 is not on", id="unknown entity"),
        pytest.param("explain x us_ofac_sdn:55505 --format csv", "table or json", id="explain csv"),
        pytest.param("import us_nobody clean.csv", "us_nobody: no such list", id="unknown list"),
        pytest.param("import us_ofac_sdn x.xml --accept all", "no guard all", id="unknown guard"),
    ],
)
def test_2_is_bad_use(run: Run, clean: Path, args: str, says: str) -> None:
    Path("empty.csv").touch()
    Path("blob.csv").write_bytes(bytes(range(256)) * 8)
    Path("blob.xlsx").write_bytes(bytes(range(256)) * 8)
    Path("headless.csv").write_text("Ottoline Quillfeather,1962-03-08\n")
    Path("double.csv").write_text("name,name\na,b\n")
    whole = (files("sanctionscreen.matching") / "default_policy.toml").read_text(encoding="utf-8")
    Path("half.toml").write_text(whole.replace("\nhit = ", "\nhits = "), encoding="utf-8")
    ran = run(*args.split())
    assert ran.code == 2
    assert says in " ".join(ran.err.replace("│", " ").split())
    assert "Traceback" not in ran.err
    if args:
        assert ran.out == b""


@pytest.mark.parametrize(
    ("args", "says"),
    [
        pytest.param(
            "screen clean.csv --list us_ofac_sdn", "sanctionscreen import us_ofac_sdn FILE",
            id="a named list is never the excerpt",
        ),
        pytest.param("name x --list xx_absent", "xx_absent: not in the store", id="name"),
        pytest.param("explain x a:1 --list xx_absent", "not in the store", id="explain"),
        pytest.param("screen clean.csv --require-complete", "only an excerpt", id="complete"),
        pytest.param("name x --require-complete", "us_ofac_sdn, uk_sanctions", id="name, complete"),
    ],
)  # fmt: skip
def test_3_is_a_missing_list(run: Run, clean: Path, args: str, says: str) -> None:
    ran = run(*args.split())
    assert (ran.code, ran.out) == (3, b"")
    assert says in ran.err


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        pytest.param(None, "failed", id="missing"),
        pytest.param(lambda _: b"", "failed", id="empty"),
        pytest.param(lambda sample: sample[: len(sample) // 2], "failed", id="cut off"),
        pytest.param(lambda _: b"a,b\n1,2\n", "failed", id="something else"),
        pytest.param(lambda sample: sample, "refused", id="too few parties"),
    ],
)
def test_3_is_a_list_that_is_not_imported(
    run: Run, tmp_path: Path, content: Callable[[bytes], bytes] | None, outcome: str
) -> None:
    path = tmp_path / "list.xml"
    if content is not None:
        path.write_bytes(content(SAMPLE.read_bytes()))
    ran = run("import", "us_ofac_sdn", path)
    assert ran.code == 3
    assert ran.text.startswith(f"us_ofac_sdn: {outcome}: ")
    assert "current: no snapshot" in ran.text


def test_3_is_a_damaged_snapshot(run: Run, clean: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("import", "us_ofac_sdn", SAMPLE, "--accept", "bounds", "--store", store).code == 0
    for frame in store.rglob("names.parquet"):
        frame.write_bytes(b"nothing")
    ran = run("screen", clean, "--store", store)
    assert ran.code == 3
    assert "names.parquet" in ran.err


def crash(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Ran:
    def screen(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("sanctionscreen.cli.screening.screen", screen)
    return run("screen", "-", stdin=b"name\nOttoline Quillfeather\n")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("could not screen 'Ottoline Quillfeather'"),
        KeyError("Ottoline Quillfeather"),
        RecursionError("Ottoline Quillfeather"),
        PermissionError(13, "denied", "Ottoline Quillfeather.csv"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_70_is_a_defect_that_names_no_counterparty(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    ran = crash(run, monkeypatch, error)
    assert (ran.code, ran.out) == (70, b"")
    assert f"a defect of ours, please report it: {type(error).__name__} in screen (" in ran.err
    assert "Traceback" not in ran.err


def test_130_is_an_interrupt(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert crash(run, monkeypatch, KeyboardInterrupt()).code == 130


def test_name_and_its_exit_code(run: Run) -> None:
    assert run("name", "Prince Group").code == 0
    assert run("name", "Prince Group", "--exit-code").code == 1
    assert run("name", "Ottoline Quillfeather", "--exit-code").code == 0

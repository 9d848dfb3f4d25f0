"""The command line as real processes: entry points, pipes, hash seeds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.harness import NOBODY, NOW

MODULE = (sys.executable, "-m", "sanctionscreen")
#: Three runs in one process, most of whose time goes into imports.
THREE_FORMATS = """
import sys
from sanctionscreen.cli import main

args = sys.argv[1:]
for ending in ("csv", "json", "parquet"):
    sys.argv[1:] = [*args, "--output", f"hits.{ending}"]
    try:
        main()
    except SystemExit as ended:
        assert ended.code == 4, ended.code
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}  # where the excerpt's index is kept
    return os.environ | {"SANCTIONSCREEN_STORE": str(tmp_path / "no store")} | cache


def test_the_same_bytes_in_every_process(
    parties: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    outputs = []
    for seed in ("0", "4711"):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "parties.csv").write_bytes(
            parties.read_bytes() + "4,陈志\n5,Jinbei Group\n6,Huione Guarantee\n".encode()
        )
        command = (sys.executable, "-c", THREE_FORMATS, "screen", "parties.csv", "--now", NOW)
        subprocess.run(
            command, cwd=folder, env=environment | {"PYTHONHASHSEED": seed}, check=True, timeout=120
        )
        outputs.append({path.name: path.read_bytes() for path in folder.glob("hits.*")})
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == {"hits.csv", "hits.json", "hits.parquet"}
    assert all(outputs[0].values())


def test_stdin_to_stdout_as_a_module(environment: dict[str, str]) -> None:
    ran = subprocess.run(
        (*MODULE, "screen", "-", "--exit-code", "--format", "jsonl"),
        input=f"name\n陳志\nOttoline {NOBODY}\n".encode(),
        env=environment | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1
    assert '"query_name":"陳志"'.encode() in ran.stdout
    assert NOBODY.encode() not in ran.stderr
    assert b"2 read, 2 screened, 0 rejected, 1 with hits" in ran.stderr


def test_a_reader_that_stops_early_changes_no_exit_code(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """`screen … | head -1`: more than a pipe holds, unread; rejects and code stay right."""
    names = "".join(f"{row},Prince Group\n" for row in range(300))
    (tmp_path / "many.csv").write_text(f"id,name\n{names}300,N/A\n")
    with subprocess.Popen(
        (*MODULE, "screen", "many.csv", "--exit-code", "--rejects", "rejects.csv"),
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"query_id,")
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(120) == 4
    assert b"Traceback" not in said
    assert b"Broken" not in said
    assert (tmp_path / "rejects.csv").read_text().count("\n") == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_behind_stdout_is_said(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            (*MODULE, "name", "Prince Group"), env=environment, stdout=full,
            stderr=subprocess.PIPE, timeout=120, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert b"stdout: it cannot be written: No space left on device" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_the_console_script_is_installed() -> None:
    script = Path(sys.executable).with_name("sanctionscreen")
    ran = subprocess.run((script, "--version"), capture_output=True, timeout=120, check=True)
    assert ran.stdout.startswith(b"sanctionscreen ")


#: What takes longer to import than one name to screen.
HEAVY = {
    "anyascii", "babel", "httpx", "numba", "numpy.ma", "polars", "pydantic", "rapidfuzz", "typer"
}  # fmt: skip
ONE_NAME = """
import sys
from sanctionscreen.cli import main

main()
print(*sys.modules, file=sys.stderr)
"""


def test_one_name_imports_no_more_than_it_needs(full_store: Path) -> None:
    environment = os.environ | {"SANCTIONSCREEN_STORE": str(full_store)}
    command = (sys.executable, "-c", ONE_NAME, "name", "Nobody UNREAL00001")
    runs = [
        subprocess.run(
            command, env=environment, capture_output=True, timeout=120, check=True, text=True
        )
        for _ in range(2)  # the first one builds what is kept
    ]
    assert runs[0].stdout == runs[1].stdout
    assert "UNREAL00001" in runs[1].stdout
    modules = set(runs[1].stderr.split())
    assert "sanctionscreen.matching.match" in modules
    assert modules & HEAVY == set()


def test_what_is_made_of_the_excerpt_is_kept(tmp_path: Path, environment: dict[str, str]) -> None:
    runs = [
        subprocess.run(
            (sys.executable, "-c", ONE_NAME, "name", "Prince Group"),
            env=environment, capture_output=True, timeout=120, check=True, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    kept = (tmp_path / "cache").rglob("*.*")
    assert sorted(path.suffix for path in kept) == [".index", ".refs", ".roll"]
    assert runs[0].stdout == runs[1].stdout
    assert "us_ofac_sdn:" in runs[1].stdout
    assert "polars" in runs[0].stderr.split()
    assert set(runs[1].stderr.split()) & HEAVY == set()

"""Every command that uses lists says when they were last checked, and refuses old ones."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.harness import Ran, Run
from sanctionscreen.snapshots.store import Store
from snapshots.invented import NOW, SOURCE, people, publication

LIST_ID = "us_ofac_sdn"  # `ownership` has a rule for it
LIST = SOURCE.model_copy(update={"id": LIST_ID})
ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
FILES = {
    "parties.csv": "id,name\n1,Ottoline Quillfeather\n",
    "wallets.csv": f"id,wallet\n1,{ADDRESS}\n",
    "transfers.csv": "tx_id,timestamp,source,target,amount,asset\nt1,2025-01-01,a,b,1.5,USD\n",
    "holdings.csv": "owner,owned,pct\nOttoline Quillfeather,Q1,60\n",
}
COMMANDS = {
    "screen": ("screen", "parties.csv"),
    "name": ("name", "Ottoline Quillfeather"),
    "rescreen": ("rescreen", "parties.csv", "--since", "2030-01-01"),
    "wallets": ("wallets", "wallets.csv"),
    "wallet": ("wallet", ADDRESS),
    "trace": ("trace", "transfers.csv", "--seed", "a"),
    "ownership": ("ownership", "holdings.csv"),
}
CHECKED = NOW + timedelta(days=2)
SOON, LATE = (f"{CHECKED + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}" for hours in (5, 40))


@pytest.fixture
def checked(tmp_path: Path) -> Path:
    """A store with one list that was imported, and found unchanged two days later."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = tmp_path / "list.xml"
    path.write_bytes(publication(people(20)))
    store = Store(tmp_path / "store")
    store.import_list(LIST_ID, [path], now=NOW, source=LIST)
    store.note_unchanged(LIST_ID, now=CHECKED)
    return store.root


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_list_checked_too_long_ago_is_refused(
    run: Run, checked: Path, arguments: tuple[str, ...]
) -> None:
    def aged(now: str) -> Ran:
        return run(*arguments, "--store", checked, "--max-age", "36h", "--now", now)

    assert aged(SOON).code == 0
    late = aged(LATE)
    assert (late.code, late.out) == (3, b"")
    assert "last checked 40 hours ago" in late.err
    assert f"run: sanctionscreen refresh {LIST_ID}" in late.err


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_the_provenance_says_when_the_list_was_last_checked(
    run: Run, checked: Path, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments, "--store", checked, "--format", "json", "--now", SOON)
    assert ran.code == 0
    (ref,) = _provenance(ran.json)["snapshots"]
    assert ref["checked_at"] == f"{CHECKED:%Y-%m-%dT%H:%M:%S}Z"
    assert ref["fetched_at"] == f"{NOW:%Y-%m-%dT%H:%M:%S}Z"


def _provenance(result: dict[str, Any]) -> dict[str, Any]:
    (found,) = (value for value in result.values() if "snapshots" in value)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_the_excerpt_was_never_checked(
    run: Run, checked: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments, "--store", tmp_path / "empty", "--max-age", "36h")
    assert (ran.code, ran.out) == (3, b"")
    assert "sanctionscreen refresh" in ran.err


def test_a_person_reads_when_it_was_checked(run: Run, checked: Path) -> None:
    ran = run("name", "Ottoline Quillfeather", "--store", checked)
    assert f"checked {CHECKED:%Y-%m-%d %H:%M})" in ran.text


def test_a_check_moves_nothing_but_its_own_time(run: Run, checked: Path) -> None:
    def result() -> dict[str, Any]:
        ran = run("screen", "hits.csv", "--store", checked, "--format", "json", "--now", LATE)
        assert ran.code == 0
        found: dict[str, Any] = ran.json
        return found

    Path("hits.csv").write_text("id,name\n1,Nobody UNREAL00003\n", encoding="utf-8")
    before = result()
    Store(checked).note_unchanged(LIST_ID, now=CHECKED + timedelta(hours=1))
    after = result()
    assert before["hits"]
    assert after["hits"] == before["hits"]
    (was,), (ref,) = (one["screening"].pop("snapshots") for one in (before, after))
    assert ref.pop("checked_at") > was.pop("checked_at")
    assert (ref, after["screening"]) == (was, before["screening"])

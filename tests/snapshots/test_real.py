"""The store with the real lists of OFAC; each test continues where the one before it ended."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sanctionscreen.snapshots.frames import digest
from sanctionscreen.snapshots.manifest import Coverage, Outcome
from sanctionscreen.snapshots.store import Store

OFAC = Path(__file__).resolve().parents[3] / "shared" / "data" / "ofac"
OCTOBER = OFAC / "sdn_advanced_2025-10-14.xml.bz2"
NOVEMBER = OFAC / "sdn_advanced_2025-11-19.xml.bz2"
LEGACY = OFAC / "legacy_2021-07-07"
LIST_ID = "us_ofac_sdn"
NOW = datetime(2025, 11, 20, tzinfo=UTC)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not OFAC.is_dir(), reason=f"the real lists are not in {OFAC}"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that took the list of October and then that of November."""
    store = Store(tmp_path_factory.mktemp("real"))
    for path in (OCTOBER, NOVEMBER):
        outcome = import_file(store, path)
        assert (outcome.outcome, outcome.reason) == ("imported", "")
    return store


def import_file(store: Store, path: Path, *accept: str) -> Outcome:
    return store.import_list(LIST_ID, [path], now=NOW, accept=frozenset(accept))


def test_the_list_is_whole(store: Store) -> None:
    current = store.current(LIST_ID)
    manifest = current.manifest
    assert manifest.published_on == date(2025, 11, 19)
    assert (manifest.coverage, manifest.accepted) == (Coverage.COMPLETE, ())
    # Published are 48,482 names and 761 wallets; two names and a wallet stand twice on their party.
    counts = {kind: manifest.counts[kind] for kind in ("entities", "names", "wallets")}
    assert counts == {"entities": 18_367, "names": 48_480, "wallets": 760}
    frames = current.frames()
    assert {name: frame.height for name, frame in frames.items()}.items() <= manifest.counts.items()
    assert digest(frames) == manifest.entities_sha256


def test_both_publications_are_kept(store: Store) -> None:
    old, new = store.snapshot_ids(LIST_ID)
    assert (old[:10], new[:10]) == ("2025-10-14", "2025-11-19")
    assert store.current(LIST_ID).snapshot_id == new


@pytest.mark.parametrize("tenths", [1, 5, 9])
def test_a_truncated_publication_fails(store: Store, tmp_path: Path, tenths: int) -> None:
    before = store.current(LIST_ID).snapshot_id
    whole = NOVEMBER.read_bytes()
    path = tmp_path / NOVEMBER.name
    path.write_bytes(whole[: len(whole) * tenths // 10])
    outcome = import_file(store, path)
    assert outcome.outcome == "failed"
    assert "cannot be read" in outcome.reason
    assert outcome.snapshot_id == store.current(LIST_ID).snapshot_id == before


def test_the_legacy_publication_of_2021_is_refused_and_may_be_accepted(store: Store) -> None:
    before = store.current(LIST_ID).snapshot_id
    refused = import_file(store, LEGACY)
    assert refused.outcome == "refused"
    assert "does not say when it was published, current is 2025-11-19 [older]" in refused.reason
    assert "[shrunk]" in refused.reason
    assert refused.snapshot_id == before
    accepted = import_file(store, LEGACY, "older", "shrunk", "bounds", "programme")
    assert accepted.outcome == "imported"
    manifest = store.current(LIST_ID).manifest
    assert {"older", "shrunk"} <= set(manifest.accepted)
    assert (manifest.format, manifest.dated, len(manifest.files)) == ("ofac_legacy_csv", False, 4)
    assert accepted.entities == manifest.counts["entities"] == 8_976
    assert len(store.snapshot_ids(LIST_ID)) == 3

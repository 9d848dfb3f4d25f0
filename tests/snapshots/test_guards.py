from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from sanctionscreen.model import Designation, Effect, Entity, EntityType, Name, NameKind, Wallet
from sanctionscreen.snapshots.frames import Frames, to_frames
from sanctionscreen.snapshots.guards import GUARDS, Previous, counts_of, refusals
from sanctionscreen.sources.manifest import ListSource, Shrink
from sanctionscreen.sources.reading import Unread
from snapshots.invented import LIST_NAME, SOURCE

TODAY = date(2025, 6, 15)


@cache
def frames_of(
    persons: int = 0,
    organisations: int = 0,
    *,
    wallets: int = 0,
    list_names: tuple[str | None, ...] = (LIST_NAME,),
    aliases: int = 0,
) -> Frames:
    """The frames of that many invented parties; the first one has the wallets and aliases."""
    types = [EntityType.PERSON] * persons + [EntityType.ORGANISATION] * organisations
    designations = tuple(
        Designation(programme="P", authority="A", effect=Effect.OTHER, list_name=name)
        for name in list_names
    )
    return to_frames(
        Entity(
            list_id=SOURCE.id,
            uid=str(number),
            entity_type=entity_type,
            names=tuple(
                Name(full=f"UNREAL {number} {name}", kind=NameKind.PRIMARY)
                for name in range(1 if number else 1 + aliases)
            ),
            wallets=tuple(
                Wallet(address=f"invented {wallet}", asset="XBT")
                for wallet in range(0 if number else wallets)
            ),
            designations=designations,
        )
        for number, entity_type in enumerate(types)
    )


def source(
    bounds: Mapping[str, tuple[int, int]] | None = None,
    *,
    list_name: str | None = LIST_NAME,
    max_share: float = 0.1,
) -> ListSource:
    return SOURCE.model_copy(
        update={
            "bounds": dict(bounds or {}),
            "list_name": list_name,
            "shrink": Shrink(max_share=max_share),
        }
    )


def before(published_on: date | None = TODAY, **counts: int) -> Previous:
    return Previous(published_on, counts)


def spoken(
    frames: Frames,
    list_source: ListSource,
    previous: Previous | None = None,
    published_on: date | None = TODAY,
) -> list[tuple[str, str]]:
    return [
        (refusal.guard, refusal.reason)
        for refusal in refusals(frames, list_source, published_on=published_on, previous=previous)
    ]


# Each guard, just inside and just outside.


@pytest.mark.parametrize(
    ("frames", "bounds", "reasons"),
    [
        pytest.param(frames_of(5), {"person": (5, 9)}, [], id="as few as may be"),
        pytest.param(frames_of(9), {"person": (5, 9)}, [], id="as many as may be"),
        pytest.param(
            frames_of(4), {"person": (5, 9)}, ["4 person, expected 5 to 9"], id="one less"
        ),
        pytest.param(
            frames_of(10), {"person": (5, 9)}, ["10 person, expected 5 to 9"], id="one more"
        ),
        pytest.param(
            frames_of(5), {"vessel": (1, 9)}, ["0 vessel, expected 1 to 9"], id="none of a type"
        ),
        pytest.param(frames_of(5), {"vessel": (0, 9)}, [], id="none where none may be"),
        pytest.param(frames_of(5, 5), {"entities": (10, 10)}, [], id="parties of all types"),
        pytest.param(
            frames_of(5, wallets=3),
            {"wallets": (4, 2000), "names": (6, 9)},
            ["3 wallets, expected 4 to 2,000", "5 names, expected 6 to 9"],
            id="every reason is told",
        ),
        pytest.param(frames_of(), {"person": (1, 9)}, ["0 person, expected 1 to 9"], id="no party"),
        pytest.param(frames_of(5), {}, [], id="no bounds"),
    ],
)  # fmt: skip
def test_bounds(frames: Frames, bounds: dict[str, tuple[int, int]], reasons: list[str]) -> None:
    assert spoken(frames, source(bounds)) == [("bounds", reason) for reason in reasons]


BOUNDED = {"person": (0, 9999), "wallets": (0, 9999)}


@pytest.mark.parametrize(
    ("frames", "previous", "reasons"),
    [
        pytest.param(frames_of(18), before(person=20), [], id="exactly the share is gone"),
        pytest.param(
            frames_of(17),
            before(person=20),
            ["17 person, the current snapshot has 20"],
            id="one more is gone",
        ),
        pytest.param(frames_of(20), before(person=20), [], id="as many"),
        pytest.param(frames_of(40), before(person=20), [], id="twice as many"),
        pytest.param(frames_of(20), before(person=0), [], id="none before"),
        pytest.param(frames_of(20), before(), [], id="not counted before"),
        pytest.param(
            frames_of(0, 20),
            before(person=1),
            ["0 person, the current snapshot has 1"],
            id="the only one is gone",
        ),
        pytest.param(
            frames_of(20, wallets=17),
            before(person=20, wallets=20),
            ["17 wallets, the current snapshot has 20"],
            id="wallets are gone",
        ),
        pytest.param(
            frames_of(20),
            before(person=20, names=23),
            ["20 names, the current snapshot has 23"],
            id="names are gone, though nobody bounds them",
        ),
        pytest.param(frames_of(20), before(person=20, names=22), [], id="few names are gone"),
        pytest.param(frames_of(20, 1), before(organisation=20), [], id="a type nobody bounds"),
    ],
)
def test_shrunk(frames: Frames, previous: Previous, reasons: list[str]) -> None:
    assert spoken(frames, source(BOUNDED), previous) == [("shrunk", reason) for reason in reasons]


@pytest.mark.parametrize(
    ("max_share", "left", "speaks"),
    [
        pytest.param(0.0, 20, False, id="nothing may be gone, nothing is"),
        pytest.param(0.0, 19, True, id="nothing may be gone, one is"),
        pytest.param(0.5, 10, False, id="half may be gone, half is"),
        pytest.param(0.5, 9, True, id="half may be gone, more is"),
        pytest.param(1.0, 0, False, id="all may be gone"),
    ],
)
def test_the_manifest_says_what_share_may_be_gone(
    max_share: float, left: int, speaks: bool
) -> None:
    list_source = source(BOUNDED, max_share=max_share)
    assert bool(spoken(frames_of(left), list_source, before(person=20))) == speaks


def test_names_with_bounds_of_their_own_are_told_once() -> None:
    list_source = source({"names": (1, 99)})
    assert len(spoken(frames_of(5), list_source, before(names=20))) == 1


@pytest.mark.parametrize(
    ("published_on", "current", "reasons"),
    [
        pytest.param(date(2025, 6, 15), date(2025, 6, 15), [], id="the same day"),
        pytest.param(date(2025, 6, 16), date(2025, 6, 15), [], id="a day later"),
        pytest.param(
            date(2025, 6, 14),
            date(2025, 6, 15),
            ["published 2025-06-14, current is 2025-06-15"],
            id="a day earlier",
        ),
        pytest.param(
            None,
            date(2025, 6, 15),
            ["does not say when it was published, current is 2025-06-15"],
            id="no day over a day",
        ),
        pytest.param(date(2025, 6, 14), None, [], id="a day over no day"),
        pytest.param(None, None, [], id="no day over no day"),
    ],
)
def test_older(published_on: date | None, current: date | None, reasons: list[str]) -> None:
    found = spoken(frames_of(5), source(), before(current), published_on)
    assert found == [("older", reason) for reason in reasons]


@pytest.mark.parametrize(
    ("list_names", "list_name", "strangers"),
    [
        pytest.param((LIST_NAME,), LIST_NAME, 0, id="all on it"),
        pytest.param(("Other", LIST_NAME), LIST_NAME, 0, id="all on it and on another one"),
        pytest.param((LIST_NAME, LIST_NAME), LIST_NAME, 0, id="all on it twice"),
        pytest.param(("Other",), LIST_NAME, 3, id="all on another one"),
        pytest.param((None,), LIST_NAME, 3, id="on a list without a name"),
        pytest.param((), LIST_NAME, 3, id="under no programme"),
        pytest.param(("Other",), None, 0, id="the manifest does not care"),
    ],
)
def test_another_list(
    list_names: tuple[str | None, ...], list_name: str | None, strangers: int
) -> None:
    found = spoken(frames_of(3, list_names=list_names), source(list_name=list_name))
    reason = f"{strangers} parties do not stand on the 'Invented List'"
    assert found == ([("another_list", reason)] if strangers else [])


def test_a_single_stranger_is_enough() -> None:
    mine, other = frames_of(3), frames_of(1, list_names=("Other",))
    renamed = {
        name: frame.with_columns(entity_id=frame["entity_id"] + "9")
        for name, frame in other.items()
    }
    mixed = {name: frame.vstack(renamed[name]) for name, frame in mine.items()}
    assert [guard for guard, _ in spoken(mixed, source())] == ["another_list"]


# All of them.


def test_the_first_snapshot_is_neither_older_nor_shrunk() -> None:
    assert spoken(frames_of(1), source(BOUNDED), None, date(1999, 1, 1)) == []


def test_every_guard_can_speak_at_once_and_none_has_another_name() -> None:
    strict = {"opt_in": True, "filled": {"births": 0.5}}
    previous = before(date(2025, 6, 16), person=9)._replace(programmes={"Q": 10})
    found = refusals(
        frames_of(1, list_names=("Other",)),
        source({"person": (5, 9)}).model_copy(update=strict),
        published_on=TODAY,
        previous=previous,
        published_count=2,
        unread={"Party@colour": Unread("7", 3)},
    )
    guards = [guard for guard, _ in found]
    assert guards == [
        "unread", "licence", "another_list", "count", "bounds", "older", "shrunk", "programme",
    ]  # fmt: skip
    # Of an excerpt, how often a field is filled says nothing.
    assert {*guards, "filled"} == set(GUARDS)


# Fields that nobody reads.


@pytest.mark.parametrize(
    ("count", "says"),
    [
        pytest.param(0, [], id="none"),
        pytest.param(1, ["a field that nobody reads: a0 (first in record 7, in 1,204)"], id="one"),
        pytest.param(
            2,
            [
                "2 fields that nobody reads: a0 (first in record 7, in 1,204), "
                "a1 (first in record 7, in 1,204)"
            ],
            id="two",
        ),
    ],
)
def test_fields_that_nobody_reads_are_named(count: int, says: list[str]) -> None:
    unread = {f"a{number}": Unread("7", 1204) for number in range(count)}
    found = refusals(frames_of(3), source(), published_on=TODAY, previous=None, unread=unread)
    assert [reason for _, reason in found] == says


def test_of_many_fields_the_first_are_named() -> None:
    unread = {f"a{number}": Unread("7", 1) for number in range(9)}
    ((guard, reason),) = refusals(
        frames_of(3), source(), published_on=TODAY, previous=None, unread=unread
    )
    assert (guard, reason.count("first in record")) == ("unread", 5)
    assert reason.endswith(" and 4 more")


# The publisher's own count.


@pytest.mark.parametrize(
    ("count", "says"),
    [
        pytest.param(None, [], id="not stated"),
        pytest.param(3, [], id="the same"),
        pytest.param(4, ["3 parties, the publisher counts 4"], id="one is missing"),
        pytest.param(2, ["3 parties, the publisher counts 2"], id="one too many"),
    ],
)
def test_the_publishers_count_is_met(count: int | None, says: list[str]) -> None:
    found = refusals(
        frames_of(3), source(), published_on=TODAY, previous=None, published_count=count
    )
    assert [reason for _, reason in found] == says


# Fields that are filled.


@pytest.mark.parametrize(
    ("filled", "says"),
    [
        pytest.param({"names": 1.0}, [], id="all have it"),
        pytest.param({"wallets": 0.25}, [], id="as many as must"),
        pytest.param(
            {"wallets": 0.26}, ["25% of the parties have wallets, expected 26%"], id="a frame"
        ),
        pytest.param(
            {"births": 0.1}, ["0% of the parties have births, expected 10%"], id="a column of lists"
        ),
        pytest.param(
            {"gender": 0.1}, ["0% of the parties have gender, expected 10%"], id="a column of texts"
        ),
    ],
)
def test_a_field_that_is_gone_is_noticed(filled: dict[str, float], says: list[str]) -> None:
    wanted = source().model_copy(update={"filled": filled})
    assert [reason for _, reason in spoken(frames_of(4, wallets=1), wanted)] == says


# Programmes against the snapshot before.


@pytest.mark.parametrize(
    ("programmes", "says"),
    [
        pytest.param({"P": 40}, [], id="a tenth is left"),
        pytest.param({"P": 4, "Q": 9}, [], id="a small one ended"),
        pytest.param(
            {"P": 4, "Q": 10}, ["0 parties under Q, the current snapshot has 10"], id="one is gone"
        ),
        pytest.param({"P": 41}, ["4 parties under P, the current snapshot has 41"], id="most gone"),
    ],
)
def test_a_programme_that_is_gone_is_noticed(programmes: dict[str, int], says: list[str]) -> None:
    previous = before()._replace(programmes=programmes)
    assert [reason for _, reason in spoken(frames_of(4), source(), previous)] == says


def test_a_list_that_must_be_chosen_says_its_licence() -> None:
    chosen = source().model_copy(update={"opt_in": True, "licence": "Not for business"})
    assert spoken(frames_of(1), chosen) == [("licence", "its licence is: Not for business")]


def test_counts_are_by_type_and_by_frame() -> None:
    assert counts_of(frames_of(2, 1, wallets=4, aliases=5)) == {
        "person": 2,
        "organisation": 1,
        "entities": 3,
        "names": 8,
        "identifiers": 0,
        "wallets": 4,
        "designations": 3,
        "addresses": 0,
        "relations": 0,
    }

"""The variants of a list: drawn by the seed alone, each of a name of its own party."""

import polars as pl
import pytest

from sanctionscreen import Watchlist
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.variants import CLASSES, Variants, variants_of
from sanctionscreen.variants.classes import ORIGINAL, OTHER_NAME
from sanctionscreen.variants.generate import _SCRIPTS, VARIANTS


@pytest.fixture(scope="module")
def bundled() -> Watchlist:
    return Watchlist.bundled()


def made(watchlist: Watchlist, seed: int = 1, per_class: int = 20) -> Variants:
    frames = watchlist.frames
    return variants_of(frames["names"], frames["entities"], seed=seed, per_class=per_class)


def test_so_many_of_each_class_and_kind(bundled: Watchlist) -> None:
    frame = made(bundled, per_class=5).frame
    assert frame.schema == VARIANTS
    counts = frame.group_by("variant_class", "entity_type").len()
    assert counts["len"].max() == 5
    assert set(counts["variant_class"]) >= {"typo", "order", "initials", "legal_form", OTHER_NAME}
    assert frame.group_by("variant_class", "entity_id").len()["len"].max() == 1


def test_every_class_is_explained_once() -> None:
    names = [one.name for one in CLASSES]
    assert len(set(names)) == len(names)
    assert all(one.says and one.kinds for one in CLASSES)
    assert set(_SCRIPTS) == set(ORIGINAL)
    assert {one.name for one in CLASSES if one.write is None} == {OTHER_NAME, *ORIGINAL}


def test_each_is_made_of_a_name_of_its_party(bundled: Watchlist) -> None:
    known = set(bundled.frames["names"].select("entity_id", "full").iter_rows())
    rows = made(bundled).frame.select("entity_id", "listed_name").iter_rows()
    assert set(rows) <= known


def test_none_is_written_like_a_listed_name_unless_its_class_allows_it(
    bundled: Watchlist,
) -> None:
    listed = {normal_form(full) for full in bundled.frames["names"]["full"]}
    allowed = [one.name for one in CLASSES if one.same_words or one.write is None]
    others = made(bundled).frame.filter(~pl.col("variant_class").is_in(allowed))
    assert {normal_form(text) for text in others["variant"]} & listed == set()


def test_the_seed_alone_decides(bundled: Watchlist) -> None:
    first, again, other = (made(bundled, seed).frame for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_the_order_of_the_list_does_not_matter(bundled: Watchlist) -> None:
    names, entities = (bundled.frames[frame] for frame in ("names", "entities"))
    mixed = names.sample(fraction=1, shuffle=True, seed=5)
    turned = variants_of(mixed, entities.reverse(), seed=1, per_class=20)
    assert turned.frame.equals(made(bundled).frame)
    assert turned.held_out.sort(pl.all()).equals(made(bundled).held_out.sort(pl.all()))


def test_more_of_a_class_are_the_same_and_more(bundled: Watchlist) -> None:
    few, many = (set(made(bundled, per_class=count).frame.iter_rows()) for count in (3, 9))
    assert few < many


def names(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["entity_id", "full", "kind"], orient="row")


def test_a_name_in_another_script_is_looked_for_without_it() -> None:
    listed = names(
        [
            ("x:1", "PROBE, Anna", "primary"),
            ("x:1", "Пробе, Анна", "alias"),
            ("x:1", "安娜", "alias"),
            ("x:2", "Только Кириллица", "primary"),
            ("x:3", "Probe, Bea", "primary"),
            ("x:3", "Бея Пробе", "weak_alias"),
        ]
    )
    types = pl.DataFrame({"entity_id": ["x:1", "x:2", "x:3"], "entity_type": ["person"] * 3})
    found = variants_of(listed, types, seed=1, per_class=9)
    others = found.frame.filter(pl.col("variant_class").is_in(list(ORIGINAL)))
    assert sorted(others.select("variant_class", "variant").iter_rows()) == [
        ("original_cyrillic", "Анна Пробе"),
        ("original_han", "安娜"),
    ]
    held = found.held_out.filter(variant_class="original_cyrillic")
    assert set(held["full"]) == {"Пробе, Анна", "安娜"}


def test_an_alias_is_looked_for_without_any_way_of_writing_it() -> None:
    listed = names(
        [
            ("x:1", "PROBE, Anna", "primary"),
            ("x:1", "Anna Probe", "alias"),
            ("x:1", "Ottoline Quillfeather", "alias"),
            ("x:2", "HERON, Bea", "primary"),
            ("x:2", "Bea Heron", "alias"),
        ]
    )
    types = pl.DataFrame({"entity_id": ["x:1", "x:2"], "entity_type": ["person"] * 2})
    taken = [
        set(variants_of(listed, types, seed=seed, per_class=9).held_out["full"])
        for seed in range(9)
    ]
    assert {frozenset(one) for one in taken} == {
        frozenset({"PROBE, Anna", "Anna Probe"}),
        frozenset({"Ottoline Quillfeather"}),
    }

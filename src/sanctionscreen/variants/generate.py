"""A list's names → VARIANTS: each class of variants, of so many names of each kind of party."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.model import EntityType, NameKind
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.variants.chance import Chance
from sanctionscreen.variants.classes import CLASSES, OTHER_NAME, VariantClass, Writer
from sanctionscreen.variants.written import written

#: One row a variant; `listed_name` is what it was made of, of the party `entity_id`.
VARIANTS: Final = pl.Schema(
    {
        "variant": pl.String(),
        "variant_class": pl.String(),
        "listed_name": pl.String(),
        "entity_id": pl.String(),
        "entity_type": pl.String(),
    }
)
#: One row a name that is taken off the list before the variants of a class are looked for.
HELD_OUT: Final = pl.Schema(
    {"variant_class": pl.String(), "entity_id": pl.String(), "full": pl.String()}
)
_LATIN: Final = r"^[\p{Latin}\P{L}]*\p{Latin}[\p{Latin}\P{L}]*$"
_SCRIPTS: Final = {
    "original_arabic": r"^[\p{Arabic}\P{L}]*$",
    "original_cyrillic": r"^[\p{Cyrillic}\P{L}]*$",
    "original_han": r"^[\p{Han}\P{L}]*$",
    "original_hangul": r"^[\p{Hangul}\P{L}]*$",
}
#: Names that a list calls weak, or that no list publishes, are no measure of it.
_NOT_MEASURED: Final = (NameKind.WEAK_ALIAS, NameKind.ARTICLE_ALIAS)


class Variants(NamedTuple):
    """The variants, and what each class must not find on the list."""

    frame: pl.DataFrame
    held_out: pl.DataFrame


class _Party(NamedTuple):
    """A listed party's names: those in Latin letters, and those of other scripts by class."""

    entity_id: str
    entity_type: str
    latin: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]]


def variants_of(
    names: pl.DataFrame, entities: pl.DataFrame, *, seed: int, per_class: int
) -> Variants:
    """Up to so many variants of each class and kind of party, the same for the same list and seed.

    `names` is NAMES and `entities` ENTITIES, in any order. A party gives at most one variant to a
    class; which parties do, is drawn by the seed. A variant that is written like a name of the list
    measures nothing and is left out, but for classes that change nothing else than how a name is
    written.

    >>> listed = pl.DataFrame(
    ...     {"entity_id": ["x:1"], "full": ["PROBE, Anna Marie"], "kind": ["primary"]}
    ... )
    >>> types = pl.DataFrame({"entity_id": ["x:1"], "entity_type": ["person"]})
    >>> made = variants_of(listed, types, seed=7, per_class=1).frame
    >>> dict(made.select("variant_class", "variant").rows())["initials"]
    'A M PROBE'
    """
    parties = _parties(names, entities)
    known: set[str] = {
        normal_form(written(full, party.entity_type).text)
        for party in parties
        for full in party.latin
    }
    rows: list[tuple[str, str, str, str, str]] = []
    held: list[tuple[str, str, str]] = []
    for one in CLASSES:
        for kind in one.kinds:
            drawn = _drawn(parties, one.name, kind, seed)
            made = (
                _published(drawn, one, seed)
                if one.write is None
                else _written(drawn, one, one.write, seed, known)
            )
            for found, taken_off in _first(made, per_class):
                rows.append(found)
                held.extend((one.name, found[3], full) for full in taken_off)
    return Variants(
        pl.DataFrame(rows, schema=VARIANTS, orient="row"),
        pl.DataFrame(held, schema=HELD_OUT, orient="row"),
    )


_Made = tuple[tuple[str, str, str, str, str], Sequence[str]]


def _parties(names: pl.DataFrame, entities: pl.DataFrame) -> list[_Party]:
    """The parties with a name in Latin letters, their names in an order of their own."""
    strong = names.filter(~pl.col("kind").is_in(_NOT_MEASURED)).select("entity_id", "full")
    full = pl.col("full")
    script = pl.coalesce(
        pl.when(full.str.contains(_LATIN)).then(pl.lit("latin")),
        *(pl.when(full.str.contains(p)).then(pl.lit(name)) for name, p in _SCRIPTS.items()),
    )
    lists = (
        strong.unique()
        .with_columns(script=script)
        .filter(pl.col("script").is_not_null())
        .group_by("entity_id", "script")
        .agg(full.sort())
    )
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for entity_id, of_script, fulls in lists.iter_rows():
        found.setdefault(entity_id, {})[of_script] = tuple(fulls)
    types = dict(entities.select("entity_id", "entity_type").iter_rows())
    return [
        _Party(entity_id, types[entity_id], by_script.pop("latin"), by_script)
        for entity_id, by_script in sorted(found.items())
        if "latin" in by_script
    ]


def _drawn(
    parties: Iterable[_Party], variant_class: str, kind: EntityType, seed: int
) -> list[_Party]:
    """The parties of the kind in the order in which the seed draws them for the class."""
    of_kind = (party for party in parties if party.entity_type == kind)
    return sorted(
        of_kind, key=lambda p: (Chance(seed, variant_class, p.entity_id).number(), p.entity_id)
    )


def _written(
    parties: Iterable[_Party], one: VariantClass, write: Writer, seed: int, known: Set[str]
) -> Iterator[_Made]:
    """The variants that the class writes, each of one of the party's names."""
    for party in parties:
        chance = Chance(seed, one.name, party.entity_id, "written")
        listed = chance.pick(party.latin)
        name = written(listed, party.entity_type)
        variant = write(name, chance)
        if variant is None or variant == name.text or not variant.strip():
            continue
        if one.same_words or normal_form(variant) not in known:
            yield (variant, one.name, listed, party.entity_id, party.entity_type), ()


def _published(parties: Iterable[_Party], one: VariantClass, seed: int) -> Iterator[_Made]:
    """Names that the list gives, with what has to be taken off it for them to be looked for."""
    for party in parties:
        chance = Chance(seed, one.name, party.entity_id, "published")
        if one.name == OTHER_NAME:
            listed = chance.pick(party.latin)
            same = _alike(party, listed)
            if len(same) == len(party.latin):
                continue
        elif one.name in party.others:
            listed = chance.pick(party.others[one.name])
            same = [full for fulls in party.others.values() for full in fulls]
        else:
            continue
        variant = written(listed, party.entity_type).text
        yield (variant, one.name, listed, party.entity_id, party.entity_type), same


def _alike(party: _Party, listed: str) -> list[str]:
    """The party's names with the same words as that one, in whatever order."""
    words = sorted(normal_form(listed).split())
    return [full for full in party.latin if sorted(normal_form(full).split()) == words]


def _first(made: Iterable[_Made], count: int) -> Iterator[_Made]:
    for _, one in zip(range(count), made, strict=False):
        yield one

"""The same party on several lists: what links two entries, and what does not."""

from datetime import date

import polars as pl
import pytest

from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    Detail,
    Entity,
    EntityType,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    Validity,
    Wallet,
)
from sanctionscreen.snapshots.frames import to_frames
from sanctionscreen.snapshots.links import LINKS, links

BORN = DateRange.day(date(1962, 3, 5))
CAMBODIA = CountryTie(role=CountryRole.NATIONALITY, text="Cambodia", code="KH")


def number(
    text: str = "N00453333",
    kind: IdentifierKind = IdentifierKind.PASSPORT,
    country: str | None = "KH",
    validity: Validity | None = None,
) -> Identifier:
    return Identifier(
        kind=kind, published_as="paper", number=text, country=country, validity=validity
    )


def entity(list_id: str, uid: str = "1", /, **update: object) -> Entity:
    base = Entity(
        list_id=list_id,
        uid=uid,
        entity_type=EntityType.PERSON,
        names=(Name(full=f"Nemo {list_id} {uid}", kind=NameKind.PRIMARY),),
    )
    return base.model_copy(update=update)


def found(*entities: Entity) -> list[tuple[str, str, str]]:
    frame = links(to_frames(entities))
    assert frame.schema == LINKS
    pairs = set(frame.select("entity_id", "other_id").rows())
    assert pairs == {(other, one) for one, other in pairs}, "a link has two directions"
    one_way = frame.filter(pl.col("entity_id") < pl.col("other_id"))
    return [(row[0], row[1], row[2]) for row in one_way.rows()]


PAIR = ("aa:1", "bb:1")


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        pytest.param(number(), number(), "proof", id="the same passport"),
        pytest.param(number("n-0045 3333"), number(), "proof", id="written in another way"),
        pytest.param(number(), number(country="CY"), None, id="of another country"),
        pytest.param(number(), number(country=None), None, id="of no stated country"),
        pytest.param(number(), number(kind=IdentifierKind.TAX_ID), None, id="of another kind"),
        pytest.param(number(), number("N00453334"), None, id="another number"),
        pytest.param(number("123"), number("123"), None, id="too short"),
        pytest.param(
            number(), number(validity=Validity.FRAUDULENT), None, id="called fraudulent by one"
        ),
        pytest.param(
            number("5493001KJTIIGC8Y1R12", IdentifierKind.LEI, None),
            number("5493001KJTIIGC8Y1R12", IdentifierKind.LEI, "US"),
            "proof",
            id="a worldwide number needs no country",
        ),
        pytest.param(
            number(kind=IdentifierKind.OTHER), number(kind=IdentifierKind.OTHER), None, id="other"
        ),
    ],
)
def test_numbers(one: Identifier, other: Identifier, strength: str | None) -> None:
    pair = found(entity("aa", identifiers=(one,)), entity("bb", identifiers=(other,)))
    assert pair == ([] if strength is None else [(*PAIR, strength)])


LEGACY, CASHADDR = (
    "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu",
    "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
)


@pytest.mark.parametrize(
    ("other", "linked"),
    [
        pytest.param(entity("bb", wallets=(Wallet(asset="XBT", address=LEGACY),)), True, id="same"),
        pytest.param(
            entity("bb", wallets=(Wallet(asset="BCH", address=f"bitcoincash:{CASHADDR}"),)),
            True,
            id="the same key, written otherwise",
        ),
        pytest.param(
            entity("bb", wallets=(Wallet(asset="XBT", address=LEGACY.lower()),)),
            False,
            id="damaged",
        ),
        pytest.param(
            entity(
                "bb",
                entity_type=EntityType.ORGANISATION,
                wallets=(Wallet(asset="XBT", address=LEGACY),),
            ),
            False,
            id="a person's and a company's",
        ),
        pytest.param(
            entity("aa", "2", wallets=(Wallet(asset="XBT", address=LEGACY),)), False, id="one list"
        ),
    ],
)
def test_wallets(other: Entity, linked: bool) -> None:
    mine = entity("aa", wallets=(Wallet(asset="XBT", address=LEGACY),))
    assert found(mine, other) == ([(*PAIR, "proof")] if linked else [])


def person(list_id: str, full: str = "CHEN, Nemo", /, **update: object) -> Entity:
    facts = {
        "names": (Name(full=full, kind=NameKind.PRIMARY),),
        "births": (BORN,),
        "countries": (CAMBODIA,),
    }
    return entity(list_id, "1", **{**facts, **update})


@pytest.mark.parametrize(
    ("other", "linked"),
    [
        pytest.param(person("bb", "Nemo Chen"), True, id="name, birth and country"),
        pytest.param(person("bb", "Nemo Chan"), False, id="another name"),
        pytest.param(person("bb", births=()), False, id="no birth"),
        pytest.param(person("bb", births=(DateRange.year(1962),)), False, id="the year only"),
        pytest.param(
            person("bb", births=(DateRange.year(1960), BORN)), True, id="one of two births"
        ),
        pytest.param(person("bb", countries=()), False, id="no country"),
        pytest.param(
            person("bb", countries=(), identifiers=(number("X999999"),)),
            True,
            id="the country of a passport",
        ),
        pytest.param(
            person("bb", entity_type=EntityType.ORGANISATION), False, id="a person and a company"
        ),
        pytest.param(
            person("bb", names=(Name(full="Nemo Chen", kind=NameKind.WEAK_ALIAS),)),
            False,
            id="a weak alias",
        ),
        pytest.param(person("aa", "Nemo Chen"), False, id="the same list"),
    ],
)
def test_names_and_births(other: Entity, linked: bool) -> None:
    other = other.model_copy(update={"uid": "1" if other.list_id == "bb" else "2"})
    assert found(person("aa"), other) == ([(*PAIR, "strong")] if linked else [])


def test_a_single_latin_word_is_no_name() -> None:
    assert found(person("aa", "Chen"), person("bb", "Chen")) == []
    assert found(person("aa", "陳志"), person("bb", "陈志")) == [(*PAIR, "strong")]


def test_a_number_of_the_united_nations_is_stated() -> None:
    detail = Detail(kind="UN Reference Number", text="INi.001")
    pair = found(entity("uk_sanctions", details=(detail,)), entity("un_sc", "INi.001"))
    assert pair == [("uk_sanctions:1", "un_sc:INi.001", "stated")]


def test_a_number_of_nobody_links_nothing() -> None:
    detail = Detail(kind="UN Reference Number", text="INi.999")
    assert found(entity("uk_sanctions", details=(detail,)), entity("un_sc", "INi.001")) == []


def test_a_third_entry_links_two() -> None:
    middle = person("bb", identifiers=(number(),))
    ends = (person("aa", "Nemo Chen"), entity("cc", identifiers=(number(),)))
    assert found(ends[0], middle, ends[1]) == [
        ("aa:1", "bb:1", "strong"),
        ("aa:1", "cc:1", "strong"),
        ("bb:1", "cc:1", "proof"),
    ]
    frame = links(to_frames([ends[0], middle, ends[1]]))
    by_way = frame.filter((pl.col("entity_id") == "aa:1") & (pl.col("other_id") == "cc:1"))
    assert by_way["evidence"].to_list() == ["by way of bb:1"]

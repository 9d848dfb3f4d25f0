from datetime import date

import pytest

from invented import STEADY, born, listed, party
from sanctionscreen.matching.evidence import Days, Party, compare_facts
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import DateRange, Entity, EntityType, Evidence, Gender, Precision

RULE = STEADY.evidence


def evidence(query: Party, entity: Entity, policy: Policy = STEADY) -> list[Evidence]:
    return list(compare_facts(query, Watchlist.from_entities([entity]).parties[0], policy))


def day(year: int, month: int, day: int) -> DateRange:
    return DateRange.day(date(year, month, day))


def span(start: date, end: date) -> DateRange:
    return DateRange(start=start, end=end, precision=Precision.RANGE)


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        pytest.param([born(1987, 12, 16)], [day(1987, 12, 16)], "birth_same", id="same day"),
        pytest.param(
            [(date(1987, 1, 1), date(1987, 12, 31))],
            [day(1987, 12, 16)],
            "birth_same",
            id="in year",
        ),
        pytest.param([born(1987, 12, 16)], [DateRange.year(1987)], "birth_same", id="year known"),
        pytest.param(
            [born(1960, 6, 1)],
            [span(date(1958, 1, 1), date(1962, 12, 31))],
            "birth_same",
            id="within a range",
        ),
        pytest.param([born(1987, 12, 6)], [day(1987, 6, 12)], "birth_close", id="day and month"),
        pytest.param([born(1937, 12, 16)], [day(1987, 12, 16)], "birth_close", id="one digit"),
        pytest.param([born(1987, 12, 16)], [day(1987, 11, 17)], "birth_near", id="two digits"),
        pytest.param(
            [born(1987, 12, 16)], [DateRange.year(1989)], "birth_near", id="two years off"
        ),
        pytest.param([born(1987, 12, 16)], [DateRange.year(1990)], "birth_differs", id="three off"),
        pytest.param([born(1981, 12, 16)], [DateRange.year(1987)], "birth_year_slip", id="a digit"),
        pytest.param(
            [born(1967, 12, 16)], [DateRange.year(1987)], "birth_other_decade", id="a decade"
        ),
        pytest.param(
            [born(1957, 12, 16)], [DateRange.year(1987)], "birth_other_decade", id="30 years"
        ),
        pytest.param(
            [(date(1984, 1, 1), date(1984, 12, 31))],
            [day(1987, 12, 16)],
            "birth_year_slip",
            id="a digit of the year stated",
        ),
        pytest.param(
            [born(1972, 12, 16)], [DateRange.year(1987)], "birth_differs", id="15 years apart"
        ),
        pytest.param([born(1950)], [day(1987, 12, 16)], "birth_differs", id="a generation"),
        pytest.param(
            [born(1950)], [day(1987, 12, 16), day(1950, 1, 1)], "birth_same", id="an alternative"
        ),
        pytest.param(
            [born(1950), born(1987, 12, 16)],
            [day(1987, 12, 16)],
            "birth_same",
            id="an alternative of the counterparty",
        ),
        pytest.param(
            [born(1970)],
            [day(1960, 5, 5), day(1980, 5, 5)],
            "birth_differs",
            id="alternatives are no envelope",
        ),
        pytest.param(
            [born(62, 1, 1)], [day(1962, 1, 1)], "birth_differs", id="a year of two digits"
        ),
    ],
)
def test_births(mine: list[Days], theirs: list[DateRange], kind: str) -> None:
    found = evidence(party(births=mine), listed("Anna Probe", births=theirs))
    assert [(one.kind, one.weight) for one in found] == [(kind, getattr(RULE, kind))]


def test_births_show_the_dates_that_met() -> None:
    theirs = [day(1950, 1, 1), DateRange.year(1987)]
    found = evidence(party(births=[born(1987, 12, 16)]), listed("Anna Probe", births=theirs))
    assert (found[0].query, found[0].listed) == ("1987-12-16", "1987-01-01/1987-12-31")


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param(["KH"], ["KH"], ("country_same", "KH", "KH"), id="same"),
        pytest.param(["DE", "KH"], ["KH", "CN"], ("country_same", "KH", "KH"), id="one in common"),
        pytest.param(["DE", "AT"], ["KH"], ("country_differs", "AT DE", "KH"), id="none in common"),
    ],
)
def test_countries(mine: list[str], theirs: list[str], expected: tuple[str, str, str]) -> None:
    found = evidence(party(countries=mine), listed("Anna Probe", countries=theirs))
    assert [(one.kind, one.query, one.listed) for one in found] == [expected]
    assert found[0].weight == getattr(RULE, expected[0])


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [
        pytest.param("male", Gender.FEMALE, ["gender_differs"], id="they differ"),
        pytest.param("male", Gender.MALE, [], id="they agree"),
        pytest.param(None, Gender.MALE, [], id="unknown of the counterparty"),
        pytest.param("male", None, [], id="unknown on the list"),
    ],
)
def test_genders(mine: str | None, theirs: Gender | None, kinds: list[str]) -> None:
    found = evidence(party(gender=mine), listed("Anna Probe", gender=theirs))
    assert [one.kind for one in found] == kinds


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [
        pytest.param("person", EntityType.ORGANISATION, ["type_differs"], id="they differ"),
        pytest.param("person", EntityType.VESSEL, ["type_differs"], id="a person is no ship"),
        pytest.param("person", EntityType.PERSON, [], id="they agree"),
        pytest.param(None, EntityType.PERSON, [], id="the counterparty does not say"),
        pytest.param("unknown", EntityType.PERSON, [], id="the counterparty does not know"),
        pytest.param("person", EntityType.UNKNOWN, [], id="the list does not know"),
    ],
)
def test_types(mine: str | None, theirs: EntityType, kinds: list[str]) -> None:
    found = evidence(party(entity_type=mine), listed("Anna Probe", entity_type=theirs))
    assert [one.kind for one in found] == kinds


FULL = party(entity_type="organisation", gender="male", births=[born(1950)], countries=["DE"])


def test_all_kinds_in_their_order() -> None:
    births = [DateRange.year(1987)]
    entity = listed("Anna Probe", gender=Gender.FEMALE, births=births, countries=["KH"])
    kinds = [one.kind for one in evidence(FULL, entity)]
    assert kinds == ["type_differs", "birth_differs", "gender_differs", "country_differs"]


@pytest.mark.parametrize(
    ("query", "entity"),
    [
        pytest.param(FULL, listed("Anna Probe", entity_type=EntityType.UNKNOWN), id="the list"),
        pytest.param(
            party(),
            listed("Anna Probe", births=[DateRange.year(1987)], countries=["KH"]),
            id="the counterparty",
        ),
    ],
)
def test_silence_is_no_evidence(query: Party, entity: Entity) -> None:
    assert evidence(query, entity) == []

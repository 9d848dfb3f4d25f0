import pytest

from sanctionscreen.identifiers.numbers import comparable, normal_number
from sanctionscreen.model import IdentifierKind


@pytest.mark.parametrize(
    ("kind", "number", "normal"),
    [
        pytest.param("passport", "n-000 811/08", "N00081108", id="signs and spaces"),
        pytest.param("passport", "Ｎ０００８１１０８", "N00081108", id="full width"),
        pytest.param("passport", "N0008\u200b1108\u00ad", "N00081108", id="invisible signs"),
        pytest.param("passport", "000811", "000811", id="zeros in front are part of it"),
        pytest.param("imo", "IMO 9167253", "9167253", id="IMO"),
        pytest.param("imo", "imo9167253", "9167253", id="IMO in small letters"),
        pytest.param("mmsi", "MMSI: 636092646", "636092646", id="MMSI"),
        pytest.param("passport", "IMO9167253", "IMO9167253", id="the word of another kind"),
        pytest.param("bic", "INVTDEFFXXX", "INVTDEFF", id="a head office"),
        pytest.param("bic", "INVTDEFF", "INVTDEFF", id="a head office in short"),
        pytest.param("bic", "INVTDEFF500", "INVTDEFF500", id="a branch"),
        pytest.param("tax_id", "12XXX", "12XXX", id="XXX in another kind"),
        pytest.param("registration", "ОГРН 1027700132195", "ОГРН1027700132195", id="Cyrillic"),
        pytest.param("passport", " - ", "", id="nothing"),
        pytest.param("card of a kind unknown", "a-1", "A1", id="a kind that no list has"),
    ],
)
def test_normal_number(kind: str, number: str, normal: str) -> None:
    assert normal_number(kind, number) == normal
    assert normal_number(kind, normal) == normal


@pytest.mark.parametrize("kind", IdentifierKind)
def test_like_meets_like_and_other_meets_all(kind: IdentifierKind) -> None:
    assert comparable(kind, kind)
    assert comparable(kind, "other")
    assert comparable("other", kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [("passport", "national_id"), ("tax_id", "registration"), ("imo", "mmsi"), ("bic", "lei")],
)
def test_other_kinds_do_not_meet(one: str, other: str) -> None:
    assert not comparable(one, other)
    assert not comparable(other, one)

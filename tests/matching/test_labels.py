"""Labels taken apart, and what of the names that met counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.matching.labels import Met, joined, judge, phrases
from sanctionscreen.matching.policy import Policy

RULE = Policy.default().label


def texts(label: str) -> list[str]:
    return [phrase.text for phrase in phrases(label, RULE)]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("Quorvex hot wallet 14", ["Quorvex"], id="wallet words and numbers"),
        pytest.param("QuorvexPay", ["Quorvex Pay", "Quorvex"], id="camel case"),
        pytest.param("quorvex_exchange_ou", ["quorvex exchange ou"], id="underscores"),
        pytest.param("quorvex.io: deposit", ["quorvex io", "quorvex"], id="an internet name"),
        pytest.param("OFAC SDN: PROBE, Anna 2025-10-14", ["PROBE, Anna"], id="list and date"),
        pytest.param("[OFAC] Quorvex - withdrawal", ["Quorvex"], id="brackets and dash"),
        pytest.param("Quorvex / Zindel", ["Quorvex", "Zindel"], id="two names"),
        pytest.param("陈志 Quorvex", ["陈志", "Quorvex"], id="two scripts"),
        pytest.param("cash and carry", ["cash and carry", "cash", "carry"], id="and"),
        pytest.param("hot wallet 3", [], id="no name at all"),
        pytest.param("陳志热钱包", ["陳志"], id="no blank before the wallet"),
        pytest.param("热钱包 陳志", ["陳志"], id="a wallet in Han first"),
        pytest.param("горячий кошелёк Кворвекс", ["Кворвекс"], id="a wallet in Cyrillic"),
        pytest.param("김상만지갑", ["김상만"], id="no blank in Hangul"),
        pytest.param("", [], id="empty"),
    ],
)
def test_phrases(label: str, expected: list[str]) -> None:
    found = texts(label)
    assert [text for text in expected if text not in found] == []
    assert bool(found) == bool(expected)


def met(
    name: str, kind: str = "primary", entity_type: str = "organisation", *, crypto: bool = False
) -> Met:
    return Met(name, kind, entity_type, 1.0, crypto)


PERSON = met("Probe, Anna Xylandra", entity_type="person")


@pytest.mark.parametrize(
    ("label", "listed", "named"),
    [
        pytest.param("Quorvex wallet", met("Quorvex"), True, id="a coined word"),
        pytest.param("Quorvex wallet", met("Quorvex", "weak_alias"), False, id="weak alias"),
        pytest.param("Quorvex", met("Quorvex", entity_type="vessel"), False, id="a vessel"),
        pytest.param("Quorvex Bakery", met("Quorvex"), False, id="another name beside it"),
        pytest.param("Focus wallet", met("Focus Company Ltd"), False, id="an ordinary word"),
        pytest.param("OFAC: Focus", met("Focus Company Ltd"), True, id="and a claim"),
        pytest.param("Focus", met("Focus Company Ltd", crypto=True), True, id="and wallets"),
        pytest.param("Quorvx", met("Quorvex", crypto=True), True, id="a slip inside"),
        pytest.param("Quarvex", met("Quorvex", crypto=True), False, id="another letter"),
        pytest.param("Qourvex", met("Quorvex", crypto=True), True, id="letters swapped"),
        pytest.param("Quorvexe", met("Quorvex", crypto=True), False, id="a letter at the end"),
        pytest.param("quorvex.org", met("Quorvex.io"), False, id="another ending"),
        pytest.param("quorvex.io hot", met("Quorvex.io"), True, id="the same ending"),
        pytest.param("Zindel Mixer", met("Zindel Mixer Ltd"), True, id="several words"),
        pytest.param("Mixer Zindel", met("Zindel Mixer Ltd"), False, id="in another order"),
        pytest.param("Zindel", met("Zindel Mixer"), False, id="one word of several"),
        pytest.param("ZINpool", met("Z.I.N."), False, id="a word and a name of letters"),
        pytest.param("ZIN wallet", met("Z.I.N.", crypto=True), False, id="of few letters"),
        pytest.param("Kawu Finance", met("卡吴有限公司"), False, id="a word and two syllables"),
        pytest.param("OFAC: ZIN", met("Z.I.N."), True, id="and a claim of it"),
        pytest.param("Kalimba Group", met("Calimba Gruppo"), False, id="another first letter"),
        pytest.param("Blue Sky shop", met("Blue Sky Aviation Co"), False, id="a common head"),
        pytest.param("zindelmixerhouse", met("Zindel Mixer House"), True, id="written as one"),
        pytest.param(
            "Zindel Mixer Ronda", met("Zindel Mixer"), True, id="a name beside a heavy one"
        ),
        pytest.param("Anna Probe", PERSON, True, id="two words of a person's name"),
        pytest.param("PROBE, Anna Xylandra", PERSON, True, id="a person's name turned round"),
        pytest.param("Anna", PERSON, False, id="one word of a person's name"),
        pytest.param("Anna Probe Noodles", PERSON, False, id="a shop called like a person"),
        pytest.param("Anna Probe fentanyl", PERSON, True, id="a person and a deed"),
    ],
)
def test_judgements(label: str, listed: Met, *, named: bool) -> None:
    assert any(judge(phrase, listed, RULE) for phrase in phrases(label, RULE)) is named


def test_joined() -> None:
    assert joined("Zindel Mixer House Ltd.") == "zindelmixerhouse"


@given(st.text(max_size=120))
def test_law_any_label_can_be_taken_apart(label: str) -> None:
    for phrase in phrases(label, RULE):
        assert phrase.text.strip()

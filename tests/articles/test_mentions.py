"""Who is meant, and who is not, on an invented list."""

import pytest

from articles.invented import mentions

FULL = "Quan Zhao was held. "


def said(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Text, kind and uids of the mentions."""
    return [
        (m.text, m.kind.value, tuple(i.removeprefix("xx_list:") for i in m.entity_ids))
        for m in mentions(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Quan Zhao was held.", [("Quan Zhao", "name", ("2",))], id="the list's order"),
        pytest.param("Zhao Quan was held.", [("Zhao Quan", "name", ("2",))], id="the other order"),
        pytest.param("QUAN, Zhao (a.k.a.", [("QUAN, Zhao", "name", ("2",))], id="a press release"),
        pytest.param("tycoon 权照 was", [("权照", "name", ("2",))], id="in its own script"),
        pytest.param("tycoon 權照 was", [("權照", "name", ("2",))], id="traditional characters"),
        pytest.param("警方说权照被捕。", [("权照", "name", ("2",))], id="in running Chinese"),
        pytest.param(
            "The Quan Zhao Effect: A Catalyst", [("Quan Zhao", "name", ("2",))], id="a headline"
        ),
        pytest.param("Mr. Quan Zhao’s lawyer", [("Quan Zhao", "name", ("2",))], id="an honorific"),
        pytest.param(
            "When Chinese tycoon Quan Zhao left", [("Quan Zhao", "name", ("2",))], id="a calling"
        ),
        pytest.param(
            "Dmitri Ostrakhov paid.", [("Dmitri Ostrakhov", "name", ("5",))], id="no patronymic"
        ),
        pytest.param(
            "Velmorin Guarantee paid.",
            [("Velmorin Guarantee", "name", ("4",))],
            id="no legal form",
        ),
        pytest.param(
            "Velmorrin Guarantee Co Ltd paid.",
            [("Velmorrin Guarantee Co Ltd", "name", ("4",))],
            id="a letter too many",
        ),
        pytest.param(
            FULL + "Quan fled; Mr Quan’s car stayed.",
            [
                ("Quan Zhao", "name", ("2",)),
                ("Quan", "short_name", ("2",)),
                ("Quan", "short_name", ("2",)),
            ],
            id="the family name after the whole name",
        ),
        pytest.param(
            FULL + "Cambodia’s Regent Group denied it.",
            [("Quan Zhao", "name", ("2",)), ("Regent Group", "short_form", ("1", "3"))],
            id="a short form with another anchor of its network",
        ),
        pytest.param(
            "The tanker Amber Horizon sailed.",
            [("Amber Horizon", "name", ("8",))],
            id="a ship where ships are spoken of",
        ),
        pytest.param(
            "Tibalt Zandor owns it; the Sablewick Trading Network is his.",
            [
                ("Tibalt Zandor", "name", ("10",)),
                ("Sablewick Trading Network", "name", ("11",)),
            ],
            id="two parties",
        ),
    ],
)
def test_meant(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("They met Zhao. Quan was late.", id="over the end of a sentence"),
        pytest.param("Quan was held.", id="a family name without the whole name"),
        pytest.param("Mehira, a survivor, spoke.", id="one word that is a weak alias"),
        pytest.param("Karst said no.", id="one word that is a whole listed name"),
        pytest.param("Regent Group denied it.", id="a short form without an anchor"),
        pytest.param("The Ministry of Interior spoke.", id="a public body of any state"),
        pytest.param("The Amber Horizon of our hopes", id="a ship's name without a ship"),
        pytest.param("The Quan Zhao Foundation gave.", id="a foundation"),
        pytest.param("Along Quan Zhao Road they ran.", id="a road"),
        pytest.param("David Quan Zhao gave.", id="a longer name"),
        pytest.param("Quan Zhao Peng gave.", id="a longer name, at its end"),
        pytest.param("权照强被捕。", id="a longer Chinese name"),
        pytest.param("quan zhao is a dish", id="small letters"),
        pytest.param("全照被捕。", id="other characters with the same reading"),
        pytest.param("Tibalt Sandor was held.", id="another first letter"),
        pytest.param("Milan Martin was held.", id="a common name a letter away"),
    ],
)
def test_not_meant(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FULL + "His cousin Quan Peng spoke. Quan denied it.", id="a stranger's"),
        pytest.param(FULL + "Quan Meiling left. Quan denied it.", id="another listed one's"),
    ],
)
def test_a_family_name_of_two_persons_is_nobodys(text: str) -> None:
    assert [m for m in said(text) if m[1] == "short_name"] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Regent Group Hotel opened.", id="a hotel"),
        pytest.param("Royal Regent Group opened.", id="a longer name"),
        pytest.param("Regent Group of Kentucky opened.", id="of another place"),
    ],
)
def test_short_forms_inside_other_names(text: str) -> None:
    assert [m for m in said(FULL + text) if m[1] != "name"] == []


def test_an_ambiguous_short_form_says_so() -> None:
    found = mentions(FULL + "Regent Group denied it.")[-1]
    assert found.is_ambiguous
    assert found.shortened == ("xx_list:1",)


def test_offsets_are_those_of_the_text() -> None:
    text = "“Quan Zhao’s” — said: Regent Group\u00a0…"
    assert [text[m.start : m.end] for m in mentions(text)] == ["Quan Zhao", "Regent Group"]

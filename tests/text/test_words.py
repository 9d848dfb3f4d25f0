import hashlib
from importlib.resources import files

import pytest

from sanctionscreen.text import words

DATA = files("sanctionscreen.text") / "data"
TABLES = sorted(table.name for table in DATA.iterdir() if table.name.endswith((".tsv", ".txt")))


def lines(table: str) -> list[str]:
    text = (DATA / table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        pytest.param("ltd", "ltd", id="one word"),
        pytest.param("limited", "ltd", id="written out"),
        pytest.param("limited liability company", "llc", id="several words"),
        pytest.param("l l c", "llc", id="letters apart"),
        pytest.param("s a de c v", "sa de cv", id="letters apart in a longer form"),
        pytest.param("co ltd", "ltd", id="two forms are one"),
        pytest.param("sdn bhd", "bhd", id="Malaysian"),
        pytest.param("有限公司", "有限公司", id="Chinese"),
        pytest.param("limited liability", None, id="half a form"),
        pytest.param("trading", None, id="a description"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_legal_form(written: str, form: str | None) -> None:
    assert words.legal_form(tuple(written.split())) == form


@pytest.mark.parametrize(
    ("word", "ending", "length"),
    [
        pytest.param("company", True, 3, id="limited liability company"),
        pytest.param("limited", False, 3, id="limited liability company from its start"),
        pytest.param("huione", True, None, id="no form"),
    ],
)
def test_form_lengths(word: str, ending: bool, length: int | None) -> None:
    found = words.form_lengths(ending=ending).get(word)
    assert found is length is None or (found is not None and length is not None and found >= length)


@pytest.mark.parametrize(
    ("word", "full"),
    [
        pytest.param("trdg", "trading", id="abbreviated"),
        pytest.param("intl", "international", id="shortened"),
        pytest.param("finansovogo", "financial", id="a Russian adjective, declined"),
        pytest.param("laboratoriyami", "laboratory", id="a Russian noun, declined"),
        pytest.param("dalnevostochnaya", "far eastern", id="two words"),
        pytest.param("seven", "7", id="a number"),
        pytest.param("moskalenko", "moskalenko", id="a stem within a name"),
        pytest.param("huione", "huione", id="a name"),
    ],
)
def test_in_full(word: str, full: str) -> None:
    assert words.in_full(word) == full


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        pytest.param("misha", "mikhail", True, id="short and formal"),
        pytest.param("bill", "william", True, id="another first letter"),
        pytest.param("sasha", "alex", True, id="two short forms of one name"),
        pytest.param("bill", "robert", False, id="other names"),
        pytest.param("huione", "huione", False, id="no given name at all"),
    ],
)
def test_given_names(one: str, other: str, meet: bool) -> None:
    first, second = words.given_names([one, other])
    assert bool(first & second) is meet


def test_no_formal_name_is_short_for_nothing() -> None:
    names = [line.split("\t")[0] for line in lines("nicknames.tsv")]
    found = words.given_names(names)
    assert all(name in formal for name, formal in zip(names, found, strict=True))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("group", True, id="what it is"),
        pytest.param("trading", True, id="what it does"),
        pytest.param("prince", False, id="which one"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_is_description(word: str, expected: bool) -> None:
    assert words.is_description(word) is expected


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        pytest.param("company", "mohammed", id="a legal form below a given name"),
        pytest.param("mohammed", "huione", id="a frequent name below a rare one"),
        pytest.param("trading", "dara", id="a description below a name"),
        pytest.param("x", "xu", id="a letter below a word"),
        pytest.param("7", "2480", id="a digit below a number"),
    ],
)
def test_the_rarer_word_weighs_more(lighter: str, heavier: str) -> None:
    assert words.weight(lighter) < words.weight(heavier)


def test_a_word_in_no_table_weighs_most() -> None:
    assert words.weight("qwzrtplk") == words.RAREST


def test_every_weight_is_a_share() -> None:
    table = [line.split("\t") for line in lines("word_weights.tsv")]
    assert all(0 < float(cell) <= words.RAREST for _, *cells in table for cell in cells)
    assert {len(row) for row in table} == {3}
    assert len({row[0] for row in table}) == len(table)


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_clean(table: str) -> None:
    assert lines(table)
    assert all(line == line.strip() == line.casefold() for line in lines(table))
    assert len(set(lines(table))) == len(lines(table))


def test_the_digest_covers_every_table() -> None:
    total = hashlib.sha256()
    for table in TABLES:
        total.update(table.encode() + b"\n" + (DATA / table).read_bytes())
    assert words.digest() == total.hexdigest()

import pytest

from sanctionscreen.text.analysis import FORM_WEIGHT, MAX_WORDS, analyse


@pytest.mark.parametrize(
    ("name", "words", "forms"),
    [
        pytest.param("Acme Trading Ltd.", "acme trading ltd", "- - ltd", id="at the end"),
        pytest.param("Acme L.L.C.", "acme l l c", "- llc llc llc", id="letters apart"),
        pytest.param(
            "Acme Holding Co., Ltd.", "acme holding co ltd", "- - ltd ltd", id="two words are one"
        ),
        pytest.param("Acme Corp., Inc.", "acme corp inc", "- corp inc", id="two forms in a row"),
        pytest.param("ООО Ромашка", "ooo romashka", "llc -", id="in front"),
        pytest.param("PT Bintang Laut Tbk", "pt bintang laut tbk", "pt - - pt", id="at both ends"),
        pytest.param(
            "Acme Limited Liability Company Moscow",
            "acme limited liability company moscow",
            "- llc llc llc -",
            id="several words inside",
        ),
        pytest.param(
            "Общество с ограниченной ответственностью Ромашка",
            "obshchestvo s ogranichennoy otvetstvennostyu romashka",
            "llc llc llc llc -",
            id="several words in front, romanised",
        ),
        pytest.param(
            "ТОВ Ромашка Сервіс", "tov romashka service", "llc - -", id="Ukrainian, in front"
        ),
        pytest.param("Brigade Forty-Four", "brigade 44", "- -", id="a number in two words"),
        pytest.param("Дальневосточный банк", "far eastern bank", "- - -", id="translated"),
        pytest.param("이재명", "i jae myeong", "- - -", id="Korean name, by syllables"),
        pytest.param("太子集團有限公司", "tai zi group llc", "- - - llc", id="Chinese"),
        pytest.param("太子 有限公司", "tai zi llc", "- - llc", id="Chinese, set apart"),
        pytest.param("トヨタ株式会社", "toyota llc", "- llc", id="Japanese"),
        pytest.param("Société Anonyme Étoile", "societe anonyme etoile", "sa sa -", id="French"),
        pytest.param("Trading Company Star", "trading company star", "- - -", id="a word inside"),
        pytest.param("Ltd", "ltd", "-", id="nothing but a form is a name"),
        pytest.param("Co Ltd", "co ltd", "- ltd", id="the first of two forms is a name"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_words_and_legal_forms(name: str, words: str, forms: str) -> None:
    found = analyse(name)
    assert found.words == tuple(words.split())
    shown = " ".join("-" if form is None else form.replace(" ", "_") for form in found.forms)
    assert shown == forms


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Li Se", id="Se"),
        pytest.param("Se Jin", id="Se in front"),
        pytest.param("Ag Ahmed", id="Ag"),
        pytest.param("Ao Zhi", id="Ao, which also stands before companies"),
        pytest.param("Co Van Minh", id="Co"),
        pytest.param("Sa As", id="two of them"),
    ],
)
def test_a_person_called_like_a_legal_form_keeps_all_words(name: str) -> None:
    found = analyse(name)
    assert found.words == tuple(name.lower().split())
    assert None in found.forms


@pytest.mark.parametrize(
    ("name", "han"),
    [
        pytest.param("陳志", "陈志", id="traditional"),
        pytest.param("陈 志", "陈志", id="with a space"),
        pytest.param("太子集團有限公司", "太子集团", id="without the legal form"),
        pytest.param("太子集团 有限公司", "太子集团", id="without a legal form set apart"),
        pytest.param("Chen Zhi", None, id="Latin"),
        pytest.param("陈志 Chen", None, id="both"),
        pytest.param("トヨタ自動車", None, id="kana as well"),
        pytest.param("有限公司", None, id="nothing but a legal form"),
        pytest.param("", None, id="empty"),
    ],
)
def test_han(name: str, han: str | None) -> None:
    assert analyse(name).han == han


def test_legal_forms_weigh_next_to_nothing() -> None:
    found = analyse("Huione Limited Liability Company")
    name, *form = found.organisation
    assert max(form) <= FORM_WEIGHT < name
    assert found.legal_forms == {"llc"}


def test_words_beyond_the_limit_are_not_matched() -> None:
    assert len(analyse("wort " * (MAX_WORDS + 5)).words) == MAX_WORDS

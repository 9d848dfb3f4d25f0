import pytest

from sanctionscreen.text.han import pinyin, simplified


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        pytest.param("陳志", "陈志", id="a person"),
        pytest.param("蔣介石", "蒋介石", id="a historical person"),
        pytest.param("亞洲電力", "亚洲电力", id="a company"),
        pytest.param("乾隆", "乾隆", id="a character that keeps its form in some words"),
        pytest.param("陈志", "陈志", id="simplified already"),
        pytest.param("カンパニー", "カンパニー", id="no Chinese character"),
    ],
)
def test_simplified(traditional: str, simple: str) -> None:
    assert simplified(traditional) == simple


def test_law_simplified_characters_stay_as_they_are() -> None:
    characters = [chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    once = [simplified(character) for character in characters]
    assert [simplified(character) for character in once] == once


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        pytest.param("陈志", "chen zhi", id="common"),
        pytest.param("单雄信", "shan xiong xin", id="单 as a surname"),
        pytest.param("简单", "jian dan", id="单 elsewhere"),
        pytest.param("仇英", "qiu ying", id="仇 as a surname"),
        pytest.param("曾国藩", "zeng guo fan", id="曾 as a surname"),
        pytest.param("解缙", "xie jin", id="解 as a surname"),
        pytest.param("任伯年", "ren bo nian", id="任 as a surname"),
        pytest.param("朴趾源", "piao zhi yuan", id="朴 as a surname"),
        pytest.param("尉迟恭", "yu chi gong", id="two characters"),
        pytest.param("万俟卨", "mo qi xie", id="万俟"),
        pytest.param("令狐楚", "ling hu chu", id="令狐"),
        pytest.param("长孙无忌", "zhang sun wu ji", id="长孙"),
        pytest.param("单于飞", "chan yu fei", id="two characters before the one they begin with"),
        pytest.param("欧阳修", "ou yang xiu", id="two characters of common readings"),
        pytest.param("吕布", "lv bu", id="ü is written v"),
        pytest.param("单", "dan", id="one character alone is no surname"),
    ],
)
def test_pinyin(name: str, syllables: str) -> None:
    assert pinyin(name) == tuple(syllables.split())

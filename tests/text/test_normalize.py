import unicodedata

import pytest

from sanctionscreen.text.normalize import normal_form


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("CHEN ZHI", "chen zhi", id="capitals"),
        pytest.param("  Chen\t\n Zhi ", "chen zhi", id="white space"),
        pytest.param("Chen\u00a0\u2003\u3000Zhi", "chen zhi", id="spaces of other widths"),
        pytest.param("STRAßE, straSSE", "strasse strasse", id="sharp s"),
        pytest.param("İSTANBUL ıstanbul", "istanbul istanbul", id="Turkish i, dotted or not"),
        pytest.param("ΣΊΣΥΦΟΣ", normal_form("σισυφοσ"), id="final sigma"),
        pytest.param("ＣＨＥＮ　Ｚｈｉ", "chen zhi", id="full width"),
        pytest.param("ﬁnance oﬃce Ǆ", "finance office dz", id="ligatures"),
        pytest.param("Æther Œuvre Łódź Đặng", "aether oeuvre lodz dang", id="letters with no base"),
        pytest.param("Þór Ðorđe Øre ħal", "thor dorde ore hal", id="northern letters"),
        pytest.param("José Müller Nguyễn", "jose muller nguyen", id="diacritics"),
        pytest.param("Ǿre Ǽ", "ore ae", id="a diacritic on a letter with no base"),
        pytest.param("m\u0303o a\u1dc4 a\ufe20", "mo a a", id="marks that never compose"),
        pytest.param("Ё Й ў", "е й у", id="Cyrillic marks, but the letter й"),
        pytest.param("Ὀδυσσεύς", "οδυσσευσ", id="Greek accents"),
        pytest.param("Henry Ⅷ, 5², ½", "henry viii 52 1 2", id="numbers in other shapes"),
        pytest.param("𝐀nna 𝓑ell", "anna bell", id="mathematical letters"),
        pytest.param("Söhne & Co", "sohne and co", id="ampersand"),
        pytest.param("Factory №5", "factory no 5", id="number sign"),
        pytest.param("Star™ Marine® Ltd℠", "star marine ltd", id="trade marks"),
        pytest.param("D-N, (F) [x] a/b; c_d", "d n f x a b c d", id="punctuation and underline"),
        pytest.param("Jean‐Luc Anne‑Marie A—B", "jean luc anne marie a b", id="dashes"),
        pytest.param("❤️ Anna 👩‍💼 Probe 1️⃣", "anna probe 1", id="emoji"),
        pytest.param("", "", id="empty"),
        pytest.param(" .,;!? \u200b", "", id="nothing but signs"),
        pytest.param("\u3164\u115f\uffa0", "", id="letters that show nothing"),
    ],
)
def test_normal_form(written: str, normal: str) -> None:
    assert normal_form(written) == normal


@pytest.mark.parametrize("sign", [*"'’‘‛ʼʻ`´′＇ʹʾʿ", "''", "`´"])
def test_an_apostrophe_in_a_word_joins_it(sign: str) -> None:
    assert normal_form(f"O{sign}Hara Ma{sign}mun") == "ohara mamun"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("'Abd al-Rahman", "abd al rahman", id="in front"),
        pytest.param("the Workers' Union", "the workers union", id="at the end"),
        pytest.param("“Star” ‘Sea’", "star sea", id="quotation marks"),
        pytest.param(
            "ʿAbd al-Ḥāfiẓ, Gorʹkiĭ", "abd al hafiz gorkii", id="letters of transliteration"
        ),
    ],
)
def test_an_apostrophe_at_the_edge_is_dropped(written: str, normal: str) -> None:
    assert normal_form(written) == normal


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("\u200b", id="zero width space"),
        pytest.param("\u200c", id="zero width non-joiner"),
        pytest.param("\u200d", id="zero width joiner"),
        pytest.param("\u2060", id="word joiner"),
        pytest.param("\ufeff", id="byte order mark"),
        pytest.param("\u00ad", id="soft hyphen"),
        pytest.param("\u034f", id="grapheme joiner"),
        pytest.param("\u3164", id="Hangul filler"),
        pytest.param("\ufe0f", id="variation selector"),
        pytest.param("\U000e0101", id="ideographic variation"),
        pytest.param("\u202e", id="right to left override"),
        pytest.param("\u2067", id="right to left isolate"),
        pytest.param("\x00", id="null"),
        pytest.param("\x1b", id="escape"),
        pytest.param("\x9b", id="control of eight bits"),
        pytest.param("\ue000", id="private use"),
        pytest.param("\ud800", id="half a surrogate pair"),
    ],
)
@pytest.mark.parametrize("name", ["AnnaProbe", "ÄnnaProbe", "陳志明"])
def test_invisible_signs_are_not_there(name: str, sign: str) -> None:
    assert normal_form(sign + name[:2] + sign + name[2:] + sign) == normal_form(name)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("КАVE", "kave", id="Cyrillic КА in a Latin word"),
        pytest.param("RЕYСO", "reyco", id="Cyrillic Е and С"),
        pytest.param("GMBН", "gmbh", id="Cyrillic Н"),
        pytest.param("Αlpha Οmega", "alpha omega", id="Greek capitals"),
        pytest.param("Пyтин", "путин", id="Latin y in a Cyrillic word"),
        pytest.param("MOCKBA", "mockba", id="a Latin word that looks Cyrillic"),
        pytest.param("РОСА ОАО", "роса оао", id="Cyrillic words that look Latin"),
        pytest.param("Путин", "путин", id="a Cyrillic word"),
        pytest.param("IT-компания", "it компания", id="one script before the hyphen, one behind"),
        pytest.param("Иванов/Ivanov", "иванов ivanov", id="both spellings with a stroke"),
        pytest.param('ООО"TransOil"', "ооо transoil", id="a legal form and quotation marks"),
    ],
)
def test_look_alikes_are_folded_in_mixed_words_only(written: str, normal: str) -> None:
    assert normal_form(written) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("أحمد", "احمد", id="alef with hamza"),
        pytest.param("إبراهيم", "ابراهيم", id="alef with hamza below"),
        pytest.param("آدم", "ادم", id="alef with madda"),
        pytest.param("فاطمة", "فاطمه", id="teh marbuta"),
        pytest.param("مصطفى", "مصطفي", id="alef maksura"),
        pytest.param("علی کریم", "علي كريم", id="Persian yeh and kaf"),
        pytest.param("مُحَمَّد", "محمد", id="vowel signs"),
        pytest.param("محـــمد", "محمد", id="tatweel"),
        pytest.param("ﻣﺤﻤﺪ", "محمد", id="presentation forms"),
        pytest.param("שָׁלוֹם", "שלום", id="Hebrew points"),
        pytest.param("陳志", "陈志", id="traditional and simplified"),
        pytest.param("太子控股集團", "太子控股集团", id="a company, traditional and simplified"),
        pytest.param("薴", "苎", id="a simplified character that is a traditional one itself"),
        pytest.param("ｶﾞｲ", "ガイ", id="half width kana"),
        pytest.param("각", "각", id="Hangul in parts"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other) != ""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("สมชาย พิชัย", id="Thai"),
        pytest.param("ភ្នំពេញ", id="Khmer"),
        pytest.param("हिन्दी", id="Devanagari"),
        pytest.param("বাংলা", id="Bengali"),
        pytest.param("မြန်မာ", id="Burmese"),
        pytest.param("ໄຊຍະບູລີ", id="Lao"),
        pytest.param("தமிழ்", id="Tamil"),
    ],
)
def test_vowel_marks_are_part_of_the_word(name: str) -> None:
    assert normal_form(name) == unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Fund 1", "Fund 2", id="numbers"),
        pytest.param("Иванов", "Ivanov", id="scripts"),
        pytest.param("и", "й", id="и and й"),
        pytest.param("कि", "कु", id="vowels of Devanagari"),
        pytest.param("ខា", "ខី", id="vowels of Khmer"),
        pytest.param("か", "が", id="kana with and without a voice mark"),
        pytest.param("陈志", "陈智", id="characters of one reading"),
    ],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)

"""Words that say "these two names are one party's", in the text between the two names.

A cue is matched against *everything* between the names, so that no stranger stands in between. In
`AFTER` the listed name comes first ("Chen Zhi, also known as …"), in `BEFORE` it comes last
("…, whose real name is Chen Zhi").
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class VariantKind(StrEnum):
    """What a variant of a listed name is, as the article says."""

    AKA = "aka"
    FORMERLY = "formerly"
    REBRANDED = "rebranded"
    LEGAL_NAME = "legal_name"
    NICKNAME = "nickname"
    ABBREVIATION = "abbreviation"
    NATIVE_SCRIPT = "native_script"
    TRANSLITERATION = "transliteration"
    SPELLING = "spelling"
    SHORT_FORM = "short_form"


#: Comma, dash, bracket or nothing; then perhaps "a local broker", in small letters only.
_OPEN: Final = r"(?:,| -|;| \(|,? \[)? ?(?:\"? ?)"
_AS_ONE: Final = r"(?:(?:, )?an? [a-z][a-z' -]{2,50}?,? )?"
_WHO: Final = r"(?:who |which |that )?(?:(?:is|was|are|were|has been|had been) )?"
_HOW: Final = (
    r"(?:(?:also|better|otherwise|widely|commonly|sometimes|often|locally|online|popularly|now|"
    r"variously|simply|more|generally|still|then|later|alternatively|usually|long|well|recently|"
    r"since|reportedly|allegedly|apparently|possibly|supposedly) )*"
)
_ONCE: Final = r"(?:formerly|previously|originally|once|earlier|until recently)"
_WHERE: Final = (
    r"(?:(?:locally|online|publicly|(?:to|among|in|within|by) (?:the |his |her |its |their )?"
    r"[a-z]+(?: [a-z]+)?|(?:on|in) [A-Z][a-z]+) )?"
)
_END: Final = r"[,:]? ?(?:the )?(?:names? )?\(?\"?"
_NAMED: Final = (
    r"(?:known as|called|named|styled|registered as|incorporated as|operating as|trading as)"
)
_REAL: Final = r"(?:real|legal|full|birth|true|given|registered|official|actual|proper)"
_BY_NAME: Final = (
    r"(?:by|under|with) (?:the |its |his |her )?(?:name|names|nickname|alias|aliases|brand)(?: of)?"
)


def _cue(*ways: str) -> re.Pattern[str]:
    return re.compile(rf"{_OPEN}{_AS_ONE}(?:{'|'.join(ways)}){_END}")


#: Between the listed name and the variant after it.
AFTER: Final[Mapping[VariantKind, re.Pattern[str]]] = {
    VariantKind.FORMERLY: _cue(
        rf"{_WHO}{_ONCE}(?: {_NAMED})?(?: as)?",
        rf"{_WHO}(?:used to be|had been|was) (?:{_ONCE} )?(?:called|named|registered as)",
        r"f\.?/?k\.?/?a\.?",
        rf"n[ée]e|{_WHO}born(?: as)?",
    ),
    VariantKind.REBRANDED: _cue(
        rf"{_WHO}(?:has |had )?{_HOW}(?:been )?re-?(?:branded|named|launched|styled)(?: itself)?"
        rf"(?: as| to| under the name)?",
        rf"{_WHO}(?:has |had )?{_HOW}chang(?:ed|ing) (?:its|his|her|their) name to",
        rf"{_WHO}now(?: {_NAMED}| (?:operat|trad)(?:es|ing) (?:as|{_BY_NAME}))?(?: as)?",
        r"n\.?/?k\.?/?a\.?",
    ),
    VariantKind.LEGAL_NAME: _cue(
        rf"whose {_REAL} name (?:is|was)",
        rf"{_REAL} name",
        rf"{_WHO}(?:legally|officially|formally) {_NAMED}",
        rf"{_WHO}registered (?:as|{_BY_NAME})",
    ),
    VariantKind.NICKNAME: _cue(rf"{_WHO}{_HOW}(?:nicknamed|nickname|dubbed)"),
    VariantKind.TRANSLITERATION: _cue(
        rf"{_WHO}{_HOW}(?:spelled|spelt|written|transliterated|transcribed|rendered|romani[sz]ed)"
        r"(?: as)?",
        r"in (?:some|other|many) (?:documents|texts|sources|spellings|transliterations|reports)",
    ),
    VariantKind.AKA: _cue(
        rf"{_WHO}{_HOW}(?:known|referred to|identified) {_WHERE}(?:as|{_BY_NAME})",
        r"a\.?/?k\.?/?a\.?|alias(?:es)?",
        rf"{_WHO}{_HOW}(?:goes|went|going|go) {_BY_NAME}|{_WHO}{_HOW}(?:goes|went|going) by",
        rf"{_WHO}{_HOW}us(?:es|ed|ing) the (?:name|alias|pseudonym|names|aliases)",
        rf"{_WHO}{_HOW}call(?:s|ed|ing) (?:himself|herself|itself)",
        rf"{_WHO}{_HOW}(?<=[a-z] )called",
        rf"{_WHO}{_HOW}(?:operat|trad)(?:es|ing|ed) (?:as|{_BY_NAME})",
        rf"{_WHO}{_HOW}(?:does|doing|did) business (?:as|{_BY_NAME})|d/?b/?a",
    ),
}

#: Between the variant and the listed name after it.
BEFORE: Final[Mapping[VariantKind, re.Pattern[str]]] = {
    VariantKind.LEGAL_NAME: _cue(
        rf"whose {_REAL} name (?:is|was)",
        rf"{_REAL} name",
        rf"{_WHO}(?:legally |officially |formally )?registered (?:as|{_BY_NAME})",
    ),
    VariantKind.REBRANDED: _cue(
        rf"{_WHO}{_ONCE}(?: {_NAMED})?",
        r"(?:is |was )?the (?:new|latest) (?:name|brand) (?:of|for)",
        r"f\.?/?k\.?/?a\.?",
    ),
    VariantKind.FORMERLY: _cue(
        rf"{_WHO}(?:has |had )?{_HOW}re-?(?:branded|named)(?: itself)?(?: as| to)?",
        rf"{_WHO}{_HOW}changed its name to",
    ),
    VariantKind.AKA: _cue(
        rf"{_WHO}{_HOW}known as",
        r"a\.?/?k\.?/?a\.?|alias",
        rf"{_WHO}(?:an alias|a pseudonym|a brand|a trade name) (?:of|for|used by)",
    ),
}

#: At the head of a sentence: "Once named X, NAME …"; then only a comma stands between.
FRONTED: Final[Mapping[VariantKind, re.Pattern[str]]] = {
    VariantKind.FORMERLY: re.compile(rf"{_ONCE}(?: {_NAMED})?{_END}", re.IGNORECASE),
    VariantKind.AKA: re.compile(
        rf"{_HOW}(?:known {_WHERE}as|called|nicknamed){_END}", re.IGNORECASE
    ),
}
#: "The man who calls himself X is NAME".
SELF_NAMED: Final = re.compile(
    r"(?:who|that|which) (?:calls|called|styled|styles) (?:himself|herself|itself) (?:the )?\"?$"
)
#: "Locals call NAME "X""; the name is an object of these verbs, not a subject of "said".
CALLED_BY: Final = re.compile(r"\b(?:call|calls|called|dub|dubbed|nickname|nicknamed) $")

#: Words before or inside a cue that turn it round.
NEGATED: Final = re.compile(
    r"\b(?:not|never|nor|no longer|wrongly|mistaken|mistakenly|falsely|erroneously|unrelated|"
    r"confused|denied|denies|misidentified|impersonat\w+|unlike|rival\w*)\b"
)
#: A claim that the writer does not make as a fact.
HEDGED: Final = re.compile(
    r"\b(?:allegedly|reportedly|apparently|possibly|perhaps|believed|thought|suspected|may|might|"
    r"could|rumou?red|said to|claims?|claimed|purported\w*)\b"
)

"""The classes of variants: what is done to a listed name, and for which kinds of party."""

from collections.abc import Callable
from typing import Final, NamedTuple

from sanctionscreen.model import EntityType
from sanctionscreen.variants import arrangement, habits, spelling
from sanctionscreen.variants.chance import Chance
from sanctionscreen.variants.written import Written

Writer = Callable[[Written, Chance], str | None]


class VariantClass(NamedTuple):
    """One way of writing a name differently; `write` gives null where a name does not lend itself.

    `counts` is false where a miss proves no weakness of spelling. A class without `write` is made
    of the list's own names, each looked for where it is taken off the list.
    """

    name: str
    says: str
    kinds: tuple[EntityType, ...]
    write: Writer | None
    same_words: bool = False
    counts: bool = True


#: What `two_changes` does first, and then.
_ARRANGED: Final = (
    arrangement.order,
    arrangement.one_word_less,
    arrangement.first_and_last,
    arrangement.one_word_more,
    habits.legal_form,
)
_SPELT: Final = (spelling.typo, spelling.scan, habits.romanised)


def two_changes(name: Written, chance: Chance) -> str | None:
    """Two changes at once, as real data has them: to the words, then to the letters."""
    arranged = chance.pick(_ARRANGED)(name, chance)
    if arranged is None:
        return None
    return chance.pick(_SPELT)(name._replace(words=tuple(arranged.split())), chance)


_PERSON: Final = (EntityType.PERSON,)
_COMPANY: Final = (EntityType.ORGANISATION,)
_BOTH: Final = (*_PERSON, *_COMPANY)
_ALL: Final = (*_BOTH, EntityType.VESSEL)

OTHER_NAME: Final = "other_name"
#: Classes of names that a list gives in another script, with the letters they are written in.
ORIGINAL: Final = {
    "original_arabic": "Arabic letters",
    "original_cyrillic": "Cyrillic letters",
    "original_han": "Chinese characters",
    "original_hangul": "Korean letters",
}

#: Every class; `same_words`: the variant may have the normal form of a listed name.
CLASSES: Final = (
    VariantClass(
        "format",
        "the same letters in another case, with accents, other punctuation, full width letters or"
        " invisible signs",
        _ALL,
        spelling.formatted,
        same_words=True,
    ),
    VariantClass(
        "order",
        "family name first, without a comma; of others two neighbouring words changed about",
        _BOTH,
        arrangement.order,
        same_words=True,
    ),
    VariantClass("typo", "one letter more, less, other, or two changed about", _ALL, spelling.typo),
    VariantClass("two_typos", "two such slips", _BOTH, spelling.two_typos),
    VariantClass("scan", "one or two letters as a scanner mistakes them", _ALL, spelling.scan),
    VariantClass(
        "disguise",
        "one to three letters as digits, or as Cyrillic letters that look the same",
        _BOTH,
        spelling.disguise,
        same_words=True,
    ),
    VariantClass("initials", "all given names as letters", _PERSON, arrangement.initials),
    VariantClass(
        "word_less", "a word in the middle left out", _BOTH, arrangement.one_word_less
    ),
    VariantClass(
        "word_more",
        "a title before a person's name; a place and a unit behind a company's",
        _BOTH,
        arrangement.one_word_more,
    ),
    VariantClass(
        "first_and_last",
        "the first given name and the family name alone, in either order",
        _PERSON,
        arrangement.first_and_last,
        same_words=True,
    ),
    VariantClass("joined", "two neighbouring words written as one", _ALL, arrangement.joined),
    VariantClass("all_joined", "all words written as one", _BOTH, arrangement.all_joined),
    VariantClass("split", "a long word written as two", _BOTH, arrangement.split),
    VariantClass(
        "truncated", "cut as a field of 35, 27, 22 or 18 characters cuts it", _BOTH, arrangement.cut
    ),
    VariantClass(
        "romanised", "one or two sounds by another habit of romanisation", _BOTH, habits.romanised
    ),
    VariantClass(
        "romanised_much", "three or four such changes", _PERSON, habits.romanised_much
    ),
    VariantClass("nickname", "a given name in its short form", _PERSON, habits.nickname),
    VariantClass(
        "two_changes",
        "words left out, added or in another order, and a slip or another romanisation",
        _BOTH,
        two_changes,
    ),
    VariantClass(
        "legal_form",
        "the legal form left out, added, or written in another way",
        _COMPANY,
        habits.legal_form,
    ),
    VariantClass(
        "abbreviated", "usual words of company names shortened", _COMPANY, habits.abbreviated
    ),
    VariantClass(
        "ship_prefix", "M/V and the like before a ship's name", (EntityType.VESSEL,),
        habits.ship_prefix, same_words=True,
    ),
    *(
        VariantClass(
            name, f"the name in {letters} that the list gives, on a list without it", _BOTH, None
        )
        for name, letters in ORIGINAL.items()
    ),
    VariantClass(
        OTHER_NAME,
        "an alias of the list, on a list without it; many have nothing in common with the other"
        " names, so it does not count in the sum",
        _ALL,
        None,
        counts=False,
    ),
)  # fmt: skip

"""A listed name as the writers of variants take it: words in the order in which people write."""

from typing import NamedTuple

from sanctionscreen.model import EntityType
from sanctionscreen.text.analysis import in_natural_order


class Written(NamedTuple):
    """A name in words; of a person's the first `given` ones are given names."""

    words: tuple[str, ...]
    given: int
    entity_type: str

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def written(full: str, entity_type: str) -> Written:
    """A published name in natural order.

    Where a list does not say which name is the family's (by a comma), it is the last word.

    >>> written("PUTIN, Vladimir Vladimirovich", "person")
    Written(words=('Vladimir', 'Vladimirovich', 'PUTIN'), given=2, entity_type='person')
    """
    if entity_type != EntityType.PERSON:
        return Written(tuple(full.split()), 0, entity_type)
    natural = in_natural_order(full)
    words = tuple(natural.split())
    family = len(full.partition(",")[0].split()) if natural != full else 1
    return Written(words, len(words) - family, entity_type)


def in_case_of(model: str, text: str) -> str:
    """The text in capitals where the model is, with a first capital where the model has one.

    >>> in_case_of("PUTIN", "poutine"), in_case_of("Putin", "poutine"), in_case_of("al", "El")
    ('POUTINE', 'Poutine', 'el')
    """
    if model.isupper() and len(model) > 1:
        return text.upper()
    if model[:1].isupper():
        return text[:1].upper() + text[1:].lower()
    return text.lower()

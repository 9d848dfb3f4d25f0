"""Units of a name: its words, and its neighbouring words written together."""

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA

from sanctionscreen.matching.policy import Policy
from sanctionscreen.text.analysis import NameAnalysis
from sanctionscreen.text.sounds import sound_key
from sanctionscreen.text.words import given_names

#: Names of more words are also known by each two neighbours joined.
_PAIR = 2
#: Names of up to so many words are also known joined in every rotation ("CHEN Zhi" = "zhichen").
_TURNED = 4
#: Sums of weights differ in their last bits with the order of summing.
_TOLERANCE = 1e-9


def units_of(name: NameAnalysis) -> Iterator[tuple[str, int]]:
    """Each unit with the words it covers as a bit mask.

    Units are words, pairs of neighbours joined, the whole joined, and under a mark of their own
    the sound of a word (`~`) and the given name it may be short for (`=`).

    >>> from sanctionscreen.text.analysis import analyse
    >>> list(units_of(analyse("Jin Bei")))
    [('jin', 1), ('bei', 2), ('jinbei', 3), ('beijin', 3)]
    >>> list(units_of(analyse("Misha")))
    [('misha', 1), ('~miSa', 1), ('=michael', 1), ('=mikhail', 1)]
    """
    words = name.words
    for position, word in enumerate(words):
        bit = 1 << position
        yield word, bit
        key = sound_key(word)
        if key is not None:
            yield f"~{key}", bit
        for formal in sorted(given_names(word)):
            yield f"={formal}", bit
    if len(words) > _PAIR:
        for position, (left, right) in enumerate(pairwise(words)):
            yield left + right, 0b11 << position
    if len(words) >= _PAIR:
        everything = (1 << len(words)) - 1
        for turn in range(len(words) if len(words) <= _TURNED else 1):
            yield "".join((*words[turn:], *words[:turn])), everything


def heaviest(name: NameAnalysis, coverage: float) -> int:
    """The mask of the heaviest words without which the others cannot weigh `coverage` of all.

    A set of words that weighs that share must contain one of them.
    """
    order = sorted(range(len(name.words)), key=lambda i: (-name.weights[i], i))
    rest = sum(name.weights)
    needed = coverage * rest
    mask = 0
    for position in order:
        if rest < needed - _TOLERANCE:
            break
        mask |= 1 << position
        rest -= name.weights[position]
    return mask


def passes_gate(query: NameAnalysis, listed: NameAnalysis, policy: Policy) -> bool:
    """The gate, said of one pair: what meets weighs the policy's share of either name.

    Two words meet when they are equal or within the policy's edits; a joined unit meets an equal
    unit only.
    """
    met_query = met_listed = 0
    theirs = tuple(units_of(listed))
    for text, bits in units_of(query):
        for other, other_bits in theirs:
            near = text == other or (
                bits.bit_count() == other_bits.bit_count() == 1
                and text.isalnum()
                and other.isalnum()
                and OSA.distance(text, other) <= policy.word.max_edits(min(len(text), len(other)))
            )
            if near:
                met_query |= bits
                met_listed |= other_bits
    return _enough(query, met_query, policy) or _enough(listed, met_listed, policy)


def _enough(name: NameAnalysis, mask: int, policy: Policy) -> bool:
    met = sum(weight for i, weight in enumerate(name.weights) if mask >> i & 1)
    return mask != 0 and met >= (policy.gate.coverage - _TOLERANCE) * sum(name.weights)

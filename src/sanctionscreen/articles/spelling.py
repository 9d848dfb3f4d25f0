"""How far two spellings are from each other."""

from collections.abc import Iterator
from typing import Final

#: Shorter words are other words when a letter changes: "Zhi", "Zhe".
SHORTEST: Final = 5


def without_one_letter(word: str) -> Iterator[str]:
    """The word without each of its letters in turn; none for short words."""
    if len(word) >= SHORTEST:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


def within_one_edit(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped makes one word of the other.

    >>> within_one_edit("canopy", "canpoy"), within_one_edit("canopy", "canapes")
    (True, False)
    """
    return edits(one, other, most=1) <= 1


def edits(one: str, other: str, *, most: int) -> int:
    """The edits between two words, swaps of neighbours included; `most + 1` where there are more.

    Source: optimal string alignment (restricted Damerau-Levenshtein distance).

    >>> edits("huione", "huoine", most=2), edits("prince", "duke", most=2)
    (1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 < j and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)

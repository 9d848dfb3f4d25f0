"""The inner loop of cutting names: the texts between blanks, and which of them are equal.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same.
"""

from typing import Final

_BLANK: Final = 32
#: Of the hash of Fowler, Noll and Vo for 32 bits; it only says where to look first.
_PRIME: Final = 16777619
_BITS: Final = 0xFFFFFFFF


def cut(first, count, known, basis, letters, names, number, ends, hashes, at, store, slots):
    """Numbers the texts of names from `first` on, in the order in which they are first met.

    Name i is letters[names[i]:names[i + 1]]; `count` texts were numbered before, `known` are
    different; hashes begin with `basis`. Writes the number of each, how many there are up to the
    end of each name, and of what is new its hash, its letters with a blank behind them, and where
    they end. Where there is no room for more texts it stops; says the name that is next, and both
    counts.
    """
    for name in range(first, len(names) - 1):
        start = names[name]
        before = count
        while start <= names[name + 1]:
            mark = basis
            end = start
            while end < names[name + 1] and letters[end] != _BLANK:
                mark = ((mark ^ letters[end]) * _PRIME) & _BITS
                end += 1
            slot = find(letters, start, end, mark, hashes, at, store, slots)
            if slots[slot] < 0:
                if known == len(hashes):
                    return name, before, known
                keep(letters, start, end, mark, known, hashes, at, store)
                slots[slot] = known
                known += 1
            number[count] = slots[slot]
            count += 1
            start = end + 1
        ends[name] = count
    return len(names) - 1, count, known


def find(letters, start, end, mark, hashes, at, store, slots):
    """The slot of a text: its own, or the free one that it would take."""
    slot = slot_of(mark, slots)
    while slots[slot] >= 0:
        text = slots[slot]
        if hashes[text] == mark and same(letters, start, end, store, at[text], at[text + 1] - 1):
            break
        slot = (slot + 1) & (len(slots) - 1)
    return slot


def slot_of(mark, slots):
    """Where to look first for a text of such a hash; there are 2, 4, 8 … slots."""
    return (mark ^ (mark >> 15)) & (len(slots) - 1)


def same(letters, start, end, store, low, high):
    """Whether two texts are equal, letter by letter."""
    equal = end - start == high - low
    i = start
    while equal and i < end:
        equal = letters[i] == store[low + i - start]
        i += 1
    return equal


def keep(letters, start, end, mark, number, hashes, at, store):
    """Keeps a text with a blank behind it."""
    hashes[number] = mark
    low = at[number]
    for i in range(end - start):
        store[low + i] = letters[start + i]
    store[low + end - start] = _BLANK
    at[number + 1] = low + end - start + 1


def place(known, hashes, slots):
    """Gives so many texts, all different, their slots; all were free."""
    for text in range(known):
        slot = slot_of(hashes[text], slots)
        while slots[slot] >= 0:
            slot = (slot + 1) & (len(slots) - 1)
        slots[slot] = text

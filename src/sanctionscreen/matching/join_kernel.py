"""The inner loop of joining: the hashes of neighbouring words of a name written together.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits.
"""

from typing import Final

#: Hashes are numbers of 64 bits, in plain Python, too.
_BITS: Final = 0xFFFFFFFFFFFFFFFF


def join(
    at, word, hashes, lengths, powers, longest, turned, wanted, bits, name, mask, whole, length
):
    """Writes the joins of names: whose, which words (a mask), its hash and length; how many.

    Runs of up to `longest` words, and all words; those of names of up to `turned` words in every
    rotation. Of these each of which the first bits, those above `bits`, are among those `wanted`.
    """
    count = 0
    for n in range(len(at) - 1):
        start = at[n]
        size = at[n + 1] - start
        for run in range(2, min(longest, size - 1) + 1):
            for first in range(size - run + 1):
                put(count, start, size, first, run, word, hashes, lengths, powers, whole, length)
                if wanted[whole[count] >> bits[0]]:
                    name[count] = n
                    mask[count] = ((1 << run) - 1) << first
                    count += 1
        if size > 1:
            for first in range(size if size <= turned else 1):
                put(count, start, size, first, size, word, hashes, lengths, powers, whole, length)
                if wanted[whole[count] >> bits[0]]:
                    name[count] = n
                    mask[count] = (1 << size) - 1
                    count += 1
    return count


def put(count, start, size, first, run, word, hashes, lengths, powers, whole, length):
    """Writes the hash and length of a run of words from `first` on, beyond the last from the first.

    The hash of two strings joined is that of the first plus that of the second, times the base to
    the power of the first one's length.
    """
    total = hashes[word[start + first]]
    letters = lengths[word[start + first]]
    for i in range(1, run):
        next_word = word[start + (first + i) % size]
        power = powers[min(letters, len(powers) - 1)]
        total = (total + power * hashes[next_word]) & _BITS
        letters += lengths[next_word]
    whole[count] = total
    length[count] = letters

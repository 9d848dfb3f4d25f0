"""The inner loops of keys: what is left of a text with a few letters deleted, and who shares it.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits.
"""

from typing import Final

#: Hashes are numbers of 64 bits, in plain Python, too.
_BITS: Final = 0xFFFFFFFFFFFFFFFF
#: The deletions of longer texts would be too many: only the text itself is their key.
LONGEST: Final = 24
#: A text has at most so many keys: itself, and it without one or two letters.
MOST: Final = 1 + LONGEST + LONGEST * (LONGEST - 1) // 2


def keys_of_text(text, at, letters, edits, salt, powers, inverses, sums, out):
    """Writes the hashes of one text and of what is left without one or two letters; how many.

    A hash is the sum of the letters, each times the base to the power of its place; letters behind
    a deleted one move to the left.
    """
    start = at[text]
    length = at[text + 1] - start
    sums[0] = 0
    for i in range(min(length, LONGEST)):
        sums[i + 1] = (sums[i] + letters[start + i] * powers[i + 1]) & _BITS
    mark = salt[text]
    if length > LONGEST:
        total = sums[LONGEST]
        for i in range(LONGEST, length):
            total = (total + letters[start + i] * powers[i + 1]) & _BITS
        out[0] = total ^ mark
        return 1
    out[0] = sums[length] ^ mark
    count = 1
    if edits[text] < 1 or length < 2:
        return count
    for i in range(length):
        after = (sums[length] - sums[i + 1]) & _BITS
        out[count] = ((sums[i] + after * inverses[1]) & _BITS) ^ mark
        count += 1
    if edits[text] < 2 or length < 3:
        return count
    for i in range(length):
        for k in range(i + 1, length):
            between = ((sums[k] - sums[i + 1]) & _BITS) * inverses[1]
            after = ((sums[length] - sums[k + 1]) & _BITS) * inverses[2]
            out[count] = ((sums[i] + between + after) & _BITS) ^ mark
            count += 1
    return count


def keys(at, letters, edits, salt, owner, order, powers, inverses, sums, out, hashes, whose):
    """Writes the keys of all texts, and whose each is; how many.

    Where there is no room the rest is counted only.
    """
    count = 0
    for text in order:
        many = keys_of_text(text, at, letters, edits, salt, powers, inverses, sums, out)
        for i in range(many):
            if count < len(hashes):
                hashes[count] = out[i]
                whose[count] = owner[text]
            count += 1
    return count


def meet(
    at, letters, edits, salt, owner, order, powers, inverses, sums, out,
    bits, bucket_at, listed_hash, listed_word, seen, q_out, n_out,
):  # fmt: skip
    """Pairs of a word and a listed word that share a key, each once; how many there are.

    In `order` the texts of one word stand together. `seen` has a -1 for each listed word. Where
    there is no room the rest is counted only.
    """
    count = 0
    for text in order:
        mine = owner[text]
        many = keys_of_text(text, at, letters, edits, salt, powers, inverses, sums, out)
        for i in range(many):
            bucket = out[i] >> bits[0]
            for p in range(bucket_at[bucket], bucket_at[bucket + 1]):
                if listed_hash[p] == out[i]:
                    other = listed_word[p]
                    if seen[other] != mine:
                        seen[other] = mine
                        if count < len(q_out):
                            q_out[count] = mine
                            n_out[count] = other
                        count += 1
    return count

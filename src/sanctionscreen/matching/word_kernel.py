"""The inner loops of comparing words: which share a key, and how alike they are.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits. Costs
are whole hundredths of an edit.
"""

from typing import Final

_EDIT: Final = 100
_SWAP: Final = 80
WIDEST: Final = 100

# Kinds of likeness and sorts of words, as in likeness.py and vocabulary.py.
_SPELLING: Final = 1
_SOUND: Final = 2
_SHORT: Final = 3
_SCRIPT: Final = 4
_DIGITS: Final = 1
_MASKED: Final = 2
_UNVOWELLED: Final = 3
_LEAST_UNVOWELLED: Final = 0.75
_VOWEL: Final = 10
#: Costs a first vowel that is written without vowels, and is none in the other word.
_NO_VOWEL: Final = 40
_ZERO: Final = 48
_NINE: Final = 57


def distance(a, a_start, a_end, b, b_start, b_end, change, gap, swap, before, above, row):
    """The least cost of turning one string into the other.

    Source: Damerau-Levenshtein, optimal string alignment, with weighted operations.
    """
    wide = min(b_end - b_start, WIDEST)
    tall = min(a_end - a_start, WIDEST)
    above[0] = 0
    for j in range(wide):
        above[j + 1] = above[j] + gap[b[b_start + j]]
    for i in range(tall):
        char = a[a_start + i]
        cost = gap[char]
        row[0] = above[0] + cost
        for j in range(wide):
            other = b[b_start + j]
            best = above[j + 1] + cost
            value = row[j] + gap[other]
            if value < best:
                best = value
            value = above[j] + change[char, other]
            if value < best:
                best = value
            if i and j and char == b[b_start + j - 1] and a[a_start + i - 1] == other:
                value = before[j - 1] + swap
                if value < best:
                    best = value
            row[j + 1] = best
        spare = before
        before = above
        above = row
        row = spare
    return above[wide]


def same_digits(a, a_start, a_end, b, b_start, b_end):
    """Whether two words hold the same digits in the same order."""
    j = b_start
    for i in range(a_start, a_end):
        if _ZERO <= a[i] <= _NINE:
            while j < b_end and not _ZERO <= b[j] <= _NINE:
                j += 1
            if j == b_end or a[i] != b[j]:
                return False
            j += 1
    for k in range(j, b_end):  # noqa: SIM110  # numba knows no generators
        if _ZERO <= b[k] <= _NINE:
            return False
    return True


def is_vowel(sign):
    """Whether a sign is A, E, I, O, U, Y or H, which is hardly heard."""
    return sign in (97, 101, 105, 111, 117, 121, 104)


def without_zeros(a, start, end):
    """Where a number begins without its leading zeros."""
    while start < end - 1 and a[start] == _ZERO:
        start += 1
    return start


def same_text(a, a_start, a_end, b, b_start, b_end):
    """Whether two strings are equal."""
    if a_end - a_start != b_end - b_start:
        return False
    for i in range(a_end - a_start):  # noqa: SIM110
        if a[a_start + i] != b[b_start + i]:
            return False
    return True


def share_formal(q_at, q_formal, q, n_at, n_formal, n):
    """Whether two words may be short for the same given name."""
    for i in range(q_at[q], q_at[q + 1]):
        for j in range(n_at[n], n_at[n + 1]):
            if q_formal[i] == n_formal[j]:
                return True
    return False


def alike(
    q, n, q_sort, n_sort, q_consonants, n_consonants, q_raw_at, q_raw, n_raw_at, n_raw,
    q_scan_at, q_scan, n_scan_at, n_scan, q_say_at, q_say, n_say_at, n_say,
    q_formal_at, q_formal, n_formal_at, n_formal,
    plain, plain_gap, sounds, sound_gap, bare, bare_gap, looks, costs, before, above, row,
):  # fmt: skip
    """How alike two different words are, and by what rule; 0 where they are other words.

    `costs` holds the policy's: scanned, sound, digits (in edits), and the likeness of nicknames.
    """
    a, b = q_raw_at[q], q_raw_at[q + 1]
    d, e = n_raw_at[n], n_raw_at[n + 1]
    longest = max(b - a, e - d)
    if longest > WIDEST:  # no name has such a word
        return 0.0, _SPELLING
    say_a, say_b = q_say_at[q], q_say_at[q + 1]
    say_d, say_e = n_say_at[n], n_say_at[n + 1]
    signs = max(say_b - say_a, say_e - say_d)
    if q_sort[q] == _UNVOWELLED or n_sort[n] == _UNVOWELLED:
        edits = distance(
            q_say, say_a, say_b, n_say, say_d, say_e, bare, bare_gap, _SWAP, before, above, row
        )
        if q_sort[q] != n_sort[n]:  # what such a script writes first is said first: A is no H
            marked, other = q_say[say_a], n_say[say_d]
            if n_sort[n] == _UNVOWELLED:
                marked, other = other, marked
            if is_vowel(marked) and not is_vowel(other):
                edits += _NO_VOWEL
        most = max(q_consonants[q], n_consonants[n])
        like = 1.0 - edits / _EDIT / (most + 0.12 * signs + 0.6)
        # One consonant is hardly a word: it must be the very same, "Ali" but not "Aon" for "An".
        if like < _LEAST_UNVOWELLED or (most < 2 and edits > _VOWEL):
            like = 0.0
        return like, _SCRIPT
    edits = distance(q_raw, a, b, n_raw, d, e, plain, plain_gap, _EDIT, before, above, row)
    spelling = 1.0 - edits / _EDIT / longest
    if q_sort[q] or n_sort[n]:
        if q_sort[q] == _DIGITS and n_sort[n] == _DIGITS:
            start = without_zeros(q_raw, a, b)
            other = without_zeros(n_raw, d, e)
            return (1.0 if same_text(q_raw, start, b, n_raw, other, e) else 0.0), _SPELLING
        if q_sort[q] == _DIGITS or n_sort[n] == _DIGITS:
            return 0.0, _SPELLING
        if same_digits(q_raw, a, b, n_raw, d, e):
            return max(spelling, 0.0), _SPELLING
        if q_sort[q] == _MASKED and n_sort[n] == _MASKED:
            return 0.0, _SPELLING
        edits = distance(q_raw, a, b, n_raw, d, e, looks, plain_gap, _EDIT, before, above, row)
        return max(0.0, 1.0 - (edits / _EDIT + costs[2]) / longest), _SPELLING
    edits = distance(
        q_scan, q_scan_at[q], q_scan_at[q + 1], n_scan, n_scan_at[n], n_scan_at[n + 1],
        plain, plain_gap, _EDIT, before, above, row,
    )  # fmt: skip
    spelling = max(spelling, 1.0 - (edits / _EDIT + costs[0]) / longest)
    edits = distance(
        q_say, say_a, say_b, n_say, say_d, say_e, sounds, sound_gap, _SWAP, before, above, row
    )
    half = (b - a + e - d) / 2 - 0.5
    sound = 1.0 - (edits / _EDIT + costs[1]) / max(float(signs), half)
    best = max(spelling, sound, 0.0)
    kind = _SOUND if sound > spelling else _SPELLING
    if best < costs[3] and share_formal(q_formal_at, q_formal, q, n_formal_at, n_formal, n):
        return costs[3], _SHORT
    return best, kind


def compare(
    mine, theirs, q_sort, n_sort, q_consonants, n_consonants, q_raw_at, q_raw, n_raw_at, n_raw,
    q_scan_at, q_scan, n_scan_at, n_scan, q_say_at, q_say, n_say_at, n_say,
    q_formal_at, q_formal, n_formal_at, n_formal,
    plain, plain_gap, sounds, sound_gap, bare, bare_gap, looks, costs, likes, kinds,
    before, above, row,
):  # fmt: skip
    """Writes how alike the words of each pair are; `before`, `above` and `row` are to work in."""
    for p in range(len(mine)):
        likes[p], kinds[p] = alike(
            mine[p], theirs[p], q_sort, n_sort, q_consonants, n_consonants,
            q_raw_at, q_raw, n_raw_at, n_raw, q_scan_at, q_scan, n_scan_at, n_scan,
            q_say_at, q_say, n_say_at, n_say, q_formal_at, q_formal, n_formal_at, n_formal,
            plain, plain_gap, sounds, sound_gap, bare, bare_gap, looks, costs,
            before, above, row,
        )  # fmt: skip


def meet(key_hash, key_word, bucket_at, bits, listed_hash, listed_word, seen, q_out, n_out):
    """Pairs of a word and a listed word that share a key, each once; how many there are.

    Keys of one word stand together. `seen` has a -1 for each listed word. Where there is no room
    the rest is counted only.
    """
    count = 0
    for k in range(len(key_hash)):
        mine = key_word[k]
        bucket = key_hash[k] >> bits
        for p in range(bucket_at[bucket], bucket_at[bucket + 1]):
            if listed_hash[p] == key_hash[k]:
                other = listed_word[p]
                if seen[other] != mine:
                    seen[other] = mine
                    if count < len(q_out):
                        q_out[count] = mine
                        n_out[count] = other
                    count += 1
    return count

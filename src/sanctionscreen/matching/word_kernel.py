"""The inner loops of comparing words: how alike they are.

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
#: The letters of a word in which one is much.
_SHORT_WORD: Final = 3
_VOWEL: Final = 10
#: From so many signs on, a word without vowels may differ in more of them.
_SOME_SIGNS: Final = 3
_VOWELS: Final = 40
#: Costs a first vowel that is written without vowels, and is none in the other word.
_NO_VOWEL: Final = 40
_ZERO: Final = 48
_NINE: Final = 57
#: More than any distance.
_ANY: Final = 1 << 40


def letters_apart(a, a_start, a_end, b, b_start, b_end, limit, before, above, row):
    """How many edits turn one string into the other; more than the limit where there are more.

    Source: Damerau-Levenshtein, optimal string alignment.
    """
    while a_start < a_end and b_start < b_end and a[a_start] == b[b_start]:
        a_start += 1
        b_start += 1
    while a_start < a_end and b_start < b_end and a[a_end - 1] == b[b_end - 1]:
        a_end -= 1
        b_end -= 1
    wide = b_end - b_start
    tall = a_end - a_start
    if abs(wide - tall) > limit:
        return limit + 1
    last = 0
    for j in range(wide + 1):
        above[j] = j
    for i in range(tall):
        char = a[a_start + i]
        least = i + 1
        row[0] = least
        for j in range(wide):
            other = b[b_start + j]
            best = above[j] if char == other else min(above[j], above[j + 1], row[j]) + 1
            if i and j and char == b[b_start + j - 1] and a[a_start + i - 1] == other:
                best = min(best, before[j - 1] + 1)
            row[j + 1] = best
            least = min(least, best)
        if least > limit and last > limit:
            return limit + 1
        last = least
        spare = before
        before = above
        above = row
        row = spare
    return above[wide]


def distance(a, a_start, a_end, b, b_start, b_end, change, gap, swap, limit, before, above, row):
    """The least cost of turning one string into the other; more than the limit where it is more.

    Source: Damerau-Levenshtein, optimal string alignment, with weighted operations.
    """
    last = 0
    wide = min(b_end - b_start, WIDEST)
    tall = min(a_end - a_start, WIDEST)
    above[0] = 0
    for j in range(wide):
        above[j + 1] = above[j] + gap[b[b_start + j]]
    for i in range(tall):
        char = a[a_start + i]
        cost = gap[char]
        row[0] = above[0] + cost
        least = row[0]
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
            if best < least:
                least = best
        if least > limit and last > limit:
            return limit + 1
        last = least
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


def if_enough(like, least):
    """How alike words are, if as much as is asked; else 0: then it was not measured to the end."""
    return like if like >= least else 0.0


def alike(
    q, n, q_sort, n_sort, q_consonants, n_consonants, q_raw_at, q_raw, n_raw_at, n_raw,
    q_scan_at, q_scan, n_scan_at, n_scan, q_say_at, q_say, n_say_at, n_say,
    q_formal_at, q_formal, n_formal_at, n_formal,
    plain_gap, sounds, sound_gap, bare, bare_gap, looks, costs, before, above, row,
):  # fmt: skip
    """How alike two different words are, and by what rule; 0 where they are other words.

    `costs` holds the policy's: scanned, sound, digits (in edits), the likeness of nicknames, and
    what words are alike at least, others and short ones.
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
            q_say, say_a, say_b, n_say, say_d, say_e, bare, bare_gap, _SWAP, _ANY,
            before, above, row,
        )  # fmt: skip
        if q_sort[q] != n_sort[n]:  # what such a script writes first is said first: A is no H
            marked, other = q_say[say_a], n_say[say_d]
            if n_sort[n] == _UNVOWELLED:
                marked, other = other, marked
            if is_vowel(marked) and not is_vowel(other):
                edits += _NO_VOWEL
        most = max(q_consonants[q], n_consonants[n])
        like = 1.0 - edits / _EDIT / (most + 0.12 * signs + 0.6)
        # One consonant is hardly a word: it must be the very same, "Ali" but not "Aon" for "An".
        few = min(say_b - say_a, say_e - say_d) < _SOME_SIGNS
        if like < _LEAST_UNVOWELLED or (most < 2 and edits > (_VOWEL if few else _VOWELS)):
            like = 0.0
        return like, _SCRIPT
    # Words that are less alike than asked are other words: those are not measured to the end.
    least = costs[4] if longest > _SHORT_WORD else costs[5]
    limit = int((1.0 - least) * longest) + 1
    spelling = 1.0 - letters_apart(q_raw, a, b, n_raw, d, e, limit, before, above, row) / longest
    if q_sort[q] or n_sort[n]:
        if q_sort[q] == _DIGITS and n_sort[n] == _DIGITS:
            start = without_zeros(q_raw, a, b)
            other = without_zeros(n_raw, d, e)
            return (1.0 if same_text(q_raw, start, b, n_raw, other, e) else 0.0), _SPELLING
        if q_sort[q] == _DIGITS or n_sort[n] == _DIGITS:
            return 0.0, _SPELLING
        if same_digits(q_raw, a, b, n_raw, d, e):
            return if_enough(spelling, least), _SPELLING
        if q_sort[q] == _MASKED and n_sort[n] == _MASKED:
            return 0.0, _SPELLING
        edits = distance(
            q_raw, a, b, n_raw, d, e, looks, plain_gap, _EDIT, _ANY, before, above, row
        )
        return if_enough(1.0 - (edits / _EDIT + costs[2]) / longest, least), _SPELLING
    scan_a, scan_b = q_scan_at[q], q_scan_at[q + 1]
    scan_d, scan_e = n_scan_at[n], n_scan_at[n + 1]
    if scan_b - scan_a < b - a or scan_e - scan_d < e - d:  # else the very same strings
        edits = letters_apart(
            q_scan, scan_a, scan_b, n_scan, scan_d, scan_e, limit, before, above, row
        )
        spelling = max(spelling, 1.0 - (edits + costs[0]) / longest)
    wide = max(float(signs), (b - a + e - d) / 2 - 0.5)
    limit = int(((1.0 - max(spelling, least)) * wide - costs[1]) * _EDIT) + 1
    if limit < 0:
        sound = 0.0
    else:
        edits = distance(
            q_say, say_a, say_b, n_say, say_d, say_e, sounds, sound_gap, _SWAP, limit,
            before, above, row,
        )  # fmt: skip
        sound = 1.0 - (edits / _EDIT + costs[1]) / wide
    best = if_enough(max(spelling, sound), least)
    kind = _SOUND if best and sound > spelling else _SPELLING
    if best < costs[3] and share_formal(q_formal_at, q_formal, q, n_formal_at, n_formal, n):
        return costs[3], _SHORT
    return best, kind


def compare(
    mine, theirs, q_sort, n_sort, q_consonants, n_consonants, q_raw_at, q_raw, n_raw_at, n_raw,
    q_scan_at, q_scan, n_scan_at, n_scan, q_say_at, q_say, n_say_at, n_say,
    q_formal_at, q_formal, n_formal_at, n_formal,
    plain_gap, sounds, sound_gap, bare, bare_gap, looks, costs, likes, kinds,
    before, above, row,
):  # fmt: skip
    """Writes how alike the words of each pair are; `before`, `above` and `row` are to work in."""
    for p in range(len(mine)):
        likes[p], kinds[p] = alike(
            mine[p], theirs[p], q_sort, n_sort, q_consonants, n_consonants,
            q_raw_at, q_raw, n_raw_at, n_raw, q_scan_at, q_scan, n_scan_at, n_scan,
            q_say_at, q_say, n_say_at, n_say, q_formal_at, q_formal, n_formal_at, n_formal,
            plain_gap, sounds, sound_gap, bare, bare_gap, looks, costs,
            before, above, row,
        )  # fmt: skip

"""The inner loops of the score: features of pairs whose words are aligned, trees, flags.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits. All that
`judge` calls stands in this file, see `gate_kernel.py`, which finds the pairs.
"""

from typing import Any, Final, NamedTuple

#: Positions in a row of features; the model's trees ask for them.
COVER_QUERY: Final = 0
COVER_LISTED: Final = 1
SHARED: Final = 2
HEAVIEST_ADDED: Final = 3
HEAVIEST_OMITTED: Final = 4
AGAINST: Final = 5
AGAINST_SHARE: Final = 6
TOLD: Final = 7
MEAN_ALIKE: Final = 8
LEAST_ALIKE: Final = 9
EQUAL_SHARE: Final = 10
IN_ORDER: Final = 11
INITIALS: Final = 12
INITIALS_LEFT: Final = 13
NUMBERS_LEFT: Final = 14
FORMS_LEFT: Final = 15
HEAD_MEETS: Final = 16
HEADS_DIFFER: Final = 17
LAST_MEETS: Final = 18
ONE_WORD: Final = 19
WORDS_QUERY: Final = 20
WORDS_LISTED: Final = 21
SHORT_SHARE: Final = 22
JOINS: Final = 23
OTHER_SCRIPT: Final = 24
EDITS: Final = 25
ONE_SIDE_WHOLE: Final = 26
DESCRIBES_ONLY: Final = 27
SOUND_SHARE: Final = 28
REST_QUERY: Final = 29
REST_LISTED: Final = 30
SCRIPT_QUERY: Final = 31
LEAST_SHORT: Final = 32
CUT: Final = 33
FEATURES: Final = 34
#: Questions that a tree asks of a pair.
DEPTH: Final = 3

#: Flags of a pair: the query is the head of the listed name; both have one normal form or are
#: personal names of the same words, turned; the query is one word of a longer personal name, or all
#: that met is a short form; son and father have changed places; both are personal names of the
#: same words in any order; the single letters of an organisation's name have changed places.
HEAD: Final = 1
SAME: Final = 2
ALONE: Final = 4
REVERSED: Final = 8
REORDERED: Final = 16
MOVED: Final = 32

# Kinds of likeness and marks of words, as in likeness.py and analysis.py.
_SOUND: Final = 2
_SHORT: Final = 3
_SCRIPT: Final = 4
_JOINED: Final = 5
_INITIAL: Final = 6
_CUT: Final = 7
_LETTER: Final = 1
_NUMBER: Final = 2
_PARTICLE: Final = 4
_FORM: Final = 16
_DESCRIPTION: Final = 32
_SYLLABLE: Final = 64
_SKELETON: Final = 128
_SON: Final = 256
_ROMAN: Final = 512
#: Letters in `opening`.
_OPENING: Final = 9
_SHORTEST_ACRONYM: Final = 3
#: Words up to this long are judged apart: one sound is much of them.
_SHORT_WORD: Final = 5
_EMPTY: Final = 1 | 4 | 8 | 16
#: What no letter stands for: numbers, titles, words of legal forms.
_NO_INITIAL: Final = 2 | 8 | 16

#: As in gate_kernel.py: a misspelt word weighs at most this much more than the word meant.
_RARER: Final = 1.3
_RARER_BY: Final = 0.05
#: Words so alike sound the same: "Arkadiy" and "Arkadii".
_AS_EQUAL: Final = 0.985
#: The words of a head are at least so alike.
_HEAD_ALIKE: Final = 0.9
#: Lower than any sum of trees.
_NEVER: Final = -1e300


class Rule(NamedTuple):
    """How alike an initial is to a word, what a head must weigh, and the lowest sum of interest."""

    initial: float
    head_weight: float
    least: float


class Side(NamedTuple):
    """Names and their words; `other` and `person` weigh them for names of either kind.

    Names have one `bag` if they have the same words in any order.
    """

    at: Any
    other: Any
    person: Any
    marks: Any
    opening: Any
    normal: Any
    bag: Any
    forms: Any


class Forest(NamedTuple):
    """Trees for names of anything else and of persons, from at[kind] on.

    `asks` and `limits`: what is asked first, and behind question k the one where the answer is no
    (2k + 1), and where it is yes (2k + 2). `rest` is what this tree and those after it can add at
    most.
    """

    at: Any
    base: Any
    asks: Any
    limits: Any
    values: Any
    rest: Any


class Kept(NamedTuple):
    """Where results go: query, name, end of the meetings, sum of the trees, flags, features."""

    query: Any
    name: Any
    met: Any
    logit: Any
    flags: Any
    features: Any
    parts: Any
    reals: Any


class Scratch(NamedTuple):
    """Memory for one pair: its meetings, features, and what is left over on either side."""

    parts: Any
    reals: Any
    features: Any
    left_q: Any
    left_n: Any


#: Columns of meetings, as in gate_kernel.py.
_QUERY: Final = 0
_LISTED: Final = 1
_KIND: Final = 2
_LETTERS: Final = 3
_LIKE: Final = 0
_WEIGHT_QUERY: Final = 1
_WEIGHT_LISTED: Final = 2

#: What is left over on one side: weight, the heaviest, single letters, numbers, words that do
#: more than describe.
_WEIGHT: Final = 0
_HEAVIEST: Final = 1
_SINGLE: Final = 2
_NUMBERS: Final = 3
_TELLING: Final = 4


def met_words(size, column, work):
    """The mask of the words that met on one side."""
    mask = 0
    for k in range(size):
        mask |= work.parts[k, column]
    return mask


def meet_initials(size, initial, q, n, person, queries, listed, work):
    """Adds meetings of single letters with words left over that begin with them; how many.

    A letter in a listed name that is no personal one stands for itself: it tells such names apart.
    """
    weights = queries.person if person else queries.other
    mine = met_words(size, _QUERY, work)
    theirs = met_words(size, _LISTED, work)
    for i in range(queries.at[q], queries.at[q + 1]):
        at_q = 1 << (i - queries.at[q])
        if mine & at_q or queries.marks[i] & _NO_INITIAL:
            continue
        for j in range(listed.at[n], listed.at[n + 1]):
            at_n = 1 << (j - listed.at[n])
            if theirs & at_n or listed.marks[j] & _NO_INITIAL:
                continue
            one = queries.marks[i] & _LETTER
            other = listed.marks[j] & _LETTER
            if (
                one != other
                and (one or person)
                and first_letter(queries.opening[i]) == first_letter(listed.opening[j])
            ):
                work.parts[size, _QUERY] = at_q
                work.parts[size, _LISTED] = at_n
                work.parts[size, _KIND] = _INITIAL
                work.parts[size, _LETTERS] = 0
                work.reals[size, _LIKE] = initial
                work.reals[size, _WEIGHT_QUERY] = weights[i]
                work.reals[size, _WEIGHT_LISTED] = listed.person[j]
                size += 1
                mine |= at_q
                theirs |= at_n
                break
    return size


def first_letter(opening):
    """The first letter of a word, of its first letters (`vocabulary.openings`)."""
    return opening >> 7 * (_OPENING - 1)


def meet_cut(size, like, q, n, queries, listed, work):
    """Adds the meeting of the query's last word with one left over that it is the beginning of.

    Fields of a fixed length cut names off; so all other words of the query have met.
    """
    last = queries.at[q + 1] - 1
    at_q = 1 << (last - queries.at[q])
    opening = queries.opening[last]
    rest = 0
    while not (opening >> 7 * rest) & 127:
        rest += 1
    written_out = queries.marks[last] & (_NO_INITIAL | _SYLLABLE)
    if written_out or rest == _OPENING - 1 or met_words(size, _QUERY, work) != at_q - 1:
        return size
    theirs = met_words(size, _LISTED, work)
    for j in range(listed.at[n], listed.at[n + 1]):
        at_n = 1 << (j - listed.at[n])
        if theirs & at_n or listed.marks[j] & _NO_INITIAL:
            continue
        if listed.opening[j] >> 7 * rest == opening >> 7 * rest:
            work.parts[size, _QUERY] = at_q
            work.parts[size, _LISTED] = at_n
            work.parts[size, _KIND] = _CUT
            work.parts[size, _LETTERS] = _OPENING - rest
            work.reals[size, _LIKE] = like
            work.reals[size, _WEIGHT_QUERY] = listed.person[j]
            work.reals[size, _WEIGHT_LISTED] = listed.person[j]
            return size + 1
    return size


def measure_meetings(size, work):
    """Writes the features of what met; returns what met on either side, and its raw weight."""
    features = work.features
    met_q = 0.0
    met_n = 0.0
    raw_q = 0.0
    raw_n = 0.0
    told = 0.0
    least = 1.0
    least_short = 1.0
    edits = 0.0
    for k in range(size):
        a = work.reals[k, _WEIGHT_QUERY]
        b = work.reals[k, _WEIGHT_LISTED]
        like = work.reals[k, _LIKE]
        kind = work.parts[k, _KIND]
        if like >= _AS_EQUAL:
            like = 1.0
        letters = work.parts[k, _LETTERS]
        if kind == _INITIAL:
            features[INITIALS] += 1.0
            told += 0.12
            a = b
        elif kind == _CUT:
            features[CUT] = letters / _OPENING
            told += 0.12
            a = b
        elif kind == _JOINED:  # letters weigh little, the word they make up as much as any
            a = max(a, b)
            b = a
        elif like < 1.0:
            a = min(a, b * _RARER + _RARER_BY)
        raw_q += a
        raw_n += b
        met_q += like * a
        met_n += like * b
        light = min(a, b)
        if kind < _INITIAL:
            told += light * max(0.0, (like - 0.5) * 2)
            if light > 0.15 and like < least:
                least = like
            if letters <= _SHORT_WORD and like < least_short:
                least_short = like
            if like < 1.0:
                edits += (1.0 - like) * letters
        if like >= 1.0:
            features[EQUAL_SHARE] += a + b
        if kind == _SHORT:
            features[SHORT_SHARE] += a + b
        elif kind == _SOUND and like < 1.0:
            features[SOUND_SHARE] += a + b
        elif kind == _JOINED:
            features[JOINS] += 1.0
        elif kind == _SCRIPT:
            features[OTHER_SCRIPT] = 1.0
    features[TOLD] = min(told, 4.0) / 2
    features[MEAN_ALIKE] = (met_q + met_n) / (raw_q + raw_n + 1e-6)
    features[LEAST_ALIKE] = least
    features[LEAST_SHORT] = least_short
    features[EDITS] = min(edits, 8.0) / 4
    return met_q, met_n, raw_q, raw_n


def is_acronym(word, marks, opening, start, end):
    """Whether a word is the first letters of the name's other words: "DKBA Democratic Karen …"."""
    rest = _OPENING
    for i in range(start, end):
        if i == word or marks[i] & (_PARTICLE | _FORM):
            continue
        rest -= 1
        if rest < 0 or (opening[word] >> 7 * rest) & 127 != first_letter(opening[i]):
            return False
    whole = rest == 0 or not (opening[word] >> 7 * (rest - 1)) & 127
    return whole and _OPENING - rest >= _SHORTEST_ACRONYM


def measure_rest(mask, weights, marks, opening, start, end, person, left):
    """Writes what is left over on one side; an acronym of the rest says nothing more."""
    for column in range(5):
        left[column] = 0.0
    for i in range(start, end):
        if (mask >> (i - start)) & 1:
            continue
        if not person and is_acronym(i, marks, opening, start, end):
            continue
        mark = marks[i]
        left[_WEIGHT] += weights[i]
        left[_HEAVIEST] = max(left[_HEAVIEST], weights[i])
        if mark & _LETTER:
            left[_SINGLE] += 1.0
        if mark & _NUMBER or (mark & _ROMAN and not person):
            left[_NUMBERS] += 1.0
        if not mark & (_DESCRIPTION | _FORM):
            left[_TELLING] += 1.0


def measure(size, q, n, person, queries, listed, work):
    """Writes the features of one aligned pair of names."""
    features, left_q, left_n = work.features, work.left_q, work.left_n
    for f in range(FEATURES):
        features[f] = 0.0
    q_weights = queries.person if person else queries.other
    q_start, q_end = queries.at[q], queries.at[q + 1]
    n_start, n_end = listed.at[n], listed.at[n + 1]
    mine = met_words(size, _QUERY, work)
    theirs = met_words(size, _LISTED, work)
    met_q, met_n, raw_q, raw_n = measure_meetings(size, work)
    measure_rest(mine, q_weights, queries.marks, queries.opening, q_start, q_end, person, left_q)
    measure_rest(
        theirs, listed.person, listed.marks, listed.opening, n_start, n_end, person, left_n
    )
    added, omitted = left_q[_WEIGHT], left_n[_WEIGHT]
    whole_q = raw_q + added + 1e-6
    whole_n = raw_n + omitted + 1e-6
    both = whole_q + whole_n
    features[COVER_QUERY] = met_q / whole_q
    features[COVER_LISTED] = met_n / whole_n
    features[SHARED] = (met_q + met_n) / both
    features[EQUAL_SHARE] /= both
    features[SHORT_SHARE] /= both
    features[SOUND_SHARE] /= both
    features[HEAVIEST_ADDED] = left_q[_HEAVIEST]
    features[HEAVIEST_OMITTED] = left_n[_HEAVIEST]
    features[AGAINST] = min(left_q[_HEAVIEST], left_n[_HEAVIEST])
    features[AGAINST_SHARE] = min(added, omitted) / (both / 2)
    features[REST_QUERY] = min(added, 2.0) / 2
    features[REST_LISTED] = min(omitted, 2.0) / 2
    features[INITIALS_LEFT] = left_q[_SINGLE] + left_n[_SINGLE]
    if left_q[_NUMBERS] and left_n[_NUMBERS]:
        features[NUMBERS_LEFT] = 2.0
    elif left_q[_NUMBERS] or left_n[_NUMBERS]:
        features[NUMBERS_LEFT] = 1.0
    if not person and queries.forms[q] != listed.forms[n]:
        features[FORMS_LEFT] = 1.0 if queries.forms[q] and listed.forms[n] else 0.4
    elif not person and queries.forms[q]:
        features[FORMS_LEFT] = -1.0
    if size and (added < 1e-9 or omitted < 1e-9):
        features[ONE_SIDE_WHOLE] = 1.0
    if size and not left_n[_TELLING] and added < 1e-9 and omitted > 0.0:
        features[DESCRIBES_ONLY] = 1.0
    features[IN_ORDER] = order_share(size, person, work)
    measure_ends(size, mine, theirs, q, n, queries, listed, work)
    measure_words(q, n, queries, listed, features)


def measure_ends(size, mine, theirs, q, n, queries, listed, work):
    """Writes whether the first and the last words that tell something met."""
    first_q = first_content(queries.marks, queries.at[q], queries.at[q + 1])
    first_n = first_content(listed.marks, listed.at[n], listed.at[n + 1])
    last_q = last_content(queries.marks, queries.at[q], queries.at[q + 1])
    last_n = last_content(listed.marks, listed.at[n], listed.at[n + 1])
    for k in range(size):
        if (work.parts[k, _QUERY] >> first_q) & 1 and (work.parts[k, _LISTED] >> first_n) & 1:
            work.features[HEAD_MEETS] = 1.0
    if not (mine >> first_q) & 1 and not (theirs >> first_n) & 1:
        work.features[HEADS_DIFFER] = 1.0
    work.features[LAST_MEETS] = 0.5 * ((mine >> last_q) & 1) + 0.5 * ((theirs >> last_n) & 1)


def measure_words(q, n, queries, listed, features):
    """Writes how many words either name has, and the script of the query."""
    for i in range(queries.at[q], queries.at[q + 1]):
        if queries.marks[i] & _SYLLABLE:
            features[SCRIPT_QUERY] = 2.0
        elif queries.marks[i] & _SKELETON:
            features[SCRIPT_QUERY] = 1.0
    words_q = content_words(queries.marks, queries.at[q], queries.at[q + 1])
    words_n = content_words(listed.marks, listed.at[n], listed.at[n + 1])
    features[ONE_WORD] = 1.0 if min(words_q, words_n) <= 1 else 0.0
    features[WORDS_QUERY] = min(words_q, 8) / 8
    features[WORDS_LISTED] = min(words_n, 8) / 8


def content_words(marks, start, end):
    """The number of words that are no letter, particle, title or legal form."""
    total = 0
    for position in range(start, end):
        if not marks[position] & _EMPTY:
            total += 1
    return total


def first_content(marks, start, end):
    """The first word that is no letter, particle, title or legal form; else the first."""
    for position in range(end - start):
        if not marks[start + position] & _EMPTY:
            return position
    return 0


def last_content(marks, start, end):
    """The last such word; else the last."""
    for position in range(end - start - 1, -1, -1):
        if not marks[start + position] & _EMPTY:
            return position
    return end - start - 1


def lowest_bit(mask):
    """The position of the first word in the mask."""
    position = 0
    while not (mask >> position) & 1:
        position += 1
    return position


def letters_moved(size, q, queries, work):
    """Whether neighbouring letters stand in another order on the list: "CBA" is not "ABC"."""
    for k in range(size):
        if not is_letter(work.parts[k, _QUERY], q, queries):
            continue
        for m in range(size):
            if (
                work.parts[k, _QUERY] << 1 == work.parts[m, _QUERY]
                and work.parts[k, _LISTED] > work.parts[m, _LISTED]
                and is_letter(work.parts[m, _QUERY], q, queries)
            ):
                return True
    return False


def is_letter(mask, q, queries):
    """Whether the words of a mask are one single letter."""
    return not mask & (mask - 1) and queries.marks[queries.at[q] + lowest_bit(mask)] & _LETTER


def order_share(size, person, work):
    """The share of neighbouring meetings, by the query's order, in the same order on the list.

    A personal name may begin anywhere: "PUTIN Vladimir" is in order for "Vladimir Putin".
    """
    if size < 2:
        return 1.0
    rising = 0
    for k in range(size):
        after = next_in_query(k, size, person, work)
        if after >= 0 and lowest_bit(work.parts[after, _LISTED]) > lowest_bit(
            work.parts[k, _LISTED]
        ):
            rising += 1
    return min(rising / (size - 1), 1.0)


def next_in_query(k, size, person, work):
    """The meeting of the query's next word; after the last the first, in a person's name."""
    mine = lowest_bit(work.parts[k, _QUERY])
    nearest = -1
    at = -1
    first = mine
    start = k
    for m in range(size):
        other = lowest_bit(work.parts[m, _QUERY])
        if other > mine and (nearest < 0 or other < nearest):
            nearest = other
            at = m
        if other < first:
            first = other
            start = m
    return start if at < 0 and person else at


def is_head(size, q, n, head_weight, queries, listed, work):
    """Whether the query is the distinctive head of the listed name, the rest describes it."""
    words = queries.at[q + 1] - queries.at[q]
    start, end = listed.at[n], listed.at[n + 1]
    if end - start <= words or met_words(size, _QUERY, work) != (1 << words) - 1:
        return False
    for k in range(size):
        if work.reals[k, _LIKE] < _HEAD_ALIKE or work.parts[k, _QUERY] != work.parts[k, _LISTED]:
            return False
    for j in range(start + words, end):
        if not listed.marks[j] & (_DESCRIPTION | _FORM):
            return False
    distinctive = False
    weight = 0.0
    for i in range(queries.at[q], queries.at[q + 1]):
        if not queries.marks[i] & (_DESCRIPTION | _EMPTY):
            distinctive = True
        weight += queries.other[i]
    return distinctive and weight >= head_weight


def is_reversed(size, q, n, queries, listed, work):
    """Whether the words before and after "son of" have changed places: father and son."""
    for i in range(1, queries.at[q + 1] - queries.at[q] - 1):
        if not queries.marks[queries.at[q] + i] & _SON:
            continue
        for j in range(1, listed.at[n + 1] - listed.at[n] - 1):
            if listed.marks[listed.at[n] + j] & _SON and crossed(size, i, j, work) == 2:
                return True
    return False


def crossed(size, i, j, work):
    """How many words beside word i met words on the other side of word j."""
    count = 0
    for k in range(size):
        mine = work.parts[k, _QUERY]
        theirs = work.parts[k, _LISTED]
        before = mine == 1 << (i - 1) and theirs == 1 << (j + 1)
        if before or (mine == 1 << (i + 1) and theirs == 1 << (j - 1)):
            count += 1
    return count


def is_turned(size, words_q, words_n, work):
    """Whether two names have the same words, those of one beginning at another place.

    "CHEN Zhi" is "Zhi CHEN"; but "Salman bin Muhammad" is not "Muhammad bin Salman".
    """
    if size != words_q or size != words_n:
        return False
    turn = -1
    for k in range(size):
        mine = work.parts[k, _QUERY]
        theirs = work.parts[k, _LISTED]
        if work.reals[k, _LIKE] < 1.0 or mine & (mine - 1) or theirs & (theirs - 1):
            return False
        step = (lowest_bit(theirs) - lowest_bit(mine) + size) % size
        if turn >= 0 and step != turn:
            return False
        turn = step
    return True


def flags_of(size, q, n, person, head_weight, queries, listed, work):
    """What no model may overrule of one pair: a sum of flags."""
    flags = SAME if queries.normal[q] == listed.normal[n] else 0
    if not person:
        if letters_moved(size, q, queries, work):
            flags |= MOVED
        return flags | (HEAD if is_head(size, q, n, head_weight, queries, listed, work) else 0)
    words_q = queries.at[q + 1] - queries.at[q]
    if is_turned(size, words_q, listed.at[n + 1] - listed.at[n], work):
        flags |= SAME
    if queries.bag[q] == listed.bag[n]:
        flags |= REORDERED
    if is_reversed(size, q, n, queries, listed, work):
        flags |= REVERSED
    return flags


def logit_of(features, kind, forest, least):
    """The sum of the trees: each asks three features, one after the other.

    Ends where the sum can no longer reach the least of interest.
    """
    total = forest.base[kind]
    for t in range(forest.at[kind], forest.at[kind + 1]):
        if total + forest.rest[t] < least:
            return total + forest.rest[t]
        node = 0
        for _ in range(DEPTH):
            above = features[forest.asks[t, node]] > forest.limits[t, node]
            node = 2 * node + (2 if above else 1)
        total += forest.values[t, node - (1 << DEPTH) + 1]
    return total


def judge(count, persons_from, rule, queries, listed, forest, passed, work, kept):
    """Scores pairs that passed the gate and keeps those of interest; how many, and meetings."""
    pairs = 0
    meets = 0
    for p in range(count):
        q = passed.query[p]
        n = passed.name[p]
        person = 1 if n >= persons_from else 0
        start = passed.met[p - 1] if p else 0
        size = passed.met[p] - start
        for k in range(size):
            for column in range(4):
                work.parts[k, column] = passed.parts[start + k, column]
            for column in range(3):
                work.reals[k, column] = passed.reals[start + k, column]
        size = meet_initials(size, rule.initial, q, n, person, queries, listed, work)
        size = meet_cut(size, rule.initial, q, n, queries, listed, work)
        measure(size, q, n, person, queries, listed, work)
        flags = flags_of(size, q, n, person, rule.head_weight, queries, listed, work)
        sure = flags & (HEAD | SAME | REORDERED)
        logit = logit_of(work.features, person, forest, _NEVER if sure else rule.least)
        if logit < rule.least and not sure:
            continue
        one = work.features[WORDS_QUERY] <= 0.125 and work.features[WORDS_LISTED] > 0.125
        short = size == 1 and work.parts[0, _KIND] == _SHORT
        if person and (short or (one and work.features[JOINS] < 1.0)):
            flags |= ALONE
        for k in range(size):
            for column in range(3):
                kept.parts[meets, column] = work.parts[k, column]
            kept.reals[meets] = work.reals[k, _LIKE]
            meets += 1
        kept.query[pairs] = q
        kept.name[pairs] = n
        kept.met[pairs] = meets
        kept.logit[pairs] = logit
        kept.flags[pairs] = flags
        for f in range(kept.features.shape[1]):
            kept.features[pairs, f] = work.features[f]
        pairs += 1
    return pairs, meets

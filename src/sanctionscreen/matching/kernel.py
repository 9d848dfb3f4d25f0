"""The inner loops of matching, over arrays: gate, alignment, features, score.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits. Nothing
here depends on what else is on the list: ties are broken by the masks of the words that met.
"""

from typing import Final

import numpy as np

#: Positions in a row of features; `features.py` says what each is.
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
FEATURES: Final = 33

#: Flags of a pair: the query is the head of the listed name; both have one normal form or are
#: personal names of the same words, turned; the query is one word of a longer personal name; son
#: and father have changed places.
HEAD: Final = 1
SAME: Final = 2
ALONE: Final = 4
REVERSED: Final = 8

# Kinds of likeness and marks of words, as in likeness.py and analysis.py.
_SOUND: Final = 2
_SHORT: Final = 3
_SCRIPT: Final = 4
_JOINED: Final = 5
_INITIAL: Final = 6
_LETTER: Final = 1
_NUMBER: Final = 2
_PARTICLE: Final = 4
_HONORIFIC: Final = 8
_FORM: Final = 16
_DESCRIPTION: Final = 32
_SYLLABLE: Final = 64
_SKELETON: Final = 128
_SON: Final = 256
_ROMAN: Final = 512
#: Words up to this long are judged apart: one sound is much of them.
_SHORT_WORD: Final = 5
_EMPTY: Final = 1 | 4 | 8 | 16

#: A misspelt word is rarer than the word meant: it weighs at most this much more than that one.
_RARER: Final = 1.3
_RARER_BY: Final = 0.05
_TOLERANCE: Final = 1e-9
_WORDS: Final = 60
_MEETINGS: Final = 192


def weight_of(mask, weights, start, end):
    """What the words in the mask weigh together, first to last."""
    total = 0.0
    for position in range(end - start):
        if (mask >> position) & 1:
            total += weights[start + position]
    return total


def align(count, q_masks, n_masks, kinds, gains, chosen):
    """Chooses meetings greedily, the most telling first, so that no word meets twice.

    Returns how many were chosen; their numbers stand in `chosen`, in the order of choice.
    """
    mine = 0
    theirs = 0
    size = 0
    while True:
        best = -1
        for i in range(count):
            if q_masks[i] & mine or n_masks[i] & theirs:
                continue
            if best < 0 or gains[i] > gains[best]:
                best = i
            elif gains[i] == gains[best]:
                if q_masks[i] < q_masks[best] or (
                    q_masks[i] == q_masks[best]
                    and (
                        n_masks[i] < n_masks[best]
                        or (n_masks[i] == n_masks[best] and kinds[i] < kinds[best])
                    )
                ):
                    best = i
        if best < 0:
            return size
        chosen[size] = best
        size += 1
        mine |= q_masks[best]
        theirs |= n_masks[best]


def meet_initials(
    size, q_masks, n_masks, likes, kinds, count, chosen, initial,
    q_marks, q_letters, q_start, q_end, n_marks, n_letters, n_start, n_end,
):  # fmt: skip
    """Adds meetings of single letters with words left over that begin with them.

    Returns how many are chosen now, and how many meetings there are.
    """
    mine = 0
    theirs = 0
    for i in range(size):
        mine |= q_masks[chosen[i]]
        theirs |= n_masks[chosen[i]]
    for i in range(q_end - q_start):
        if (mine >> i) & 1 or q_marks[q_start + i] & (_HONORIFIC | _NUMBER):
            continue
        for j in range(n_end - n_start):
            if (theirs >> j) & 1 or n_marks[n_start + j] & (_HONORIFIC | _NUMBER):
                continue
            one = q_marks[q_start + i] & _LETTER
            other = n_marks[n_start + j] & _LETTER
            if (one or other) and not (one and other):
                if q_letters[q_start + i] == n_letters[n_start + j] and count < _MEETINGS:
                    q_masks[count] = 1 << i
                    n_masks[count] = 1 << j
                    likes[count] = initial
                    kinds[count] = _INITIAL
                    chosen[size] = count
                    size += 1
                    count += 1
                    mine |= 1 << i
                    theirs |= 1 << j
                    break
    return size, count


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


def measure(
    size, q_masks, n_masks, likes, kinds, lengths, chosen,
    q_weights, q_marks, q_start, q_end, n_weights, n_marks, n_start, n_end, person,
    q_forms, n_forms, features,
):  # fmt: skip
    """Writes the features of one aligned pair of names."""
    for f in range(FEATURES):
        features[f] = 0.0
    mine = 0
    theirs = 0
    met_q = 0.0
    met_n = 0.0
    raw_q = 0.0
    raw_n = 0.0
    equal = 0.0
    short = 0.0
    sound = 0.0
    told = 0.0
    least = 1.0
    least_short = 1.0
    edits = 0.0
    for k in range(size):
        i = chosen[k]
        mine |= q_masks[i]
        theirs |= n_masks[i]
        a = weight_of(q_masks[i], q_weights, q_start, q_end)
        b = weight_of(n_masks[i], n_weights, n_start, n_end)
        like = likes[i]
        kind = kinds[i]
        if kind == _INITIAL:
            features[INITIALS] += 1.0
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
        if kind != _INITIAL:
            told += light * max(0.0, (like - 0.5) * 2)
            if light > 0.15 and like < least:
                least = like
            if lengths[i] <= _SHORT_WORD and like < least_short:
                least_short = like
            if like < 1.0:
                edits += (1.0 - like) * lengths[i]
        if like >= 0.999:
            equal += a + b
        if kind == _SHORT:
            short += a + b
        elif kind == _SOUND:
            sound += a + b
        elif kind == _JOINED:
            features[JOINS] += 1.0
        elif kind == _SCRIPT:
            features[OTHER_SCRIPT] = 1.0
    added = 0.0
    most_added = 0.0
    numbers_q = 0
    for i in range(q_end - q_start):
        if not (mine >> i) & 1:
            w = q_weights[q_start + i]
            mark = q_marks[q_start + i]
            added += w
            most_added = max(most_added, w)
            if mark & _LETTER:
                features[INITIALS_LEFT] += 1.0
            if mark & _NUMBER or (mark & _ROMAN and not person):
                numbers_q += 1
    omitted = 0.0
    most_omitted = 0.0
    numbers_n = 0
    describes = True
    for j in range(n_end - n_start):
        if not (theirs >> j) & 1:
            w = n_weights[n_start + j]
            mark = n_marks[n_start + j]
            omitted += w
            most_omitted = max(most_omitted, w)
            if mark & _LETTER:
                features[INITIALS_LEFT] += 1.0
            if mark & _NUMBER or (mark & _ROMAN and not person):
                numbers_n += 1
            if not mark & (_DESCRIPTION | _FORM):
                describes = False
    whole_q = raw_q + added + 1e-6
    whole_n = raw_n + omitted + 1e-6
    both = whole_q + whole_n
    features[COVER_QUERY] = met_q / whole_q
    features[COVER_LISTED] = met_n / whole_n
    features[SHARED] = (met_q + met_n) / both
    features[HEAVIEST_ADDED] = most_added
    features[HEAVIEST_OMITTED] = most_omitted
    features[AGAINST] = min(most_added, most_omitted)
    features[AGAINST_SHARE] = min(added, omitted) / (both / 2)
    features[TOLD] = min(told, 4.0) / 2
    features[MEAN_ALIKE] = (met_q + met_n) / (raw_q + raw_n + 1e-6)
    features[LEAST_ALIKE] = least
    features[LEAST_SHORT] = least_short
    features[EQUAL_SHARE] = equal / both
    features[SHORT_SHARE] = short / both
    features[SOUND_SHARE] = sound / both
    features[EDITS] = min(edits, 8.0) / 4
    features[REST_QUERY] = min(added, 2.0) / 2
    features[REST_LISTED] = min(omitted, 2.0) / 2
    if numbers_q and numbers_n:
        features[NUMBERS_LEFT] = 2.0
    elif numbers_q or numbers_n:
        features[NUMBERS_LEFT] = 1.0
    if not person and q_forms != n_forms:
        features[FORMS_LEFT] = 1.0 if q_forms and n_forms else 0.4
    features[IN_ORDER] = order_share(size, q_masks, n_masks, chosen, person)
    first_q = first_content(q_marks, q_start, q_end)
    first_n = first_content(n_marks, n_start, n_end)
    last_q = last_content(q_marks, q_start, q_end)
    last_n = last_content(n_marks, n_start, n_end)
    for k in range(size):
        if (q_masks[chosen[k]] >> first_q) & 1 and (n_masks[chosen[k]] >> first_n) & 1:
            features[HEAD_MEETS] = 1.0
    if not (mine >> first_q) & 1 and not (theirs >> first_n) & 1:
        features[HEADS_DIFFER] = 1.0
    features[LAST_MEETS] = 0.5 * ((mine >> last_q) & 1) + 0.5 * ((theirs >> last_n) & 1)
    words_q = 0
    for i in range(q_start, q_end):
        if q_marks[i] & _SYLLABLE:
            features[SCRIPT_QUERY] = 2.0
        elif q_marks[i] & _SKELETON:
            features[SCRIPT_QUERY] = 1.0
        if not q_marks[i] & _EMPTY:
            words_q += 1
    words_n = 0
    for j in range(n_start, n_end):
        if not n_marks[j] & _EMPTY:
            words_n += 1
    features[ONE_WORD] = 1.0 if min(words_q, words_n) <= 1 else 0.0
    features[WORDS_QUERY] = min(words_q, 8) / 8
    features[WORDS_LISTED] = min(words_n, 8) / 8
    if size and (added < 1e-9 or omitted < 1e-9):
        features[ONE_SIDE_WHOLE] = 1.0
    if size and describes and added < 1e-9 and omitted > 0.0:
        features[DESCRIBES_ONLY] = 1.0


def order_share(size, q_masks, n_masks, chosen, person):
    """The share of neighbouring meetings, by the query's order, in the same order on the list.

    A personal name may begin anywhere: "PUTIN Vladimir" is in order for "Vladimir Putin".
    """
    if size < 2:
        return 1.0
    rising = 0
    for k in range(size):
        i = chosen[k]
        mine = lowest_bit(q_masks[i])
        nearest = -1
        first = mine
        at = 0
        start = i
        for m in range(size):
            other = lowest_bit(q_masks[chosen[m]])
            if other > mine and (nearest < 0 or other < nearest):
                nearest = other
                at = chosen[m]
            if other < first:
                first = other
                start = chosen[m]
        if nearest < 0 and person:
            nearest = first
            at = start
        if nearest >= 0 and lowest_bit(n_masks[at]) > lowest_bit(n_masks[i]):
            rising += 1
    return min(rising / (size - 1), 1.0)


def collect(
    name, units_at, units, unit_masks, unit_sizes, head, stamp, now, follow, entry_masks,
    entry_likes, entry_kinds, q_masks, n_masks, likes, kinds, lengths,
):  # fmt: skip
    """All meetings of the query's units with the units of one listed name; how many."""
    count = 0
    for row in range(units_at[name], units_at[name + 1]):
        unit = units[row]
        if stamp[unit] != now:
            continue
        entry = head[unit]
        many = unit_masks[row] & (unit_masks[row] - 1)
        while entry >= 0:
            if not (many and entry_masks[entry] & (entry_masks[entry] - 1)):
                if count < _MEETINGS - _WORDS:
                    q_masks[count] = entry_masks[entry]
                    n_masks[count] = unit_masks[row]
                    likes[count] = entry_likes[entry]
                    kinds[count] = entry_kinds[entry]
                    lengths[count] = unit_sizes[unit]
                    count += 1
            entry = follow[entry]
    return count


def set_gains(
    count, q_masks, n_masks, likes, gains,
    q_weights, q_start, q_end, n_weights, n_start, n_end,
):  # fmt: skip
    """Writes what each meeting tells: its likeness squared times the heavier side."""
    for i in range(count):
        a = weight_of(q_masks[i], q_weights, q_start, q_end)
        b = weight_of(n_masks[i], n_weights, n_start, n_end)
        like = likes[i]
        w = max(a, b) if like >= 1.0 else min((a + b) / 2, b * _RARER + _RARER_BY)
        if q_masks[i] & (q_masks[i] - 1) or n_masks[i] & (n_masks[i] - 1):
            w = max(a, b) * 0.999
        gains[i] = like * like * w


def is_head(
    size, q_masks, n_masks, likes, chosen, least_weight,
    q_weights, q_marks, q_start, q_end, n_marks, n_start, n_end,
):  # fmt: skip
    """Whether the query is the distinctive head of the listed name, the rest describes it."""
    mine = 0
    theirs = 0
    for k in range(size):
        i = chosen[k]
        if likes[i] < 1.0 or q_masks[i] != n_masks[i]:
            return False
        mine |= q_masks[i]
        theirs |= n_masks[i]
    words = q_end - q_start
    if mine != (1 << words) - 1 or n_end - n_start <= words:
        return False
    for j in range(n_start + words, n_end):
        if not n_marks[j] & (_DESCRIPTION | _FORM):
            return False
    distinctive = False
    weight = 0.0
    for i in range(q_start, q_end):
        if not q_marks[i] & (_DESCRIPTION | _EMPTY):
            distinctive = True
        weight += q_weights[i]
    return distinctive and weight >= least_weight


def is_reversed(size, q_masks, n_masks, chosen, q_marks, q_start, q_end, n_marks, n_start, n_end):
    """Whether the words before and after "son of" have changed places: father and son."""
    for i in range(1, q_end - q_start - 1):
        if not q_marks[q_start + i] & _SON:
            continue
        for j in range(1, n_end - n_start - 1):
            if not n_marks[n_start + j] & _SON:
                continue
            crossed = 0
            for k in range(size):
                mine = q_masks[chosen[k]]
                theirs = n_masks[chosen[k]]
                before = mine == 1 << (i - 1) and theirs == 1 << (j + 1)
                if before or (mine == 1 << (i + 1) and theirs == 1 << (j - 1)):
                    crossed += 1
            if crossed == 2:
                return True
    return False


def is_turned(size, q_masks, n_masks, likes, chosen, q_words, n_words):
    """Whether both names have the same words, those of one beginning at another place.

    "CHEN Zhi" is "Zhi CHEN"; but "Salman bin Muhammad" is not "Muhammad bin Salman".
    """
    if size != q_words or size != n_words:
        return False
    turn = -1
    for k in range(size):
        i = chosen[k]
        if likes[i] < 1.0 or q_masks[i] & (q_masks[i] - 1) or n_masks[i] & (n_masks[i] - 1):
            return False
        step = (lowest_bit(n_masks[i]) - lowest_bit(q_masks[i]) + size) % size
        if turn >= 0 and step != turn:
            return False
        turn = step
    return True


def letters_in(marks, start, end):
    """The number of single letters among the words."""
    total = 0
    for position in range(start, end):
        if marks[position] & _LETTER:
            total += 1
    return total


def passes(
    size, q_masks, n_masks, likes, chosen, coverage, shared, bonus,
    q_weights, q_start, q_end, whole_q, n_weights, n_start, n_end, whole_n,
):  # fmt: skip
    """Whether what meets weighs the policy's share of either name, and of both together.

    What meets counts as far as it is alike; `bonus` is what initials may stand for.
    """
    met_q = 0.0
    met_n = 0.0
    for k in range(size):
        i = chosen[k]
        met_q += likes[i] * weight_of(q_masks[i], q_weights, q_start, q_end)
        met_n += likes[i] * weight_of(n_masks[i], n_weights, n_start, n_end)
    if met_q + met_n + bonus < (shared - _TOLERANCE) * (whole_q + whole_n):
        return False
    least = coverage - _TOLERANCE
    return met_q >= least * whole_q or met_n >= least * whole_n


def logit_of(features, trees, values, start, end, base):
    """The sum of the trees: each asks one feature, then one of two others."""
    total = base
    for t in range(start, end):
        if features[int(trees[t, 0])] <= trees[t, 1]:
            if features[int(trees[t, 2])] <= trees[t, 3]:
                total += values[t, 0]
            else:
                total += values[t, 1]
        elif features[int(trees[t, 4])] <= trees[t, 5]:
            total += values[t, 2]
        else:
            total += values[t, 3]
    return total


def search(
    queries, coverage, shared, letter, initial, head_weight, least, feature_size, exhaustive,
    q_at, q_word, q_weights_other, q_weights_person, q_marks, q_letters, q_normal, q_forms_of,
    extra_at, extra_mask, extra_unit, extra_like, extra_kind,
    near_at, near_unit, near_like, near_kind,
    n_at, n_weights, n_marks, n_letters, n_normal, n_forms_of, n_whole, n_initials,
    first_person, units_at, units, unit_masks, unit_sizes,
    post_at, post_mid, post_name, post_weight,
    trees, tree_values, tree_at, tree_base,
):  # fmt: skip
    """The pairs that pass the gate and whose score is not too low, by query and listed name.

    `least` is the lowest score of interest, in log-odds; `feature_size` is FEATURES to get the
    features too, else 0; `exhaustive` looks at every listed name instead of the index.

    Returns: query, name, log-odds, flags (HEAD, SAME), features, end of its meetings; one row a
    pair. Then the meetings: words of the query, of the listed name (masks), how alike, by what.
    """
    names = len(n_at) - 1
    head = np.empty(len(post_at), np.int64)
    stamp = np.zeros(len(post_at), np.int64)
    seen = np.zeros(names, np.int64)
    found = np.empty(names, np.int64)
    reached = np.empty(names, np.int64)
    sum_q = np.empty(names, np.float64)
    sum_n = np.empty(names, np.float64)
    room = 1 << 12
    follow = np.empty(room, np.int64)
    entry_unit = np.empty(room, np.int64)
    entry_masks = np.empty(room, np.int64)
    entry_likes = np.empty(room, np.float64)
    entry_kinds = np.empty(room, np.int64)
    q_masks = np.empty(_MEETINGS, np.int64)
    n_masks = np.empty(_MEETINGS, np.int64)
    likes = np.empty(_MEETINGS, np.float64)
    kinds = np.empty(_MEETINGS, np.int64)
    lengths = np.empty(_MEETINGS, np.int64)
    gains = np.empty(_MEETINGS, np.float64)
    chosen = np.empty(_MEETINGS, np.int64)
    features = np.empty(FEATURES, np.float64)
    size = 1 << 10
    out_query = np.empty(size, np.int64)
    out_name = np.empty(size, np.int64)
    out_score = np.empty(size, np.float64)
    out_flags = np.empty(size, np.int64)
    out_features = np.empty((size, feature_size), np.float64)
    out_met = np.empty(size, np.int64)
    met_q = np.empty(size, np.int64)
    met_n = np.empty(size, np.int64)
    met_like = np.empty(size, np.float64)
    met_kind = np.empty(size, np.int64)
    pairs = 0
    meets = 0
    for q in range(queries):
        now = q + 1
        start = q_at[q]
        end = q_at[q + 1]
        count = 0
        for position in range(end - start):
            word = q_word[start + position]
            for t in range(near_at[word], near_at[word + 1]):
                if count == room:
                    break
                listed = near_unit[t]
                follow[count] = head[listed] if stamp[listed] == now else -1
                stamp[listed] = now
                head[listed] = count
                entry_unit[count] = listed
                entry_masks[count] = 1 << position
                entry_likes[count] = near_like[t]
                entry_kinds[count] = near_kind[t]
                count += 1
        for t in range(extra_at[q], extra_at[q + 1]):
            if count == room:
                break
            listed = extra_unit[t]
            follow[count] = head[listed] if stamp[listed] == now else -1
            stamp[listed] = now
            head[listed] = count
            entry_unit[count] = listed
            entry_masks[count] = extra_mask[t]
            entry_likes[count] = extra_like[t]
            entry_kinds[count] = extra_kind[t]
            count += 1
        if count == 0:
            continue
        for person in range(2):
            weights = q_weights_person if person else q_weights_other
            whole_q = weight_of(-1, weights, start, end)
            bonus_q = letter * letters_in(q_marks, start, end) if person else 0.0
            candidates = 0
            if exhaustive:
                for name in range(names):
                    if (name >= first_person) == (person == 1):
                        found[candidates] = name
                        candidates += 1
            else:
                touched = 0
                for entry in range(count):
                    unit = entry_unit[entry]
                    like = entry_likes[entry]
                    told_q = like * weight_of(entry_masks[entry], weights, start, end)
                    low = post_mid[unit] if person else post_at[unit]
                    high = post_at[unit + 1] if person else post_mid[unit]
                    for p in range(low, high):
                        name = post_name[p]
                        if seen[name] != now:
                            seen[name] = now
                            sum_q[name] = 0.0
                            sum_n[name] = 0.0
                            reached[touched] = name
                            touched += 1
                        sum_q[name] += told_q
                        sum_n[name] += like * post_weight[p]
                for t in range(touched):
                    name = reached[t]
                    whole_n = n_whole[name]
                    bound_q = min(sum_q[name], whole_q)
                    bound_n = min(sum_n[name], whole_n)
                    bonus = bonus_q + letter * n_initials[name] if person else 0.0
                    if bound_q + bound_n + bonus >= shared * (whole_q + whole_n) - _TOLERANCE and (
                        bound_q >= coverage * whole_q - _TOLERANCE
                        or bound_n >= coverage * whole_n - _TOLERANCE
                    ):
                        found[candidates] = name
                        candidates += 1
                found[:candidates].sort()
            for c in range(candidates):
                name = found[c]
                many = collect(
                    name, units_at, units, unit_masks, unit_sizes, head, stamp, now, follow,
                    entry_masks, entry_likes, entry_kinds,
                    q_masks, n_masks, likes, kinds, lengths,
                )  # fmt: skip
                if many == 0:
                    continue
                low = n_at[name]
                high = n_at[name + 1]
                set_gains(
                    many, q_masks, n_masks, likes, gains,
                    weights, start, end, n_weights, low, high,
                )  # fmt: skip
                matched = align(many, q_masks, n_masks, kinds, gains, chosen)
                bonus = bonus_q + letter * n_initials[name] if person else 0.0
                same = q_normal[q] == n_normal[name]
                if not same and not passes(
                    matched, q_masks, n_masks, likes, chosen, coverage, shared, bonus,
                    weights, start, end, whole_q, n_weights, low, high, n_whole[name],
                ):  # fmt: skip
                    continue
                if person:
                    matched, many = meet_initials(
                        matched, q_masks, n_masks, likes, kinds, many, chosen, initial,
                        q_marks, q_letters, start, end, n_marks, n_letters, low, high,
                    )  # fmt: skip
                measure(
                    matched, q_masks, n_masks, likes, kinds, lengths, chosen,
                    weights, q_marks, start, end, n_weights, n_marks, low, high, person,
                    q_forms_of[q], n_forms_of[name], features,
                )  # fmt: skip
                score = logit_of(
                    features, trees, tree_values,
                    tree_at[person], tree_at[person + 1], tree_base[person],
                )  # fmt: skip
                flag = 0
                if not person and is_head(
                    matched, q_masks, n_masks, likes, chosen, head_weight,
                    weights, q_marks, start, end, n_marks, low, high,
                ):  # fmt: skip
                    flag = HEAD
                if same or (
                    person
                    and is_turned(matched, q_masks, n_masks, likes, chosen, end - start, high - low)
                ):
                    flag |= SAME
                alone = features[WORDS_QUERY] <= 0.125 and features[WORDS_LISTED] > 0.125
                if person and alone and features[JOINS] < 1.0:
                    flag |= ALONE
                if person and is_reversed(
                    matched, q_masks, n_masks, chosen, q_marks, start, end, n_marks, low, high
                ):
                    flag |= REVERSED
                if score < least and not flag & (HEAD | SAME):
                    continue
                while meets + matched > len(met_q):
                    met_q = np.concatenate((met_q, np.empty_like(met_q)))
                    met_n = np.concatenate((met_n, np.empty_like(met_n)))
                    met_like = np.concatenate((met_like, np.empty_like(met_like)))
                    met_kind = np.concatenate((met_kind, np.empty_like(met_kind)))
                for k in range(matched):
                    met_q[meets] = q_masks[chosen[k]]
                    met_n[meets] = n_masks[chosen[k]]
                    met_like[meets] = likes[chosen[k]]
                    met_kind[meets] = kinds[chosen[k]]
                    meets += 1
                if pairs == size:
                    out_met = np.concatenate((out_met, np.empty_like(out_met)))
                    out_query = np.concatenate((out_query, np.empty_like(out_query)))
                    out_name = np.concatenate((out_name, np.empty_like(out_name)))
                    out_score = np.concatenate((out_score, np.empty_like(out_score)))
                    out_flags = np.concatenate((out_flags, np.empty_like(out_flags)))
                    out_features = np.concatenate((out_features, np.empty_like(out_features)))
                    size *= 2
                out_query[pairs] = q
                out_name[pairs] = name
                out_score[pairs] = score
                out_flags[pairs] = flag
                out_met[pairs] = meets
                for f in range(feature_size):
                    out_features[pairs, f] = features[f]
                pairs += 1
    return (
        out_query[:pairs], out_name[:pairs], out_score[:pairs], out_flags[:pairs],
        out_features[:pairs], out_met[:pairs],
        met_q[:meets], met_n[:meets], met_like[:meets], met_kind[:meets],
    )  # fmt: skip

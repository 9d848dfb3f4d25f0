"""The inner loops of the search: which listed names pass the gate, and which of their words meet.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits. Nothing
here makes an array, so that plain Python reads and writes memory, not numpy's numbers; a result
that finds no room ends the call, and the caller goes on from there with more. numba keeps what it
compiled by the file of the function that is called from outside: all that `search` calls stands
here, and what judges the pairs stands in `score_kernel.py`.

Nothing depends on what else is on the list: ties are broken by the masks of the words that met.
"""

from typing import Any, Final, NamedTuple

#: Columns of meetings: words of the query and of the listed name (masks), by what rule, how many
#: letters; then how alike, what the words weigh on either side, and what the meeting tells.
QUERY: Final = 0
LISTED: Final = 1
KIND: Final = 2
LETTERS: Final = 3
LIKE: Final = 0
WEIGHT_QUERY: Final = 1
WEIGHT_LISTED: Final = 2
GAIN: Final = 3

#: Columns of what is known of a unit: where its names begin, those of persons among them, and where
#: they end; its number among crowded units or -1; the most it weighs in names of anything else, and
#: (next) of persons; the most single letters beside it there; its length.
ABOUT_START: Final = 0
ABOUT_MIDDLE: Final = 1
ABOUT_END: Final = 2
ABOUT_CROWD: Final = 3
ABOUT_MOST: Final = 4
ABOUT_LETTERS: Final = 6
ABOUT_SIZE: Final = 7

#: Columns of entries, the units of the list that the words of one query meet: the entry of the
#: same unit before it, unit, words of the query (a mask), by what rule; as above; then how alike,
#: and what those words weigh, in a name of anything else and of a person.
_BEFORE: Final = 0
_UNIT: Final = 1
_MASK: Final = 2
_HOW: Final = 3
_START: Final = 4
_MIDDLE: Final = 5
_END: Final = 6
_CROWD: Final = 7
_ALIKE: Final = 0
_WEIGHT: Final = 1

#: A misspelt word is rarer than the word meant: it weighs at most this much more than that one.
RARER: Final = 1.3
RARER_BY: Final = 0.05
_TOLERANCE: Final = 1e-9
#: What a word may tell is noted apart for its crowded units, those near to it, and its own; each
#: has columns: what it brings a name of anything else nearer to passing, and one of a person, what
#: it tells of such names, and the most single letters beside it.
SORTS: Final = 3
COLUMNS: Final = 5
_TELLS: Final = 2
_SINGLE: Final = 4
#: Bounds are summed in whole parts of a weight of one; so many are lost by rounding floors.
ONE: Final = 1 << 16
_LOST: Final = 8
#: The entries of a small table of the units of a query, by their lowest bits.
SEEN: Final = 1 << 12
_LOWEST: Final = SEEN - 1


class Rule(NamedTuple):
    """The policy's gate; `letter` is what an initial may stand for; `every` looks at all names.

    `least` is the smallest share that any listed name asks for.
    """

    coverage: float
    least: float
    letter: float
    every: bool


class Asked(NamedTuple):
    """The queries: words and weights, letters, shares, and the units that words and joins meet.

    `share` is what of a name must meet, single letters (`letters`) aside. The listed names of the
    same normal form stand in `Listed.same` from same_at[q, 0] to same_at[q, 1]. Words of query q
    stand from at[q]; the units that meet word w from near_at[w], those that meet neighbours joined
    from extra_at[q].
    """

    at: Any
    word: Any
    other: Any
    person: Any
    letters: Any
    share: Any
    normal: Any
    same_at: Any
    near_at: Any
    near_unit: Any
    near_like: Any
    near_kind: Any
    extra_at: Any
    extra_unit: Any
    extra_mask: Any
    extra_like: Any
    extra_kind: Any


class Listed(NamedTuple):
    """The listed names, those of persons from `persons_from` on; units as in `units.Units`.

    `crowd_at` and `crowd_held` are those of `units.Crowd`; `need` is what must meet on both sides
    because of the listed name, in parts of 1/ONE.
    """

    persons_from: int
    at: Any
    weights: Any
    whole: Any
    letters: Any
    share: Any
    normal: Any
    same: Any
    units_at: Any
    units: Any
    unit_masks: Any
    unit_weights: Any
    about: Any
    post: Any
    crowd_at: Any
    crowd_held: Any
    need: Any


class Scratch(NamedTuple):
    """Memory to work in.

    `turns` counts the queries begun. By unit: its last entry, and when; by the lowest bits of its
    number: when one was last met. By name: what may meet on both sides; zero between queries. Then
    names to look at; what the units of each word may tell; what the crowded ones of waived words
    tell by kind of name; the words waived by kind and sort; what a name with a crowded unit is owed
    by kind: what the query tells, and how much counts; zero between queries. Then entries, and
    meetings.
    """

    turns: Any
    head: Any
    seen: Any
    sums: Any
    found: Any
    light: Any
    slack: Any
    waived: Any
    owed: Any
    entries: Any
    facts: Any
    parts: Any
    reals: Any
    chosen: Any


class Passed(NamedTuple):
    """Pairs that pass: query, listed name, end of their meetings; and the meetings."""

    query: Any
    name: Any
    met: Any
    parts: Any
    reals: Any


def weight_of(mask, weights, start, end):
    """What the words in the mask weigh together, first to last."""
    total = 0.0
    for position in range(end - start):
        if (mask >> position) & 1:
            total += weights[start + position]
    return total


def gather(q, rule, asked, listed, work):
    """Notes which units of the list the words of the query meet; how many entries."""
    count = 0
    work.turns[0] += 1
    for position in range(asked.at[q + 1] - asked.at[q]):
        word = asked.word[asked.at[q] + position]
        other = asked.other[asked.at[q] + position]
        person = asked.person[asked.at[q] + position]
        for column in range(SORTS * COLUMNS):
            work.light[position, column] = 0.0
        for t in range(asked.near_at[word], asked.near_at[word + 1]):
            unit, how, like = asked.near_unit[t], asked.near_kind[t], asked.near_like[t]
            enter(count, unit, 1 << position, how, like, listed, work)
            work.facts[count, _WEIGHT] = other
            work.facts[count, _WEIGHT + 1] = person
            column = COLUMNS * sort_of(count, work)
            note(position, column, unit, like * like, other, person, rule, listed, work)
            count += 1
    for t in range(asked.extra_at[q], asked.extra_at[q + 1]):
        unit, mask, how = asked.extra_unit[t], asked.extra_mask[t], asked.extra_kind[t]
        enter(count, unit, mask, how, asked.extra_like[t], listed, work)
        work.facts[count, _WEIGHT] = weight_of(mask, asked.other, asked.at[q], asked.at[q + 1])
        work.facts[count, _WEIGHT + 1] = weight_of(mask, asked.person, asked.at[q], asked.at[q + 1])
        count += 1
    return count


def sort_of(entry, work):
    """Whether a unit is crowded (0), near to the word that meets it (1), or the word itself (2)."""
    if work.entries[entry, _CROWD] >= 0:
        return 0
    return 1 if work.facts[entry, _ALIKE] < 1.0 else 2


def note(position, column, unit, tells, other, person, rule, listed, work):
    """Notes what a word may tell by a unit, by kind of name; and letters.

    Because of the unit's weight in a name more must meet there: that counts against.
    """
    light = work.light
    more = max(tells - rule.least, 0.0)
    theirs_o = listed.about[unit, ABOUT_MOST] / ONE
    theirs_p = listed.about[unit, ABOUT_MOST + 1] / ONE
    light[position, column] = max(light[position, column], tells * other + more * theirs_o)
    column += 1
    light[position, column] = max(light[position, column], tells * person + more * theirs_p)
    column += 1
    light[position, column] = max(light[position, column], tells * (other + theirs_o))
    column += 1
    light[position, column] = max(light[position, column], tells * (person + theirs_p))
    column += 1
    light[position, column] = max(light[position, column], listed.about[unit, ABOUT_LETTERS])


def enter(count, unit, mask, how, like, listed, work):
    """Adds one entry before those of the same unit."""
    turn = work.turns[0]
    work.entries[count, _BEFORE] = work.head[unit, 0] if work.head[unit, 1] == turn else -1
    work.head[unit, 0] = count
    work.head[unit, 1] = turn
    work.seen[unit & _LOWEST] = turn
    work.entries[count, _UNIT] = unit
    work.entries[count, _MASK] = mask
    work.entries[count, _HOW] = how
    for column in range(4):
        work.entries[count, _START + column] = listed.about[unit, column]
    work.facts[count, _ALIKE] = like


def waive(words, kind, need, rule, work):
    """For each sort of unit the words of which alone no name of a kind passes (masks in `waived`).

    First crowded units, then near ones, then the words themselves; in each the lightest first.
    """
    spent = 0.0
    letters = 0.0
    before = -1
    work.slack[kind] = 0.0
    for sort in range(SORTS):
        waived = 0
        while True:
            i = lightest(words, kind, sort, waived, before, work)
            if i < 0:
                break
            more = spent + cost_of(i, kind, sort, work)
            signs = max(letters, kind * work.light[i, COLUMNS * sort + _SINGLE])
            if more + rule.letter * signs >= need:
                break
            spent = more
            letters = signs
            waived |= 1 << i
            if sort == 0:
                work.slack[kind] += work.light[i, _TELLS + kind]
        work.waived[kind, sort] = waived
        for i in range(words):
            if work.light[i, COLUMNS * sort + kind] <= 0.0:
                waived |= 1 << i
        before &= waived


def lightest(words, kind, sort, waived, before, work):
    """Of the words not waived that which costs least, if earlier sorts are waived; -1 for none."""
    found = -1
    least = 0.0
    for i in range(words):
        if (waived >> i) & 1 or not (before >> i) & 1:
            continue
        if work.light[i, COLUMNS * sort + kind] > 0.0:
            cost = cost_of(i, kind, sort, work)
            if found < 0 or cost < least:
                found = i
                least = cost
    return found


def cost_of(word, kind, sort, work):
    """What units of a sort bring a name that meets nothing else nearer, beyond earlier sorts."""
    before = 0.0
    for earlier in range(sort):
        before = max(before, work.light[word, COLUMNS * earlier + kind])
    return max(work.light[word, COLUMNS * sort + kind] - before, 0.0)


def reach(count, words, rule, share, letters, whole_o, whole_p, listed, work):
    """The listed names whose units may weigh enough to pass, in `found`; how many.

    Sums of shares of 1/ONE, rounded up, so that they are never too low. What waived words tell is
    added to the names that other words lead to.
    """
    need_o = share * whole_o - _TOLERANCE
    need_p = share * whole_p - rule.letter * letters - _TOLERANCE
    waive(words, 0, need_o, rule, work)
    waive(words, 1, need_p, rule, work)
    touched = 0
    topped = False
    for entry in range(count):
        sort = sort_of(entry, work)
        waived_o, waived_p = work.waived[0, sort], work.waived[1, sort]
        if sort == 0:
            note_waived(entry, waived_o, waived_p, work)
        elif waived_o or waived_p:
            topped = True
        touched = walk(entry, waived_o, waived_p, touched, listed, work)
    if touched and topped:
        for entry in range(count):
            sort = sort_of(entry, work)
            if sort:
                top_up(entry, work.waived[0, sort], work.waived[1, sort], listed, work)
    kept = sift(touched, need_o, need_p, work.waived[0, 0], work.waived[1, 0], listed, work)
    for entry in range(count):
        number = work.entries[entry, _CROWD]
        if number >= 0:
            for kind in range(2):
                work.owed[number, kind, 0] = 0.0
                work.owed[number, kind, 1] = 0.0
    return kept


def add_same(q, size, asked, listed, work):
    """Adds the listed names of the query's normal form to those in `found`; how many there are."""
    known = size
    for s in range(asked.same_at[q, 0], asked.same_at[q, 1]):
        name = listed.same[s]
        there = False
        for c in range(known):
            if work.found[c] == name:
                there = True
        if not there:
            work.found[size] = name
            size += 1
    return size


def sift(touched, need_o, need_p, waived_o, waived_p, listed, work):
    """The touched names that have enough with what crowded units tell; how many. Clears sums."""
    least_o, least_p = int(need_o * ONE) - _LOST, int(need_p * ONE) - _LOST
    slack_o, slack_p = int(work.slack[0] * ONE) + _LOST, int(work.slack[1] * ONE) + _LOST
    kept = 0
    for t in range(touched):
        name = work.found[t]
        total = work.sums[name]
        work.sums[name] = 0
        if name >= listed.persons_from:
            kind, lacks, slack, waived = 1, listed.need[name] + least_p - total, slack_p, waived_p
        else:
            kind, lacks, slack, waived = 0, listed.need[name] + least_o - total, slack_o, waived_o
        if lacks > slack or (waived and lacks > owed(name, kind, listed, work)):
            continue
        work.found[kept] = name
        kept += 1
    return kept


def note_waived(entry, waived_o, waived_p, work):
    """Notes what an entry would tell the names of a crowded unit, by kind, where it is waived."""
    number, mask = work.entries[entry, _CROWD], work.entries[entry, _MASK]
    like = work.facts[entry, _ALIKE] * work.facts[entry, _ALIKE]
    if mask & (mask - 1):
        return
    for kind in range(2):
        if mask & (waived_p if kind else waived_o):
            work.owed[number, kind, 0] += like * work.facts[entry, _WEIGHT + kind]
            work.owed[number, kind, 1] += like


def walk(entry, waived_o, waived_p, touched, listed, work):
    """Adds what an entry tells to the names of its unit, of the kinds it is not waived for."""
    mask = work.entries[entry, _MASK]
    like = work.facts[entry, _ALIKE] * work.facts[entry, _ALIKE]
    start, middle = work.entries[entry, _START], work.entries[entry, _MIDDLE]
    end = work.entries[entry, _END]
    if not mask & (mask - 1):
        start = middle if mask & waived_o else start
        end = middle if mask & waived_p else end
    told = int(like * work.facts[entry, _WEIGHT] * ONE) + 2
    for p in range(start, end):
        if p == middle:
            told = int(like * work.facts[entry, _WEIGHT + 1] * ONE) + 2
        name = listed.post[p, 0]
        before = work.sums[name]
        if before == 0:
            work.found[touched] = name
            touched += 1
        work.sums[name] = before + told + int(like * listed.post[p, 1])
    return touched


def top_up(entry, waived_o, waived_p, listed, work):
    """Adds what the entry of a waived word tells to the names that others led to."""
    mask = work.entries[entry, _MASK]
    if mask & (mask - 1) or not mask & (waived_o | waived_p):
        return
    like = work.facts[entry, _ALIKE] * work.facts[entry, _ALIKE]
    start, middle = work.entries[entry, _START], work.entries[entry, _MIDDLE]
    end = work.entries[entry, _END]
    start = start if mask & waived_o else middle
    end = end if mask & waived_p else middle
    told = int(like * work.facts[entry, _WEIGHT] * ONE) + 2
    for p in range(start, end):
        if p == middle:
            told = int(like * work.facts[entry, _WEIGHT + 1] * ONE) + 2
        before = work.sums[listed.post[p, 0]]
        if before != 0:
            work.sums[listed.post[p, 0]] = before + told + int(like * listed.post[p, 1])


def owed(name, kind, listed, work):
    """What the crowded units of a name tell that were waived, in parts of 1/ONE, rounded up."""
    total = 0.0
    for row in range(listed.crowd_at[name], listed.crowd_at[name + 1]):
        number = listed.crowd_held[row, 0]
        told = work.owed[number, kind, 0]
        total += told * ONE + work.owed[number, kind, 1] * listed.crowd_held[row, 1]
    return int(total) + _LOST


def is_enough(met_q, met_n, whole_q, whole_n, coverage, both):
    """Whether what meets weighs the policy's share of either name, and enough on both sides."""
    if met_q + met_n < both - _TOLERANCE * (whole_q + whole_n):
        return False
    least = coverage - _TOLERANCE
    return met_q >= least * whole_q or met_n >= least * whole_n


def collect(name, person, listed, work):
    """All meetings of the query's words with those of one listed name; how many."""
    count = 0
    parts, reals = work.parts, work.reals
    turn = work.turns[0]
    for row in range(listed.units_at[name], listed.units_at[name + 1]):
        unit = listed.units[row]
        if work.seen[unit & _LOWEST] != turn or work.head[unit, 1] != turn:
            continue
        theirs = listed.unit_masks[row]
        b = listed.unit_weights[row]
        entry = work.head[unit, 0]
        while entry >= 0:
            mine = work.entries[entry, _MASK]
            if not (theirs & (theirs - 1) and mine & (mine - 1)):
                a = work.facts[entry, _WEIGHT + person]
                like = work.facts[entry, _ALIKE]
                parts[count, QUERY] = mine
                parts[count, LISTED] = theirs
                parts[count, KIND] = work.entries[entry, _HOW]
                parts[count, LETTERS] = listed.about[unit, ABOUT_SIZE]
                reals[count, LIKE] = like
                reals[count, WEIGHT_QUERY] = a
                reals[count, WEIGHT_LISTED] = b
                reals[count, GAIN] = gain_of(like, a, b, mine, theirs)
                count += 1
            entry = work.entries[entry, _BEFORE]
    return count


def gain_of(like, a, b, mine, theirs):
    """What a meeting tells: its likeness squared times the heavier side."""
    if mine & (mine - 1) or theirs & (theirs - 1):
        w = max(a, b) * 0.999
    elif like >= 1.0:
        w = max(a, b)
    else:
        w = min((a + b) / 2, b * RARER + RARER_BY)
    return like * like * w


def align(count, work):
    """Chooses meetings greedily, the most telling first, so that no word meets twice.

    Returns how many were chosen; their numbers stand in `chosen`, in the order of choice.
    """
    parts, reals = work.parts, work.reals
    mine = 0
    theirs = 0
    size = 0
    while True:
        best = -1
        for i in range(count):
            if parts[i, QUERY] & mine or parts[i, LISTED] & theirs:
                continue
            if (
                best < 0
                or reals[i, GAIN] > reals[best, GAIN]
                or (reals[i, GAIN] == reals[best, GAIN] and comes_before(parts, i, best))
            ):
                best = i
        if best < 0:
            return size
        work.chosen[size] = best
        size += 1
        mine |= parts[best, QUERY]
        theirs |= parts[best, LISTED]


def comes_before(parts, i, k):
    """Which of two meetings that tell as much is chosen: by words of the query, list, and rule."""
    if parts[i, QUERY] != parts[k, QUERY]:
        return parts[i, QUERY] < parts[k, QUERY]
    if parts[i, LISTED] != parts[k, LISTED]:
        return parts[i, LISTED] < parts[k, LISTED]
    return parts[i, KIND] < parts[k, KIND]


def passes(q, name, person, size, whole, rule, asked, listed, work):
    """Whether the chosen meetings weigh enough, by likeness squared; the same name does."""
    if asked.normal[q] == listed.normal[name]:
        return True
    met_q = 0.0
    met_n = 0.0
    for k in range(size):
        i = work.chosen[k]
        like = work.reals[i, LIKE] * work.reals[i, LIKE]
        met_q += like * work.reals[i, WEIGHT_QUERY]
        met_n += like * work.reals[i, WEIGHT_LISTED]
    other = listed.whole[name]
    both = asked.share[q] * whole + listed.share[name] * other
    if person:
        both -= rule.letter * (asked.letters[q] + listed.letters[name])
    return is_enough(met_q, met_n, whole, other, rule.coverage, both)


def search(first, last, rule, asked, listed, work, passed):
    """The pairs of some queries that pass the gate, by query.

    Returns how many pairs, how many meetings, and the query to go on from: less than `last` where
    `passed` has no room for all of its pairs.
    """
    pairs = 0
    meets = 0
    for q in range(first, last):
        before, met_before = pairs, meets
        count = gather(q, rule, asked, listed, work)
        if count == 0:
            continue
        start, end = asked.at[q], asked.at[q + 1]
        whole_o = weight_of(-1, asked.other, start, end)
        whole_p = weight_of(-1, asked.person, start, end)
        if rule.every:
            size = len(listed.whole)
            for name in range(size):
                work.found[name] = name
        else:
            size = reach(
                count, end - start, rule, asked.share[q], asked.letters[q], whole_o, whole_p,
                listed, work,
            )  # fmt: skip
            size = add_same(q, size, asked, listed, work)
        for c in range(size):
            name = work.found[c]
            person = 1 if name >= listed.persons_from else 0
            many = collect(name, person, listed, work)
            if many == 0:
                continue
            matched = align(many, work)
            whole = whole_p if person else whole_o
            if not passes(q, name, person, matched, whole, rule, asked, listed, work):
                continue
            if pairs == len(passed.query) or meets + matched > len(passed.parts):
                return before, met_before, q
            for k in range(matched):
                i = work.chosen[k]
                for column in range(4):
                    passed.parts[meets, column] = work.parts[i, column]
                for column in range(3):
                    passed.reals[meets, column] = work.reals[i, column]
                meets += 1
            passed.query[pairs] = q
            passed.name[pairs] = name
            passed.met[pairs] = meets
            pairs += 1
    return pairs, meets, last

"""The inner loops of the search: which listed names pass the gate, and which of their words meet.

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits. Nothing
here makes an array, so that plain Python reads and writes memory, not numpy's numbers; a result
that finds no room ends the call, and the caller goes on from there with more. numba keeps what it
compiled by the file of the function that is called from outside: all that `search` calls stands
here, and what judges the pairs stands in `score_kernel.py`.

**How names are led to.** The units that a word meets are *leads* of three sorts: those of very many
names, those near to the word, and the word itself. A query's leads are put in an order, those that
lead to most names for what they tell first, and the most that all up to each can tell together is
summed. A name that passes by these leads alone asks for no more than that sum, so its weight has a
limit; and if it passes at all, then by leads of which one is the last. So each lead is followed to
names up to its limit only, and no name is missed. The names of a unit stand by their weight, and
beside each what other words it has, as *places* in a table of what the query's meetings may tell: a
name whose words tell too little is passed over where it stands, without a look at its memory.

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
#: they end; its length; the most it weighs in names of anything else, and (next) of persons; the
#: most single letters beside it there; what its lightest name weighs.
ABOUT_START: Final = 0
ABOUT_MIDDLE: Final = 1
ABOUT_END: Final = 2
ABOUT_SIZE: Final = 3
ABOUT_MOST: Final = 4
ABOUT_LETTERS: Final = 6
ABOUT_LEAST: Final = 7

#: Sorts of leads: units of very many names, units near to the word, the word itself.
SORTS: Final = 3
#: Columns of what is known of the leads of one sort: the most that a meeting counts, and that times
#: the weight of the unit in names of anything else, and (next) of persons.
TELLS: Final = 0
TELLS_LISTED: Final = 1
#: And: to how many names they lead, the most single letters beside them, the lightest name.
NAMES: Final = 0
SINGLE: Final = 1
LIGHTEST: Final = 2

#: Columns of leads: the unit, by what rule, and of what is known of it where its names begin, those
#: of persons do and they end, and what the lightest weighs.
LEAD_UNIT: Final = 0
LEAD_KIND: Final = 1
LEAD_START: Final = 2
LEAD_LEAST: Final = 5

#: Columns of entries, the units of the list that the words of one query meet: the entry before it
#: in its bucket, unit, words of the query (a mask), by what rule; as above; then how alike, what
#: those words weigh in a name of anything else and of a person, and what the meeting counts.
_BEFORE: Final = 0
_UNIT: Final = 1
_MASK: Final = 2
_HOW: Final = 3
_ALIKE: Final = 0
_WEIGHT: Final = 1
_COUNTS: Final = 3

#: What is noted by the way: the queries begun; what was looked at ahead, so that no compiler leaves
#: it out; the highest number of a unit that the query meets, and how many entries it has.
_QUERIES: Final = 0
_LOOKED: Final = 1
_HIGHEST: Final = 2
_ENTRIES: Final = 3
#: Behind the two limits of a lead: to how many names it leads for what it tells.
_WORTH: Final = 2

#: A misspelt word is rarer than the word meant: it weighs at most this much more than that one.
RARER: Final = 1.3
RARER_BY: Final = 0.05
_TOLERANCE: Final = 1e-9
#: Wider than any rounding of a sum of bounds.
_SLACK: Final = 1e-6
#: Weights on disk are in whole parts of a weight of one.
ONE: Final = 1 << 16
#: Heavier than any name, in parts of 1/ONE.
_HEAVIEST: Final = 1 << 30
#: The bits of a place.
PLACE_BITS: Final = 12
#: Buckets of the entries of a query, by the lowest bits of their units; and in each, the last entry
#: below the number of the query.
BUCKETS: Final = 1 << 10
_LOWEST: Final = BUCKETS - 1
#: Places of words: several share one, none has the first. So many stand in one number, from the
#: lowest bits on, and in so many numbers; behind a name with more words is a -1.
PLACES: Final = 1 << PLACE_BITS
PLACES_BESIDE: Final = 63 // PLACE_BITS
BESIDE: Final = 2
_PLACE: Final = PLACES - 1
#: Wider than any rounding of what stands in the places.
_SLACK_OF_PLACES: Final = 1e-5
_TURN: Final = 32
_ENTRY: Final = (1 << _TURN) - 1


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

    They are searched in `order`, those of the same words together: their memory is still at hand.

    `share` is what of a name must meet, single letters (`letters`) aside. The listed names of the
    same normal form stand in `Listed.same` from same_at[q, 0] to same_at[q, 1]. Words of query q
    stand from at[q]. The leads of word w and sort s stand from lead_at[3 * w + s] on: `lead_like`
    says how alike they are, and what their units tell at most in a name of anything else and of a
    person; row 3 * w + s of `lead_tells` and `lead_names` says what is known of them all. The units
    that meet neighbours joined stand from extra_at[q].
    """

    order: Any
    at: Any
    word: Any
    other: Any
    person: Any
    letters: Any
    share: Any
    normal: Any
    same_at: Any
    lead_at: Any
    lead: Any
    lead_like: Any
    lead_tells: Any
    lead_names: Any
    extra_at: Any
    extra_unit: Any
    extra_mask: Any
    extra_like: Any
    extra_kind: Any


class Listed(NamedTuple):
    """The listed names, those of persons from `persons_from` on; units as in `units.Units`.

    Units from `first_join` on are joined words.
    """

    persons_from: int
    first_join: int
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
    beside: Any


class Scratch(NamedTuple):
    """Memory to work in.

    What is noted by the way (`turns`). What the query's meetings with words in each place may tell,
    of names of anything else and of persons; and with joined words. The buckets of its units. The
    leads of one sort that are followed, with limits; names they lead to; those of them that may
    pass, and by name when it was last led to. Entries. The leads in their order (word and sort),
    what a name weighs at most that asks no more than they tell, and what was summed of each word.
    Then meetings.
    """

    turns: Any
    told: Any
    joined: Any
    bucket: Any
    led: Any
    held: Any
    found: Any
    seen: Any
    entries: Any
    facts: Any
    ranked: Any
    limits: Any
    summed: Any
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


def gather(q, asked, listed, work):
    """Notes which units of the list the words of the query meet."""
    forget(work)
    start, end = asked.at[q], asked.at[q + 1]
    for position in range(end - start):
        row = SORTS * asked.word[start + position]
        other, person = asked.other[start + position], asked.person[start + position]
        for t in range(asked.lead_at[row], asked.lead_at[row + SORTS]):
            unit, like = asked.lead[t, LEAD_UNIT], asked.lead_like[t, 0]
            most_o = like * like * other + asked.lead_like[t, 1]
            most_p = like * like * person + asked.lead_like[t, 2]
            enter(unit, 1 << position, asked.lead[t, LEAD_KIND], like, other, person, work)
            may_tell(unit, most_o, most_p, listed, work)
    for t in range(asked.extra_at[q], asked.extra_at[q + 1]):
        unit, mask = asked.extra_unit[t], asked.extra_mask[t]
        other = weight_of(mask, asked.other, start, end)
        person = weight_of(mask, asked.person, start, end)
        most_o, most_p = joined_tell(q, t, asked, listed)
        enter(unit, mask, asked.extra_kind[t], asked.extra_like[t], other, person, work)
        may_tell(unit, most_o, most_p, listed, work)


def forget(work):
    """Begins another query."""
    for entry in range(work.turns[_ENTRIES]):
        place = place_of(work.entries[entry, _UNIT])
        work.told[0, place] = 0.0
        work.told[1, place] = 0.0
    work.joined[0] = 0.0
    work.joined[1] = 0.0
    work.turns[_QUERIES] += 1
    work.turns[_HIGHEST] = -1
    work.turns[_ENTRIES] = 0


def enter(unit, mask, how, like, other, person, work):
    """Adds one entry to its bucket."""
    entry = work.turns[_ENTRIES]
    work.entries[entry, _BEFORE] = last_of(unit, work)
    work.bucket[unit & _LOWEST] = (work.turns[_QUERIES] << _TURN) | entry
    work.entries[entry, _UNIT] = unit
    work.entries[entry, _MASK] = mask
    work.entries[entry, _HOW] = how
    work.facts[entry, _ALIKE] = like
    work.facts[entry, _WEIGHT] = other
    work.facts[entry, _WEIGHT + 1] = person
    work.facts[entry, _COUNTS] = like * like
    work.turns[_HIGHEST] = max(work.turns[_HIGHEST], unit)
    work.turns[_ENTRIES] = entry + 1


def place_of(unit: Any) -> Any:
    """The place of a unit."""
    return 1 + unit % _PLACE


def may_tell(unit, most_o, most_p, listed, work):
    """Notes what meeting a unit tells at most."""
    if unit >= listed.first_join:
        work.joined[0] += most_o
        work.joined[1] += most_p
    else:
        work.told[0, place_of(unit)] += most_o
        work.told[1, place_of(unit)] += most_p


def joined_tell(q, t, asked, listed):
    """What neighbours joined tell at most with the unit they meet, of either kind of name."""
    start, end = asked.at[q], asked.at[q + 1]
    unit, mask = asked.extra_unit[t], asked.extra_mask[t]
    told = asked.extra_like[t] * asked.extra_like[t]
    both_o = weight_of(mask, asked.other, start, end) + listed.about[unit, ABOUT_MOST] / ONE
    both_p = weight_of(mask, asked.person, start, end) + listed.about[unit, ABOUT_MOST + 1] / ONE
    return told * both_o, told * both_p


def last_of(unit, work):
    """The last entry in the bucket of a unit, -1 for none."""
    held = work.bucket[unit & _LOWEST]
    return held & _ENTRY if held >> _TURN == work.turns[_QUERIES] else -1


def rank(q, asked, work):
    """Puts the leads of a query in order: those to most names for what they tell; how many."""
    size = 0
    start = asked.at[q]
    for position in range(asked.at[q + 1] - start):
        work.summed[position, 0] = 0.0
        work.summed[position, 1] = 0.0
        for sort in range(SORTS):
            row = SORTS * asked.word[start + position] + sort
            names = asked.lead_names[row, NAMES]
            if names == 0:
                continue
            tells = asked.lead_tells[row, TELLS]
            other = tells * asked.other[start + position]
            person = tells * asked.person[start + position]
            other += asked.lead_tells[row, TELLS_LISTED]
            person += asked.lead_tells[row, TELLS_LISTED + 1]
            worth = names / (other + person + _SLACK)
            place = size
            while place > 0 and work.limits[place - 1, _WORTH] < worth:
                for column in range(2):
                    work.ranked[place, column] = work.ranked[place - 1, column]
                for column in range(3):
                    work.limits[place, column] = work.limits[place - 1, column]
                place -= 1
            work.ranked[place, 0] = position
            work.ranked[place, 1] = sort
            work.limits[place, 0] = other
            work.limits[place, 1] = person
            work.limits[place, _WORTH] = worth
            size += 1
    return size


def limit(q, size, need_o, need_p, rule, asked, listed, work):
    """Turns what each lead tells into the most that a name weighs which leads up to it let pass.

    The last limit, behind those of the leads, is that of neighbours joined. Returns what single
    letters may add to all of them.
    """
    total_o = 0.0
    total_p = 0.0
    single = 0
    for place in range(size):
        position = work.ranked[place, 0]
        row = SORTS * asked.word[asked.at[q] + position] + work.ranked[place, 1]
        single = max(single, asked.lead_names[row, SINGLE])
        more_o = max(work.limits[place, 0] - work.summed[position, 0], 0.0)
        more_p = max(work.limits[place, 1] - work.summed[position, 1], 0.0)
        work.summed[position, 0] += more_o
        work.summed[position, 1] += more_p
        total_o += more_o
        total_p += more_p
        work.limits[place, 0] = total_o - work.summed[position, 0]
        work.limits[place, 1] = total_p - work.summed[position, 1]
    for t in range(asked.extra_at[q], asked.extra_at[q + 1]):
        single = max(single, listed.about[asked.extra_unit[t], ABOUT_LETTERS])
        told_o, told_p = joined_tell(q, t, asked, listed)
        total_o += told_o
        total_p += told_p
    work.limits[size, 0] = total_o
    work.limits[size, 1] = total_p
    spared = single * max(rule.letter - rule.least, 0.0)
    for place in range(size + 1):
        work.limits[place, 0] -= need_o
        work.limits[place, 1] -= need_p - spared
    return spared


def heaviest(spare, least):
    """What a name weighs at most that asks for no more than so much, in parts of 1/ONE.

    Less than nothing may be asked for, because of single letters.
    """
    most = least * (_HEAVIEST / ONE)
    if spare + _SLACK >= most:
        return _HEAVIEST
    if spare + _SLACK <= -most:
        return -_HEAVIEST
    return int((spare + _SLACK) / least * ONE) + 1


def reach(q, size, need_o, need_p, rule, asked, listed, work):
    """Adds the listed names whose units may count enough to pass to `found`; how many are there."""
    leads = rank(q, asked, work)
    spared = limit(q, leads, need_o, need_p, rule, asked, listed, work)
    need_p -= spared
    held = 0
    for place in range(leads):
        led = lead(q, place, rule, asked, work)
        position = asked.at[q] + work.ranked[place, 0]
        other, person = asked.other[position], asked.person[position]
        turned = 0
        for i in range(led):  # so the memory of all is asked for at once
            start = asked.lead[work.led[i, 0], LEAD_START]
            turned ^= listed.post[start, 0] ^ listed.beside[start, 0]
        work.turns[_LOOKED] = turned
        for i in range(led):
            t, most_o, most_p = work.led[i, 0], work.led[i, 1], work.led[i, 2]
            start, middle = asked.lead[t, LEAD_START], asked.lead[t, LEAD_START + 1]
            end = asked.lead[t, LEAD_START + 2]
            told = asked.lead_like[t, 0] * asked.lead_like[t, 0]
            told_o = told * other + asked.lead_like[t, 1]
            told_p = told * person + asked.lead_like[t, 2]
            held = hold(start, middle, 0, most_o, told_o - need_o, held, rule, listed, work)
            held = hold(middle, end, 1, most_p, told_p - need_p, held, rule, listed, work)
    most_o = heaviest(work.limits[leads, 0], rule.least)
    most_p = heaviest(work.limits[leads, 1], rule.least)
    for t in range(asked.extra_at[q], asked.extra_at[q + 1]):
        unit = asked.extra_unit[t]
        start, middle = listed.about[unit, ABOUT_START], listed.about[unit, ABOUT_MIDDLE]
        end = listed.about[unit, ABOUT_END]
        told_o, told_p = joined_tell(q, t, asked, listed)
        held = hold(start, middle, 0, most_o, told_o - need_o, held, rule, listed, work)
        held = hold(middle, end, 1, most_p, told_p - need_p, held, rule, listed, work)
    return sift(held, size, need_o, need_p, rule, listed, work)


def lead(q, place, rule, asked, work):
    """Notes the leads of one sort of a word that may lead to a name, in `led`; how many.

    With what names weigh at most that they lead to.
    """
    position = work.ranked[place, 0]
    word, sort = asked.word[asked.at[q] + position], work.ranked[place, 1]
    other, person = asked.other[asked.at[q] + position], asked.person[asked.at[q] + position]
    row = SORTS * word + sort
    tells_o = asked.lead_tells[row, TELLS] * other + asked.lead_tells[row, TELLS_LISTED]
    tells_p = asked.lead_tells[row, TELLS] * person + asked.lead_tells[row, TELLS_LISTED + 1]
    most_o = heaviest(work.limits[place, 0] + tells_o, rule.least)
    most_p = heaviest(work.limits[place, 1] + tells_p, rule.least)
    if max(most_o, most_p) < asked.lead_names[row, LIGHTEST]:
        return 0
    led = 0
    for t in range(asked.lead_at[row], asked.lead_at[row + 1]):
        told = asked.lead_like[t, 0] * asked.lead_like[t, 0]
        told_o = told * other + asked.lead_like[t, 1]
        told_p = told * person + asked.lead_like[t, 2]
        most_o = heaviest(work.limits[place, 0] + told_o, rule.least)
        most_p = heaviest(work.limits[place, 1] + told_p, rule.least)
        if asked.lead[t, LEAD_LEAST] <= max(most_o, most_p):
            work.led[led, 0] = t
            work.led[led, 1] = most_o
            work.led[led, 2] = most_p
            led += 1
    return led


def hold(start, end, person, most, spare, held, rule, listed, work):
    """Notes the names of a unit up to a weight whose words may tell enough; how many there are.

    `spare` is what the unit tells beyond what the query asks for.
    """
    turn = work.turns[_QUERIES]
    spare += work.joined[person] + _SLACK_OF_PLACES
    for p in range(start, end):
        asks = listed.post[p, 1]
        if asks > most:
            break
        if may_tell_less(p, person, spare, asks * (rule.least / ONE), listed, work):
            continue
        name = listed.post[p, 0]
        if work.seen[name] != turn:
            work.seen[name] = turn
            work.held[held, 0] = name
            work.held[held, 1] = asks
            held += 1
    return held


def may_tell_less(p, person, told, asks, listed, work):
    """Whether a unit with all other words of one of its names tells less than is asked for."""
    for column in range(BESIDE):
        rest = listed.beside[p, column]
        while rest > 0:
            told += work.told[person, rest & _PLACE]
            rest >>= PLACE_BITS
        if rest < 0:  # nobody knows
            return False
    return told < asks


def sift(held, found, need_o, need_p, rule, listed, work):
    """Adds those of the names held that may pass to `found`; how many are there.

    First looks at all that will be read, so that the memory of many names is asked for at once.
    """
    for h in range(held):
        name = work.held[h, 0]
        work.held[h, 2] = listed.units_at[name]
        work.held[h, 3] = listed.units_at[name + 1]
    turned = 0
    for h in range(held):
        turned ^= listed.units[work.held[h, 2]]
    work.turns[_LOOKED] = turned
    for h in range(held):
        name = work.held[h, 0]
        person = 1 if name >= listed.persons_from else 0
        need = need_p if person else need_o
        need += work.held[h, 1] * (rule.least / ONE)
        told = may_count(work.held[h, 2], work.held[h, 3], person, listed, work)
        if told + _SLACK >= need:
            work.found[found] = name
            found += 1
    return found


def may_count(start, end, person, listed, work):
    """The most that all that meets of some units of a name, sorted by number, may count."""
    total = 0.0
    for row in range(start, end):
        unit = listed.units[row]
        if unit > work.turns[_HIGHEST]:
            break
        entry = last_of(unit, work)
        while entry >= 0:
            if work.entries[entry, _UNIT] == unit:
                both = work.facts[entry, _WEIGHT + person] + listed.unit_weights[row]
                total += work.facts[entry, _COUNTS] * both
            entry = work.entries[entry, _BEFORE]
    return total


def same(q, asked, listed, work):
    """The listed names of the query's normal form, in `found`; how many."""
    size = 0
    for s in range(asked.same_at[q, 0], asked.same_at[q, 1]):
        name = listed.same[s]
        work.seen[name] = work.turns[_QUERIES]
        work.found[size] = name
        size += 1
    return size


def is_enough(met_q, met_n, whole_q, whole_n, coverage, both):
    """Whether what meets weighs the policy's share of either name, and enough on both sides."""
    if met_q + met_n <= 0.0 or met_q + met_n < both - _TOLERANCE * (whole_q + whole_n):
        return False
    least = coverage - _TOLERANCE
    return met_q >= least * whole_q or met_n >= least * whole_n


def collect(name, person, listed, work):
    """All meetings of the query's words with those of one listed name; how many."""
    count = 0
    parts, reals = work.parts, work.reals
    for row in range(listed.units_at[name], listed.units_at[name + 1]):
        unit = listed.units[row]
        theirs = listed.unit_masks[row]
        b = listed.unit_weights[row]
        entry = last_of(unit, work)
        while entry >= 0:
            mine = work.entries[entry, _MASK]
            joined = theirs & (theirs - 1) and mine & (mine - 1)
            if work.entries[entry, _UNIT] == unit and not joined:
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
        told = work.reals[i, LIKE] * work.reals[i, LIKE]
        met_q += told * work.reals[i, WEIGHT_QUERY]
        met_n += told * work.reals[i, WEIGHT_LISTED]
    other = listed.whole[name]
    both = asked.share[q] * whole + listed.share[name] * other
    if person:
        both -= rule.letter * (asked.letters[q] + listed.letters[name])
    return is_enough(met_q, met_n, whole, other, rule.coverage, both)


def search(first, last, rule, asked, listed, work, passed):
    """The pairs of some queries that pass the gate, by query.

    Returns how many pairs, how many meetings, and the turn to go on from: less than `last` where
    `passed` has no room for all of its pairs.
    """
    pairs = 0
    meets = 0
    for turn in range(first, last):
        q = asked.order[turn]
        before, met_before = pairs, meets
        gather(q, asked, listed, work)
        start, end = asked.at[q], asked.at[q + 1]
        whole_o = weight_of(-1, asked.other, start, end)
        whole_p = weight_of(-1, asked.person, start, end)
        if rule.every:
            size = len(listed.whole)
            for name in range(size):
                work.found[name] = name
        else:
            need_o = asked.share[q] * whole_o
            need_p = asked.share[q] * whole_p - rule.letter * asked.letters[q]
            size = same(q, asked, listed, work)
            size = reach(q, size, need_o, need_p, rule, asked, listed, work)
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
                return before, met_before, turn
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

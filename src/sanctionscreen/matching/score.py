"""The name score: how alike two names are, explained part by part.

Words of one name are paired one to one with words of the other; what stands in one name only
costs by the policy, and what stands against each other on both sides costs more.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from sanctionscreen.matching.policy import OrganisationRule, PersonRule, Policy, WordRule
from sanctionscreen.text.analysis import FORM_WEIGHT, NameAnalysis
from sanctionscreen.text.sounds import sound_key
from sanctionscreen.text.words import given_names, is_description, weight

_LONGEST_JOIN: Final = 4
#: How the parts of two names with one normal form (or the same characters) are explained.
SAME: Final = "the same"


class Part(NamedTuple):
    """Words that met, or a word left over; `how` says by what rule, `weight` what it counts."""

    query: str
    listed: str
    how: str
    similarity: float
    weight: float


class NameScore(NamedTuple):
    """How alike two names are, in [0, 1], and the parts that make it up; 1 = the same name."""

    score: float
    parts: tuple[Part, ...]


class _Side:
    """The words of one name that still wait for a partner."""

    def __init__(
        self, words: Sequence[str], weights: Sequence[float], form_words: Sequence[str] = ()
    ) -> None:
        self.words = words
        self.weights = weights
        self.form_words = form_words
        self.open = list(range(len(words)))

    @classmethod
    def of(cls, name: NameAnalysis, *, with_forms: bool) -> "_Side":
        """The words of a name; its legal forms among them or apart."""
        return cls(*_split(name, with_forms))

    def left(self) -> list[tuple[str, float]]:
        """The words without a partner, with their weights."""
        return [(self.words[i], self.weights[i]) for i in self.open]


@lru_cache(maxsize=1 << 17)
def _split(
    name: NameAnalysis, with_forms: bool
) -> tuple[tuple[str, ...], tuple[float, ...], tuple[str, ...]]:
    """The words of a name that are compared, their weights, and its legal forms' words."""
    keep = [with_forms or form is None for form in name.forms]
    if not any(keep):
        keep = [True] * len(keep)
    words = tuple(word for word, kept in zip(name.words, keep, strict=True) if kept)
    forms = tuple(word for word, kept in zip(name.words, keep, strict=True) if not kept)
    return words, tuple(weight(word) for word in words), forms


def score_names(
    query: NameAnalysis, listed: NameAnalysis, *, entity_type: str, policy: Policy
) -> NameScore:
    """How alike two analysed names are, for a listed party of that type.

    Symmetric in nothing but equality: a word missing from the query costs another amount than one
    added by it. Equal normal forms score 1; so do a person's words in another order.
    """
    if query.normal == listed.normal:
        return NameScore(1.0, (Part(query.normal, listed.normal, SAME, 1.0, 1.0),))
    if query.han is not None and listed.han is not None:
        return _score_han(query, listed, policy)
    rule = policy.rule_of(entity_type)
    organisation = isinstance(rule, OrganisationRule)
    mine = _Side.of(query, with_forms=not organisation)
    theirs = _Side.of(listed, with_forms=not organisation)
    parts = _align(mine, theirs, policy, initials=not organisation)
    if not parts:
        return NameScore(0.0, _left_over(mine, theirs))
    if isinstance(rule, OrganisationRule):
        parts += _misspelt_forms(mine, theirs, rule, policy)
    score = _combined(parts, mine, theirs, rule)
    left = "only on the list"
    if isinstance(rule, OrganisationRule):
        if _is_head(parts, mine, theirs, rule) and score < rule.head:
            score, left = rule.head, "only describes it"
        changes = _order_part(mine, theirs, rule), _form_part(query, listed, rule)
        penalties = tuple(part for part in changes if part is not None)
        score = max(0.0, score + sum(part.weight for part in penalties))
        parts.extend(penalties)
    if len(mine.words) == 1 < len(theirs.words) and parts[0].how != "joined":
        score = min(score, rule.one_word * score)
    return NameScore(min(score, 1.0), (*parts, *_left_over(mine, theirs, left)))


def _score_han(query: NameAnalysis, listed: NameAnalysis, policy: Policy) -> NameScore:
    """Chinese against Chinese: the same characters are the same name, the same sounds are not."""
    same = query.han == listed.han
    if not same and query.words != listed.words:
        return NameScore(0.0, (Part(query.normal, listed.normal, "other characters", 0.0, 0.0),))
    how = SAME if same else "other characters of the same reading"
    similarity = 1.0 if same else policy.han.same_reading
    return NameScore(similarity, (Part(query.normal, listed.normal, how, similarity, 1.0),))


def _align(mine: _Side, theirs: _Side, policy: Policy, *, initials: bool) -> list[Part]:
    """Pairs words one to one: equal ones first, then joined ones, near ones, initials."""
    parts = _equal(mine, theirs)
    parts += _joined(mine, theirs, policy)
    parts += _joined(theirs, mine, policy, swapped=True)
    parts += _near(mine, theirs, policy, initials=initials)
    return parts


def _misspelt_forms(
    mine: _Side, theirs: _Side, rule: OrganisationRule, policy: Policy
) -> list[Part]:
    """Left-over words of one side that are a legal form of the other side, misspelt or joined."""
    least = rule.misspelt_form
    parts: list[Part] = []
    if mine.open and theirs.form_words:
        forms = _Side(theirs.form_words, [FORM_WEIGHT] * len(theirs.form_words))
        parts += _joined(forms, mine, policy, swapped=True) + _joined(mine, forms, policy)
        parts += _near(mine, forms, policy, initials=False, least=least)
    if theirs.open and mine.form_words:
        forms = _Side(mine.form_words, [FORM_WEIGHT] * len(mine.form_words))
        parts += _joined(theirs, forms, policy, swapped=True) + _joined(forms, theirs, policy)
        parts += _near(forms, theirs, policy, initials=False, least=least)
    return [part._replace(how=f"legal form, {part.how}", weight=FORM_WEIGHT) for part in parts]


def _equal(mine: _Side, theirs: _Side) -> list[Part]:
    parts: list[Part] = []
    for i in list(mine.open):
        for j in theirs.open:
            if mine.words[i] == theirs.words[j]:
                parts.append(Part(mine.words[i], theirs.words[j], "equal", 1.0, mine.weights[i]))
                mine.open.remove(i)
                theirs.open.remove(j)
                break
    return parts


def _joined(one: _Side, many: _Side, policy: Policy, *, swapped: bool = False) -> list[Part]:
    """Words of one side that are several neighbouring words of the other, written together."""
    parts: list[Part] = []
    for i in list(one.open):
        run = _run_that_joins(one.words[i], many)
        if run is None:
            continue
        text = " ".join(many.words[j] for j in run)
        heavy = max(one.weights[i], sum(many.weights[j] for j in run))
        pair = (text, one.words[i]) if swapped else (one.words[i], text)
        parts.append(Part(*pair, "joined", policy.word.joined, heavy))
        one.open.remove(i)
        for j in run:
            many.open.remove(j)
    return parts


def _run_that_joins(word: str, side: _Side) -> list[int] | None:
    """Neighbouring open words that make up the word, in their order or turned around."""
    opened, words = side.open, side.words
    for start, first in enumerate(opened):
        size = len(words[first])
        for end in range(start + 1, min(start + _LONGEST_JOIN, len(opened))):
            size += len(words[opened[end]])
            if size > len(word) or opened[end] - first != end - start:
                break
            run = opened[start : end + 1]
            if size == len(word) and _joins(word, [words[i] for i in run]):
                return run
    return None


def _joins(word: str, texts: list[str]) -> bool:
    return any("".join((*texts[t:], *texts[:t])) == word for t in range(len(texts)))


def _near(
    mine: _Side, theirs: _Side, policy: Policy, *, initials: bool, least: float = 0.0
) -> list[Part]:
    """The most similar pairs first, until none is similar enough."""
    found: list[tuple[float, float, int, int, str]] = []
    for i in mine.open:
        for j in theirs.open:
            if initials or min(len(mine.words[i]), len(theirs.words[j])) > 1:
                similarity, how = _similarity(mine.words[i], theirs.words[j], policy.word)
            else:
                similarity, how = 0.0, ""
            if similarity > least:
                heavy = (mine.weights[i] + theirs.weights[j]) / 2
                found.append((-similarity, -heavy, i, j, how))
    parts: list[Part] = []
    for negative, heavy, i, j, how in sorted(found):
        if i in mine.open and j in theirs.open:
            parts.append(Part(mine.words[i], theirs.words[j], how, -negative, -heavy))
            mine.open.remove(i)
            theirs.open.remove(j)
    return parts


@lru_cache(maxsize=1 << 20)
def _similarity(query: str, listed: str, rule: WordRule) -> tuple[float, str]:
    """How alike two different words are, and by what rule; 0 where they are other words."""
    if len(query) == 1 or len(listed) == 1:
        return (rule.initial, "initial") if query[0] == listed[0] else (0.0, "")
    if query.isdigit() or listed.isdigit():
        return 0.0, ""
    found = [(_spelling(query, listed, rule), "spelling"), (_sound(query, listed, rule), "sound")]
    if given_names(query) & given_names(listed):
        found.append((rule.nickname, "short for the same name"))
    return max(found)


def _spelling(query: str, listed: str, rule: WordRule) -> float:
    allowed = rule.max_edits(min(len(query), len(listed)))
    if abs(len(query) - len(listed)) > allowed:
        return 0.0
    edits = int(OSA.distance(query, listed, score_cutoff=allowed))
    share = edits / max(len(query), len(listed))
    return 1.0 - rule.edit_cost * share if edits <= allowed else 0.0


def _sound(query: str, listed: str, rule: WordRule) -> float:
    """Words that sound alike: 1 where their sound keys agree, less where one sound differs."""
    mine, theirs = sound_key(query), sound_key(listed)
    if mine is None or theirs is None:
        return 0.0
    if mine == theirs:
        return rule.same_sound
    near = min(len(mine), len(theirs)) >= rule.near_sound_from
    return rule.near_sound if near and OSA.distance(mine, theirs, score_cutoff=1) <= 1 else 0.0


def _combined(parts: list[Part], mine: _Side, theirs: _Side, rule: PersonRule) -> float:
    met = sum(part.weight for part in parts)
    alike = sum(part.weight * part.similarity for part in parts)
    added = sum(weight for _, weight in mine.left())
    omitted = sum(weight for _, weight in theirs.left())
    against = min(added, omitted)
    cost = (
        rule.contradicting * against
        + rule.added * (added - against)
        + min(rule.omitted * (omitted - against), rule.omitted_most * met)
    )
    return alike / (met + cost)


def _is_head(parts: list[Part], mine: _Side, theirs: _Side, rule: OrganisationRule) -> bool:
    """Whether the query is the distinctive head of the listed name, whose tail only describes."""
    length = len(theirs.words) - len(theirs.open)
    head, tail = theirs.words[:length], theirs.words[length:]
    rest_is_tail = theirs.open == list(range(length, len(theirs.words)))
    if mine.open or tuple(mine.words) != tuple(head) or not rest_is_tail:
        return False
    distinctive = any(not is_description(word) for word in head)
    heavy = sum(part.weight for part in parts) >= rule.head_weight
    return distinctive and heavy and all(is_description(word) for word in tail)


def _order_part(mine: _Side, theirs: _Side, rule: OrganisationRule) -> Part | None:
    same_words = Counter(mine.words) == Counter(theirs.words)
    if not same_words or mine.words == theirs.words:
        return None
    return Part(" ".join(mine.words), " ".join(theirs.words), "another order", 0.0, -rule.order)


def _form_part(query: NameAnalysis, listed: NameAnalysis, rule: OrganisationRule) -> Part | None:
    """What a missing or another legal form takes away."""
    mine, theirs = query.legal_forms, listed.legal_forms
    if mine == theirs:
        return None
    cost = rule.form_differs if mine and theirs and not mine & theirs else rule.form_missing
    return Part(" ".join(sorted(mine)), " ".join(sorted(theirs)), "legal form", 0.0, -cost)


def _left_over(mine: _Side, theirs: _Side, on_list: str = "only on the list") -> tuple[Part, ...]:
    return (
        *(Part(word, "", "only in the query", 0.0, weight) for word, weight in mine.left()),
        *(Part("", word, on_list, 0.0, weight) for word, weight in theirs.left()),
    )

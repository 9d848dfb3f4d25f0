"""Labels of wallets → what of them may be a name, and whether a listed name that met it counts.

A label is no name: it says of a wallet whose it may be, among other things ("garantex.io: deposit
3", "OFAC SDN: CHEN, Zhi"). So it is taken apart into phrases; the phrases are screened as names,
as any others; and of what met, only that stays which the rest of the label does not contradict.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from sanctionscreen.matching.label_words import CLAIM, CONTEXT, DOMAIN, SERVICE, UNSPACED, is_noise
from sanctionscreen.matching.policy import LabelRule
from sanctionscreen.model import EntityType, NameKind
from sanctionscreen.text.analysis import NameAnalysis, analyse
from sanctionscreen.text.words import is_description, weight

_BETWEEN: Final = re.compile(r"\s[-–—]+\s|[|/;:()\[\]{}<>&+•·→]|\s,\s|\.\s|\baka\b")
_ALSO: Final = re.compile(r"\s(?:and|und|et|y)\s", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_JOINTS: Final = re.compile(r"[_.@#*\"!?=~…]+|(?<=\w)-(?=\w)")
_UNSPACED: Final = re.compile("|".join(sorted(UNSPACED, key=lambda word: (-len(word), word))))
_SCRIPTS: Final = re.compile(
    r"(?<=[\u3400-\u9fff])\s+(?=[^\u3400-\u9fff])|(?<=[^\u3400-\u9fff\s])\s+(?=[\u3400-\u9fff])"
)


class Phrase(NamedTuple):
    """Words of a label that may be a name, what stands beside them, and what the label hints at.

    `rest` are the other words of the same part that are neither a wallet's nor a context's;
    `services` may say what somebody is, not who. `claims`: the label speaks of a listing;
    `domain`: the ending, where the part is an internet name; `context`: it speaks of deeds.
    """

    text: str
    words: tuple[str, ...]
    rest: tuple[str, ...]
    services: tuple[str, ...]
    claims: bool
    domain: str | None
    context: bool


class Met(NamedTuple):
    """A listed name that a phrase met, and what of its party matters for a label.

    `crypto`: the party has wallets on its list, or is listed for what it did with computers.
    """

    listed_name: str
    name_kind: str
    entity_type: str
    name_score: float
    crypto: bool


def phrases(label: str, rule: LabelRule) -> tuple[Phrase, ...]:
    """The phrases of a label that may be names, the longest of each part first, each once.

    >>> from sanctionscreen.matching.policy import Policy
    >>> rule = Policy.default().label
    >>> [phrase.text for phrase in phrases("garantex.io: deposit 3", rule)]
    ['garantex io', 'garantex']
    >>> [phrase.text for phrase in phrases("OFAC SDN: CHEN, Zhi 2025-10-14", rule)]
    ['CHEN, Zhi']
    """
    text = unicodedata.normalize("NFKC", label)
    everything = {word.casefold() for word in re.findall(r"\w+", text)}
    claims = bool(everything & CLAIM)
    context = bool(everything & CONTEXT)
    found: dict[str, Phrase] = {}
    for part in _parts(text, rule.most_words):
        for words, rest, services, domain in _runs(part, rule.longest_phrase):
            shown = " ".join(words)
            phrase = Phrase(shown, tuple(_folded(words)), rest, services, claims, domain, context)
            known = found.get(shown)
            if known is None or len(rest) < len(known.rest):
                found[shown] = phrase
    return tuple(found.values())


def _parts(text: str, most_words: int) -> Iterator[list[str]]:
    """The parts of a label, and the label as a whole; each as its words."""
    parts = [
        part for part in _SCRIPTS.sub("|", text).replace("|", "\n").split("\n") if part.strip()
    ]
    pieces = [piece for part in parts for piece in _BETWEEN.split(part) if piece.strip()]
    seen = [_words(piece)[:most_words] for piece in pieces]
    yield from (words for words in seen if words)
    for piece in pieces:
        halves = [_words(half)[:most_words] for half in _ALSO.split(piece)]
        yield from (words for words in halves if words and len(halves) > 1)
    if len(seen) > 1:
        yield [word for words in seen for word in words]


def _words(piece: str) -> list[str]:
    spaced = _UNSPACED.sub(r" \g<0> ", _JOINTS.sub(" ", _CAMEL.sub(" ", piece)))
    words = [word.strip("-–—'’") for word in spaced.split()]
    return [word for word in words if word]


def _folded(words: Sequence[str]) -> list[str]:
    return [re.sub(r"[^\w]", "", word).casefold() for word in words]


def _runs(
    part: list[str], longest: int
) -> Iterator[tuple[list[str], tuple[str, ...], tuple[str, ...], str | None]]:
    """Runs of words that may be a name, with the words left over and the internet ending."""
    kept = [word for word in part if not is_noise(_folded([word])[0])]
    folded = _folded(kept)
    domain = next((word for word in reversed(folded) if word in DOMAIN), None)
    core = [word for word, low in zip(kept, folded, strict=True) if low not in SERVICE]
    seen = set()
    for run in (kept, core, *_windows(kept, longest)):
        if run and tuple(run) not in seen:
            seen.add(tuple(run))
            beside = [low for low in folded if low not in _folded(run)]
            rest = tuple(low for low in beside if low not in SERVICE)
            services = tuple(low for low in beside if low in SERVICE - DOMAIN)
            yield run, rest, services, domain


def _windows(words: list[str], longest: int) -> Iterator[list[str]]:
    """Neighbouring words, two or more: a name among others."""
    for length in range(min(len(words) - 1, longest), 1, -1):
        for start in range(len(words) - length + 1):
            yield words[start : start + length]


def is_joined(text: str, rule: LabelRule) -> bool:
    """Whether a phrase is one long word, which may be several written as one."""
    return len(text) >= rule.joined_from and text.isalpha()


@lru_cache(maxsize=1 << 17)
def joined(name: str) -> str:
    """The words of a listed name as one, without legal form.

    >>> joined("CANOPY SANDS DEVELOPMENT CO. LTD.")
    'canopysandsdevelopment'
    """
    return "".join(_telling(analyse(name)))


def judge(phrase: Phrase, met: Met, rule: LabelRule) -> str | None:
    """Why the label names the party, null where it does not.

    >>> met = Met("Garantex", "alias", "organisation", 1.0, crypto=True)
    >>> from sanctionscreen.matching.policy import Policy
    >>> rule = Policy.default().label
    >>> judge(phrases("Garantex hot wallet", rule)[0], met, rule)
    'the one word of the name, and nothing else that is a name'
    >>> judge(phrases("Garantex Bakery", rule)[-1], met, rule) is None
    True
    """
    owns_no_wallet = met.entity_type in {EntityType.VESSEL, EntityType.AIRCRAFT}
    if met.name_kind == NameKind.WEAK_ALIAS or owns_no_wallet or _other_domain(phrase, met):
        return None
    query, listed = analyse(phrase.text), analyse(met.listed_name)
    if met.entity_type == EntityType.PERSON:
        return _person(phrase, query, listed, rule)
    return _organisation(phrase, query, listed, met, rule)


def _other_domain(phrase: Phrase, met: Met) -> bool:
    """Whether both are internet names with other endings: blender.org is not Blender.io."""
    last = met.listed_name.casefold().rpartition(".")[2]
    return last in DOMAIN and phrase.domain is not None and phrase.domain != last


def _person(
    phrase: Phrase, query: NameAnalysis, listed: NameAnalysis, rule: LabelRule
) -> str | None:
    """A person's name with at least two of its words, and nothing beside it that is a name."""
    if query.normal == listed.normal and not query.normal.isascii() and not phrase.rest:
        return "the name of the person, letter by letter"
    joined = "".join(query.words)
    whole = joined in {"".join(listed.words), "".join(reversed(listed.words))}
    met = [word for word in query.words if any(_same(word, other, rule) for other in listed.words)]
    if not whole and (len(met) < rule.person_words or len(met) < len(query.words)):
        return None
    whole = whole or len(met) >= len(listed.words)
    rare = sum(query.person) >= rule.rare_person
    if not phrase.rest and (whole or rare):
        return "the name of the person, and nothing else that is a name"
    return f"the whole rare name, beside: {' '.join(phrase.rest)}" if whole and rare else None


def _organisation(
    phrase: Phrase, query: NameAnalysis, listed: NameAnalysis, met: Met, rule: LabelRule
) -> str | None:
    mine, theirs = _telling(query), _telling(listed)
    tail = _tail(mine, theirs, rule)
    if tail is None or (len(mine) == 1 and tail):  # one word of several is too little
        return None
    # Letters and syllables of a name make a short word by chance: MAT, M. A. T.
    short = len(mine) == 1 and len(mine[0]) < rule.joined_from
    if len(theirs) == 1 or short:
        return _one_word(phrase, "".join(mine), "".join(theirs), met, rule)
    return _several_words(phrase, mine if len(mine) > 1 else theirs, tail, met, rule)


def _several_words(
    phrase: Phrase, mine: Sequence[str], tail: Sequence[str], met: Met, rule: LabelRule
) -> str | None:
    """A name of several words: alone, or whole and so telling that other words do not matter."""
    heavy = sum(weight(word) for word in mine)
    if not all(map(is_description, tail)) and heavy < (rule.heavy if met.crypto else rule.rare):
        return None
    beside = phrase.rest if met.crypto else (*phrase.rest, *phrase.services)
    if not beside:
        return "the words of the name, and nothing else that is a name"
    if not tail and heavy >= max(rule.heavy, sum(weight(word) for word in beside)):
        return f"the words of the name, beside: {' '.join(beside)}"
    return None


def _one_word(phrase: Phrase, word: str, listed: str, met: Met, rule: LabelRule) -> str | None:
    """A name of one word: published so, or of somebody known for it; and no other word beside."""
    published = len([one for one in analyse(met.listed_name).words if one not in DOMAIN]) == 1
    exact = word == listed
    if not exact and len(word) == len(listed) and sorted(word) != sorted(listed):
        return None  # another letter makes another name: Gridex, Grinex
    coined = weight(word) >= (rule.published if published and exact else rule.coined)
    more = phrase.claims or phrase.context or met.crypto
    long = len(word) >= rule.shortest or phrase.claims
    if phrase.rest or not long or not (published or met.crypto or phrase.claims):
        return None
    if (coined and (exact or more)) or (more and exact):
        return "the one word of the name, and nothing else that is a name"
    return None


def _telling(name: NameAnalysis) -> list[str]:
    """The words of a name without its legal form and internet ending."""
    pairs = zip(name.words, name.forms, strict=True)
    return [word for word, form in pairs if form is None and word not in DOMAIN] or [*name.words]


def _tail(mine: Sequence[str], theirs: Sequence[str], rule: LabelRule) -> list[str] | None:
    """What of the listed name the words leave over at its end, null if they are not its head."""
    if "".join(mine) == "".join(theirs):
        return []
    if len(mine) > len(theirs):
        return None
    if all(_same(one, other, rule) for one, other in zip(mine, theirs, strict=False)):
        return list(theirs[len(mine) :])
    return None


def _same(one: str, other: str, rule: LabelRule) -> bool:
    """Whether two words are the same one, but for one slip inside a long word.

    Another letter at an end makes another word: `Forwarder` is not `Forwarderz`.

    >>> from sanctionscreen.matching.policy import Policy
    >>> pairs = [("garantx", "garantex"), ("forwarder", "forwarderz"), ("group", "grupp")]
    >>> [_same(one, other, Policy.default().label) for one, other in pairs]
    [True, False, False]
    """
    if one == other:
        return True
    if min(len(one), len(other)) < rule.slip_from or (one[0], one[-1]) != (other[0], other[-1]):
        return False
    return int(OSA.distance(one, other, score_cutoff=1)) <= 1

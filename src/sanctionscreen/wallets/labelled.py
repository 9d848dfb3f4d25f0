"""Labels → the listed parties that they name, by the ordinary screening of names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sanctionscreen.matching.labels import Met, Phrase, is_joined, joined, judge, phrases
from sanctionscreen.matching.match import Matcher
from sanctionscreen.matching.policy import LabelRule, Policy
from sanctionscreen.matching.roll import ListedName
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import NameKind
from sanctionscreen.wallets.tagged import LabelMatch


def match_labels(
    labels: Iterable[str], watchlist: Watchlist, policy: Policy
) -> dict[str, tuple[LabelMatch, ...]]:
    """For each label the listed parties it names, the best first; labels that name none are absent.

    Distinct phrases are searched once, all together, as names, at the policy's threshold;
    `matching.labels` decides which of those that met count.

    >>> found = match_labels(["Prince Group hot wallet"], Watchlist.bundled(), Policy.default())
    >>> "us_ofac_sdn:53054" in [match.entity_id for match in found["Prince Group hot wallet"]]
    True
    """
    taken = {label: phrases(label, policy.label) for label in dict.fromkeys(labels)}
    texts = sorted({phrase.text for found in taken.values() for phrase in found})
    if not texts:
        return {}
    met = _met(texts, watchlist, policy)
    found = {label: _matches(parts, met, policy.label) for label, parts in taken.items()}
    return {label: matches for label, matches in found.items() if matches}


def _met(
    texts: Sequence[str], watchlist: Watchlist, policy: Policy
) -> Mapping[str, list[tuple[str, Met]]]:
    """For each phrase the listed parties whose names it met, with those names."""
    known = _KnownParties(watchlist, policy.label)
    threshold = {NameKind.ARTICLE_ALIAS.value: policy.threshold.article_alias}
    found: defaultdict[str, list[tuple[str, Met]]] = defaultdict(list)
    for match in Matcher(watchlist, policy).met(texts).each(watchlist.names):
        if match is not None and match.score >= threshold.get(
            match.name.kind, policy.threshold.hit
        ):
            found[match.query].append(known.met(match.name, match.score))
    if policy.threshold.hit <= policy.word.joined:
        for text, name in _joined(texts, watchlist, policy.label):
            found[text].append(known.met(name, policy.word.joined))
    return found


class _KnownParties:
    """The listed parties as labels see them."""

    def __init__(self, watchlist: Watchlist, rule: LabelRule) -> None:
        self._parties = watchlist.parties
        self._wallets = set(watchlist.frames["wallets"]["entity_id"])
        self._rule = rule

    def met(self, name: ListedName, score: float) -> tuple[str, Met]:
        """The party of a listed name, and what of both matters for a label."""
        party = self._parties[name.party]
        crypto = party.entity_id in self._wallets or self._rule.is_known(party.programmes)
        return party.entity_id, Met(name.full, name.kind, party.entity_type, score, crypto)


def _joined(
    texts: Sequence[str], watchlist: Watchlist, rule: LabelRule
) -> Iterator[tuple[str, ListedName]]:
    """Names whose words a label wrote as one, which is how labels and handles are often written."""
    wanted = {text.casefold(): text for text in texts if is_joined(text, rule)}
    for name in watchlist.names if wanted else ():
        text = wanted.get(joined(name.full))
        if text is not None:
            yield text, name


def _matches(
    parts: Sequence[Phrase], met: Mapping[str, Sequence[tuple[str, Met]]], rule: LabelRule
) -> tuple[LabelMatch, ...]:
    best: dict[str, LabelMatch] = {}
    for phrase in parts:
        for entity_id, one in met.get(phrase.text, ()):
            why = judge(phrase, one, rule)
            known = best.get(entity_id)
            if why is not None and (known is None or one.name_score > known.score):
                note = f"{phrase.text} = {one.listed_name} ({one.name_kind}): {why}"
                best[entity_id] = LabelMatch(entity_id, one.listed_name, one.name_score, note)
    return tuple(sorted(best.values(), key=lambda match: (-match.score, match.entity_id)))

"""Labels → the listed parties that they name, by the ordinary screening of names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final

import polars as pl

from sanctionscreen.matching.labels import Met, Phrase, is_joined, joined, judge, phrases
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.screening import screen
from sanctionscreen.wallets.tagged import LabelMatch

#: Programmes for what somebody did with computers or with the money of such deeds.
#: The score of a name whose words are written as one.
_JOINED: Final = 0.98
_CRYPTO: Final = ("CYBER", "DPRK3", "TCO", "HRIT")


def match_labels(
    labels: Iterable[str], watchlist: Watchlist, policy: Policy
) -> dict[str, tuple[LabelMatch, ...]]:
    """For each label the listed parties it names, the best first; labels that name none are absent.

    Distinct phrases are screened once, as names, at the policy's threshold; `matching.labels`
    decides which of those that met count.

    >>> found = match_labels(["Prince Group hot wallet"], Watchlist.bundled(), Policy.default())
    >>> "us_ofac_sdn:53054" in [match.entity_id for match in found["Prince Group hot wallet"]]
    True
    """
    taken = {label: phrases(label) for label in dict.fromkeys(labels)}
    texts = sorted({phrase.text for found in taken.values() for phrase in found})
    if not texts:
        return {}
    met = _met(texts, watchlist, policy)
    found = {label: _matches(parts, met) for label, parts in taken.items()}
    return {label: matches for label, matches in found.items() if matches}


def _met(
    texts: Sequence[str], watchlist: Watchlist, policy: Policy
) -> Mapping[str, list[tuple[str, Met]]]:
    """For each phrase the listed parties whose names it met, with those names."""
    hits = screen(pl.DataFrame({"name": texts}), watchlist, policy=policy).hits
    wallets = set(watchlist.frames["wallets"]["entity_id"])
    rows = hits.select(
        "query_row",
        "entity_id",
        "listed_name",
        "name_kind",
        "entity_type",
        "name_score",
        "programmes",
    ).iter_rows()
    found: dict[str, list[tuple[str, Met]]] = {}
    for row, entity_id, listed, kind, entity_type, score, programmes in rows:
        crypto = entity_id in wallets or any(p.startswith(_CRYPTO) for p in programmes)
        met = Met(listed, kind, entity_type, score, crypto)
        found.setdefault(texts[row - 1], []).append((entity_id, met))
    written_as_one = texts if policy.threshold.hit <= _JOINED else ()
    for text, entity_id, met in _joined(written_as_one, watchlist, wallets):
        found.setdefault(text, []).append((entity_id, met))
    return found


def _joined(
    texts: Sequence[str], watchlist: Watchlist, wallets: Set[str]
) -> Iterator[tuple[str, str, Met]]:
    """Names whose words a label wrote as one, which is how labels and handles are often written."""
    wanted = {text.casefold(): text for text in texts if is_joined(text)}
    if not wanted:
        return
    for name in watchlist.names:
        text = wanted.get(joined(name.full))
        if text is not None:
            party = watchlist.parties[name.party]
            crypto = party.entity_id in wallets or any(
                p.startswith(_CRYPTO) for p in party.programmes
            )
            yield (
                text,
                party.entity_id,
                Met(name.full, name.kind, party.entity_type, _JOINED, crypto),
            )


def _matches(
    parts: Sequence[Phrase], met: Mapping[str, Sequence[tuple[str, Met]]]
) -> tuple[LabelMatch, ...]:
    best: dict[str, LabelMatch] = {}
    for phrase in parts:
        for entity_id, one in met.get(phrase.text, ()):
            why = judge(phrase, one)
            known = best.get(entity_id)
            if why is not None and (known is None or one.name_score > known.score):
                note = f"{phrase.text} = {one.listed_name} ({one.name_kind}): {why}"
                best[entity_id] = LabelMatch(entity_id, one.listed_name, one.name_score, note)
    return tuple(sorted(best.values(), key=lambda match: (-match.score, match.entity_id)))

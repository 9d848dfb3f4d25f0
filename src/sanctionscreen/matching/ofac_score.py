"""A score like that of OFAC's own search page, for auditors who compare with it; no part of ours.

OFAC says how its *Sanctions List Search* scores (FAQ 249): Jaro-Winkler over the whole names where
the first letters are equal, Jaro-Winkler and Soundex over their parts; the higher of both counts.
It does not say how the two are weighed, nor what it does with short words. What it leaves open
is set here so that scores that were read off the page come out: `benchmarks/ofac_scores.py`.
"""

import re
from functools import lru_cache
from typing import Final

import polars as pl
from rapidfuzz.distance import Jaro

from sanctionscreen.matching.watchlist import Watchlist

#: How much Soundex counts beside Jaro-Winkler.
_SOUND: Final = 0.12
#: Names and parts less alike than this have nothing in common.
_LEAST: Final = 0.5
#: Parts of a query this short are left out where there are longer ones.
_SHORT: Final = 2
#: Winkler's bonus for each of so many equal first letters. Unlike Winkler's own, it does not ask
#: whether the names are alike otherwise: long names score as on the page only so.
_BONUS, _PREFIX = 0.1, 4
_SPACES: Final = re.compile(r"[\s\-]+")
_SIGNS: Final = re.compile(r"[^\w ]")
_LATIN: Final = re.compile("[A-Z0-9]")
_SOUNDS: Final = {
    letter: digit
    for digit, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), start=1)
    for letter in letters
}


def ofac_score(query: str, listed: str) -> int:
    """The score from 0 to 100 of a query for a listed name; 0 where nothing is alike.

    Not symmetric: every part of the query wants one of the listed name, not the other way round.
    Letters are compared as they are written; the page finds no name in another script, not even the
    same one, so that a name without a Latin letter or digit scores 0.

    Source: https://ofac.treasury.gov/faqs/249

    >>> ofac_score("VLADIMIR PUTIN", "PUTIN, Vladimir Vladimirovich"), ofac_score("PUTIN", "PTI")
    (100, 88)
    """
    mine, theirs = _parts(query), _parts(listed)
    if not mine or not theirs:
        return 0
    best = max(_whole(" ".join(mine), " ".join(theirs)), _by_parts(mine, theirs))
    return int(100 * best + 0.5)


def with_ofac_scores(hits: pl.DataFrame, watchlist: Watchlist) -> pl.DataFrame:
    """The hits with one more column, `ofac_score`: the best over all names of the listed party.

    The query is the hit's `query_name`; null where the hit has none. It moves no other column.

    >>> from sanctionscreen.one_name import screen_name
    >>> watchlist = Watchlist.bundled()
    >>> hits = with_ofac_scores(screen_name("Prince Group", watchlist).hits, watchlist)
    >>> hits.filter(entity_id="us_ofac_sdn:55564").select("listed_name", "ofac_score").row(0)
    ('PRINCE GROUP PLC.', 100)
    """
    asked = hits.select("query_name", "entity_id").unique().drop_nulls()
    wanted = asked.with_columns(
        ofac_score=pl.Series(
            [_best(query, entity_id, watchlist) for query, entity_id in asked.iter_rows()],
            dtype=pl.Int64,
        )
    )
    on = ["query_name", "entity_id"]
    return hits.join(wanted, on=on, how="left", maintain_order="left")


def _best(query: str, entity_id: str, watchlist: Watchlist) -> int:
    names = watchlist.names_of_party(watchlist.positions[entity_id])
    return max(ofac_score(query, watchlist.names[name].full) for name in names)


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name in capitals; none where it has no Latin letter or digit."""
    upper = name.upper()
    return tuple(_SIGNS.sub("", _SPACES.sub(" ", upper)).split()) if _LATIN.search(upper) else ()


def _whole(query: str, listed: str) -> float:
    return _alike(query, listed) if query[0] == listed[0] else 0.0


def _by_parts(query: tuple[str, ...], listed: tuple[str, ...]) -> float:
    """The mean over the query's parts of the best part of the listed name, each taken once."""
    wanted = [part for part in query if len(part) > _SHORT] or list(query)
    pairs = sorted(
        (
            (-_alike(one, other), i, j)
            for i, one in enumerate(wanted)
            for j, other in enumerate(listed)
        )
    )
    mine, theirs, total = set[int](), set[int](), 0.0
    for score, i, j in pairs:
        if i not in mine and j not in theirs:
            mine.add(i)
            theirs.add(j)
            total -= score
    return total / len(wanted)


def _alike(one: str, other: str) -> float:
    likeness = _jaro_winkler(one, other)
    if likeness < _LEAST:
        return 0.0
    return (1 - _SOUND) * likeness + _SOUND * _jaro_winkler(soundex(one), soundex(other))


def _jaro_winkler(one: str, other: str) -> float:
    jaro = Jaro.similarity(one, other)
    prefix = 0
    for letter, same in zip(one[:_PREFIX], other[:_PREFIX], strict=False):
        if letter != same:
            break
        prefix += 1
    return jaro + prefix * _BONUS * (1 - jaro)


@lru_cache(maxsize=1 << 14)
def soundex(text: str) -> str:
    """The American Soundex of a text in capitals; empty where it has no Latin letter.

    Source: US National Archives, https://www.archives.gov/research/census/soundex

    >>> soundex("PUTIN"), soundex("POUTINE"), soundex("TYMCZAK"), soundex("ПУТИН")
    ('P350', 'P350', 'T522', '')
    """
    letters = [letter for letter in text if "A" <= letter <= "Z"]
    if not letters:
        return ""
    code, before = letters[0], _SOUNDS.get(letters[0])
    for letter in letters[1:]:
        sound = _SOUNDS.get(letter)
        if sound is not None and sound != before:
            code += str(sound)
        if letter not in "HW":
            before = sound
    return f"{code}000"[:4]

"""Words that say what a capitalised word beside a name is: a title, a role, a kind of body."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(table: str) -> frozenset[str]:
    """One table of `data/lexicon.toml`.

    >>> "chairman" in words("callings"), "chairman" in words("honorifics")
    (True, False)
    """
    return _tables()[table]


@cache
def _tables() -> dict[str, frozenset[str]]:
    text = (files("sanctionscreen.articles") / "data" / "lexicon.toml").read_text(encoding="utf-8")
    return {name: frozenset(listed.split()) for name, listed in tomllib.loads(text).items()}

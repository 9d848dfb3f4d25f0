"""Explain pairs of a name and a listed party, hit or not: what met, what it weighs, who decided.

Run: python examples/explain_pair.py
"""

from sanctionscreen import Watchlist, explain

PAIRS = (
    ("Prince Group", "us_ofac_sdn:53054"),  # on no list as such: the head of a listed name
    ("Prince Alder Hotel", "us_ofac_sdn:53054"),  # shares a word with it, no more
    ("Canopy Sand Developement Co Ltd", "us_ofac_sdn:55862"),  # two letters differ
    ("Halochat", "us_ofac_sdn:57868"),  # a weak alias, which OFAC gives as a help only
)


def main() -> None:
    """Print each pair with its verdict and its evidence."""
    watchlist = Watchlist.bundled()
    for query, entity_id in PAIRS:
        found = explain(query, entity_id, watchlist)
        verdict = "HIT" if found.is_hit else f"NO HIT ({found.reason})"
        print(f"{query} against {found.caption}: {verdict}")
        print(f"  score {found.score:.2f}, a hit from {found.threshold:.2f}")
        for piece in found.evidence:
            print(f"  {piece['kind']}: {piece['query']} | {piece['listed']}")
            print(f"    {piece['note']}")
        print()


if __name__ == "__main__":
    main()

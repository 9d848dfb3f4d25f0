"""Find the companies that a listed person owns, and screen a counterparty against them.

Run: python examples/ownership.py
"""

import polars as pl

from sanctionscreen import Watchlist, ownership, screen, with_owned

#: Invented companies; the owner of the first is Chen Zhi, as OFAC, the UK and the EU list him.
HOLDINGS = pl.DataFrame(
    [
        ("us_ofac_sdn:55505", "Q1", "Quillmark Heron Holding Ltd", "60", "2026-01-31", "register"),
        ("us_ofac_sdn:55505", "Q2", "Tessaly Marl Trading Ltd", "10", "2026-01-31", "register"),
        ("Q1", "Q2", "Tessaly Marl Trading Ltd", "40", "2026-02-28", "annual return"),
        ("Q2", "Q3", "Ferrowick Dale Ltd", "25-50", "2026-03-01", "register"),
        ("Q4", "Q5", "Oldenmere Ltd", "100", "2026-03-01", "register"),
    ],
    schema=["owner", "owned", "owned_name", "pct", "as_of", "source"],
    orient="row",
)


def main() -> None:
    """Print each finding with its chain, then the hits of a counterparty."""
    listed = Watchlist.bundled()
    found = ownership(HOLDINGS, listed, relations="ignore")
    for company in found.companies.iter_rows(named=True):
        print(f"{company['rule']}: {company['company_name']}: {company['wording']}")
        for link in company["chain"]:
            least, most = link["min_pct"], link["max_pct"]
            share = f"{least:g} %" if least == most else f"{least:g} to {most:g} %"
            where = f"{link['source']}, {link['as_of']}"
            print(f"  {link['owner_name']} holds {share} of {link['owned']} ({where})")
    parties = pl.DataFrame({"name": ["Tessaly Marl Trading Limited", "Oldenmere Limited"]})
    for hit in screen(parties, with_owned(listed, found)).hits.iter_rows(named=True):
        print(f"{hit['query_name']}: {hit['list_id']}, {hit['effect']}: {hit['programmes'][0]}")


if __name__ == "__main__":
    main()

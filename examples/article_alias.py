"""An article proposes a name, a person accepts it, and screening finds it, with its proof.

Run: python examples/article_alias.py
"""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sanctionscreen import (
    ArticleReader,
    Articles,
    Watchlist,
    read_article,
    screen_name,
    with_aliases,
)

TEXT = b"""Chen Zhi, known to his neighbours as Tobias Lindqvist-Chen, was extradited on Tuesday.
The founder of Prince Group did not speak."""
NOW = datetime(2026, 1, 9, tzinfo=UTC)
NAME = "Tobias Lindqvist-Chen"  # invented, like the article

watchlist = Watchlist.bundled()
print("before:", screen_name(NAME, watchlist).hits["listed_name"].to_list())

with TemporaryDirectory() as folder:
    articles = Articles(Path(folder))
    article = read_article(TEXT, now=NOW, name="courier.txt")
    ArticleReader(watchlist).add(article, TEXT, articles)
    for alias in articles.overlay().aliases.values():
        proposal = alias.proposal
        print(f"proposed: {proposal.variant} ({proposal.kind}) for {proposal.entity_id}")
        if proposal.entity_id == "us_ofac_sdn:55505":
            articles.accept(proposal.id, by="R. Roe", reason="seen in court papers", at=NOW)
    wide = with_aliases(watchlist, articles.overlay(), on=NOW.date())
    for hit in screen_name(NAME, wide, now=NOW).hits.iter_rows(named=True):
        print("after:", hit["entity_id"], hit["name_kind"], hit["evidence"][-1]["note"])

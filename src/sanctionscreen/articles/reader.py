"""Reading articles against one watchlist: what is prepared once, and then each article."""

from sanctionscreen.articles.archive import Articles
from sanctionscreen.articles.article import Article
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.notes import Notes, take_notes
from sanctionscreen.articles.proposals import Read, propose
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import Record, Text
from sanctionscreen.screening import explain


class Added(Record):
    """What became of one article: `added`, or `unchanged` where it and all it proposes is known.

    `mentions` counts places that name listed parties, `proposals` what the article proposes, `new`
    the sightings that the log did not have.
    """

    outcome: Text
    document: Text
    mentions: int
    proposals: int
    new: int
    warnings: tuple[Text, ...] = ()


class ArticleReader:
    """Finds listed parties in articles, and the variants that articles state for them.

    >>> from datetime import UTC, datetime
    >>> from sanctionscreen.articles.article import read_article
    >>> text = b"Chen Zhi, founder of Prince Group, was extradited, officials said."
    >>> article = read_article(text, now=datetime(2026, 1, 9, tzinfo=UTC))
    >>> read = ArticleReader(Watchlist.bundled()).read(article)
    >>> [(one.variant, one.entity_id, one.kind.value) for one in read.proposals]
    [('Prince Group', 'us_ofac_sdn:53054', 'short_form')]
    """

    def __init__(self, watchlist: Watchlist, *, policy: Policy | None = None) -> None:
        self.listed = ListedNames(watchlist)
        self._policy = Policy.default() if policy is None else policy
        self._confirmed: dict[tuple[str, str], float] = {}

    def read(self, article: Article) -> Read:
        """The mentions of listed parties in an article, and its proposals."""
        return propose(article, self.listed, confirm=self._confirm)

    def notes(self, article: Article) -> Notes:
        """What the article says around the listed parties: context, never part of screening."""
        return take_notes(article, self.read(article), self.listed)

    def add(
        self, article: Article, raw: bytes, articles: Articles, *, with_notes: bool = False
    ) -> Added:
        """What became of an article that is then kept, and its proposals in the log."""
        found = self.read(article)
        is_new = articles.keep(article, raw)
        if with_notes:
            articles.note(take_notes(article, found, self.listed))
        new = articles.record(found.proposals, at=article.retrieved_at)
        return Added(
            outcome="added" if is_new or new else "unchanged",
            document=article.sha256,
            mentions=len(found.mentions),
            proposals=len(found.proposals),
            new=new,
            warnings=article.warnings,
        )

    def _confirm(self, text: str, entity_id: str) -> float:
        """The matcher's name score of a text against a listed party; asked once for each pair."""
        key = (text, entity_id)
        if key not in self._confirmed:
            watchlist, policy = self.listed.watchlist, self._policy
            self._confirmed[key] = explain(text, entity_id, watchlist, policy=policy).name_score
        return self._confirmed[key]

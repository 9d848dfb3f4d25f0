"""Alias proposals: a name variant of a listed party, with every sighting that speaks for it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from importlib.metadata import version
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from sanctionscreen.articles.article import Article
from sanctionscreen.articles.cues import VariantKind
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.mentions import Confirm, Mention, find_mentions
from sanctionscreen.articles.passages import Passages
from sanctionscreen.articles.quotes import LONGEST, quote
from sanctionscreen.articles.scores import product, sighting_parts, together
from sanctionscreen.articles.stories import Story, independent, story_of
from sanctionscreen.articles.variants import Variant, find_variants
from sanctionscreen.model import Record, Text
from sanctionscreen.text.normalize import normal_form

#: Rises when the same article may give other proposals.
EXTRACTOR_VERSION: Final = 1
_ID_DIGITS: Final = 16
_CORE: Final = 200


class Sighting(Record):
    """One article that uses the variant: where exactly, how it says so, and what that is worth.

    `start` and `end` are the variant's place in the article's stored text, `quote_start` the
    quote's. `parts` multiply to `score`. `also` are other listed parties that the words may mean.
    """

    document: Text
    start: int
    end: int
    quote: Annotated[Text, Field(max_length=LONGEST)]
    quote_start: int
    kind: VariantKind
    score: Annotated[float, Field(ge=0, le=1)]
    parts: dict[str, float]
    also: tuple[Text, ...] = ()
    title: Text | None = None
    outlet: Text | None = None
    author: Text | None = None
    url: Text | None = None
    published_on: date | None = None
    retrieved_at: datetime
    language: Text | None = None
    story: Story
    snapshot_id: Text
    extractor: Text

    @property
    def source(self) -> str:
        """Outlet, day and address, as far as they are known; else the beginning of the sha256."""
        day = None if self.published_on is None else self.published_on.isoformat()
        parts = (self.outlet, day, self.url)
        known = ", ".join(part for part in parts if part)
        return known or self.title or f"document {self.document[:12]}"


class AliasProposal(Record):
    """A variant of a listed name, proposed for that party only; never a new party."""

    id: Text
    entity_id: Text
    listed_name: Text
    variant: Annotated[Text, Field(max_length=LONGEST)]
    sightings: tuple[Sighting, ...]

    @property
    def kind(self) -> VariantKind:
        """How the strongest sighting says it."""
        return max(self.sightings, key=lambda one: one.score).kind

    @property
    def score(self) -> float:
        """How strong the independent sightings are together; rewrites of one story count once."""
        groups = independent([sighting.story for sighting in self.sightings])
        return together(max(self.sightings[i].score for i in group) for group in groups)

    @property
    def witnesses(self) -> int:
        """How many independent sources there are."""
        return len(independent([sighting.story for sighting in self.sightings]))


def proposal_id(entity_id: str, variant: str) -> str:
    """The id of a variant of a party: the same for every spelling with one normal form.

    >>> proposal_id("us_ofac_sdn:1", "Prince Group") == proposal_id("us_ofac_sdn:1", "PRINCE GROUP")
    True
    """
    text = f"{entity_id}\n{normal_form(variant)}"
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


class Read(NamedTuple):
    """An article, read: its passages, the listed parties in it, and what it proposes."""

    passages: Passages
    mentions: tuple[Mention, ...]
    proposals: tuple[AliasProposal, ...]


def propose(article: Article, listed: ListedNames, *, confirm: Confirm) -> Read:
    """The mentions of listed parties in an article and the variants it states for them."""
    passages = Passages(article.text)
    mentions = find_mentions(passages, listed, confirm=confirm)
    variants = find_variants(passages, mentions, listed) if mentions else ()
    if not variants:
        return Read(passages, mentions, ())
    story = story_of(
        passages,
        outlet=article.source.outlet,
        url=article.canonical_url,
        sha256=article.sha256,
    )
    known = [
        *((mention.start, mention.end) for mention in mentions),
        *((variant.start, variant.end) for variant in variants),
    ]
    sighted = [
        one
        for variant in variants
        for one in _sighted(
            article, variant, quote(passages, _core(variant), known), story=story, listed=listed
        )
    ]
    return Read(passages, mentions, tuple(_one_each(sighted)))


def _sighted(
    article: Article,
    variant: Variant,
    quoted: tuple[int, int],
    *,
    story: Story,
    listed: ListedNames,
) -> Iterator[AliasProposal]:
    """The variant as a proposal for every party it is one of."""
    start, end = quoted
    parts = sighting_parts(variant.kind, variant.text, article.source, hedged=variant.hedged)
    meant = {*variant.entity_ids, *variant.anchor.entity_ids}
    for entity_id in variant.entity_ids:
        list_id = entity_id.partition(":")[0]
        sighting = Sighting(
            document=article.sha256,
            start=variant.start,
            end=variant.end,
            quote=article.text[start:end],
            quote_start=start,
            kind=variant.kind,
            score=product(parts),
            parts=parts,
            also=tuple(sorted(i for i in meant - {entity_id} if i.startswith(f"{list_id}:"))),
            retrieved_at=article.retrieved_at,
            story=story,
            snapshot_id=listed.watchlist.snapshot(list_id).snapshot_id,
            extractor=f"sanctionscreen {version('sanctionscreen')}, rules {EXTRACTOR_VERSION}",
            **article.source.model_dump(),
        )
        yield AliasProposal(
            id=proposal_id(entity_id, variant.text),
            entity_id=entity_id,
            listed_name=listed.captions[entity_id],
            variant=variant.text,
            sightings=(sighting,),
        )


def _core(variant: Variant) -> tuple[int, int]:
    """Variant and anchor, if they are near enough to be quoted together."""
    start = min(variant.start, variant.anchor.start)
    end = max(variant.end, variant.anchor.end)
    return (start, end) if end - start <= _CORE else (variant.start, variant.end)


def _one_each(proposals: Iterable[AliasProposal]) -> Iterator[AliasProposal]:
    """One proposal an id: with the strongest sighting of the article, the first of equals."""
    best: dict[str, AliasProposal] = {}
    for one in proposals:
        held = best.get(one.id)
        if held is None or one.sightings[0].score > held.sightings[0].score:
            best[one.id] = one
    yield from best.values()


def merged(proposals: Iterable[AliasProposal]) -> Mapping[str, AliasProposal]:
    """The proposals by id, each with all its sightings; an article counts once."""
    found: dict[str, AliasProposal] = {}
    for one in proposals:
        held = found.get(one.id)
        if held is None:
            found[one.id] = one
        else:
            seen = {sighting.document for sighting in held.sightings}
            new = tuple(s for s in one.sightings if s.document not in seen)
            found[one.id] = held.model_copy(update={"sightings": (*held.sightings, *new)})
    return found

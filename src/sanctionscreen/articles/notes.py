"""Adverse-media notes: what an article says around the listed, for the analyst's eyes only.

Off by default, and never part of screening. Persons are noted only where a loaded list has them;
all others stay in the article's own text. What contradicts each other is kept side by side.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sanctionscreen.articles.article import Article
from sanctionscreen.articles.attribution import attributed_to, is_body
from sanctionscreen.articles.figures import Figure, FigureKind, find_figures
from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.passages import Passages, Sentence
from sanctionscreen.articles.phrases import phrases
from sanctionscreen.articles.places import adjective_code, place_code
from sanctionscreen.articles.proposals import Read
from sanctionscreen.model import EntityType, Record, Text

_YEARLY: Final = ("annual", "per year", "a year", "annually", "yearly")
_OUTPUT: Final = ("GDP", "gross domestic product")
_LONGEST_BODY: Final = 8


class Claim(Record):
    """One figure with who says so (null: the article itself) and what it is about.

    `text` is the figure as written; `topic` is the same for claims that can be compared.
    """

    start: int
    end: int
    text: Text
    kind: FigureKind
    value: float | None
    upper: float | None = None
    unit: str
    bound: str | None = None
    who: Text | None = None
    topic: Text


class NotedPlace(Record):
    """A place and the country it is in, or is (ISO 3166 alpha-2)."""

    name: Text
    country: Text


class Notes(Record):
    """What one article says around the listed parties in it."""

    document: Text
    caption: Text
    published_on: date | None
    listed: tuple[Text, ...]
    organisations: tuple[Text, ...]
    places: tuple[NotedPlace, ...]
    claims: tuple[Claim, ...]


def take_notes(article: Article, read: Read, listed: ListedNames) -> Notes:
    """The notes of an article; persons only by the id of their entity."""
    passages = read.passages
    return Notes(
        document=article.sha256,
        caption=article.caption,
        published_on=article.source.published_on,
        listed=tuple(sorted({i for mention in read.mentions for i in mention.entity_ids})),
        organisations=tuple(_organisations(read, listed)),
        places=tuple(_places(passages)),
        claims=tuple(_claims(read)),
    )


def _organisations(read: Read, listed: ListedNames) -> list[str]:
    """The bodies that are named, each once; listed ones by their own words."""
    taken = [(mention.start, mention.end) for mention in read.mentions]
    found = {
        mention.text: None
        for mention in read.mentions
        if all(listed.types[i] != EntityType.PERSON for i in mention.entity_ids)
    }
    for sentence in read.passages.sentences:
        if not sentence.is_heading:
            for phrase in phrases(read.passages, sentence, taken):
                several = 1 < len(phrase.words) <= _LONGEST_BODY
                if several and not phrase.quoted and is_body(phrase.text):
                    found[phrase.text] = None
    return sorted(found)


def _places(passages: Passages) -> list[NotedPlace]:
    """The places that are named, each once; "United Kingdom" is none of its words."""
    found: dict[str, str] = {}
    for sentence in passages.sentences:
        for phrase in phrases(passages, sentence, ()):
            for part in _PARTED.split(phrase.text):
                found.update(_in_words(part.split()))
    return [NotedPlace(name=name, country=found[name]) for name in sorted(found)]


#: "China and Indonesia", "Bavet, Svay Rieng": two places each.
_PARTED: Final = re.compile(r",? and |, ?| of ")


def _in_words(words: Sequence[str]) -> dict[str, str]:
    """The longest places in some words, from the left."""
    for size in range(len(words), 0, -1):
        for at in range(len(words) - size + 1):
            name = " ".join(words[at : at + size])
            code = place_code(name)
            if code is not None:
                return {name: code} | _in_words(words[:at]) | _in_words(words[at + size :])
    return {}


def _claims(read: Read) -> Iterator[Claim]:
    for sentence in read.passages.sentences:
        figures = find_figures(read.passages, sentence)
        if figures:
            who = attributed_to(read.passages, sentence, read.mentions)
            for figure in figures:
                yield _claim(read.passages, sentence, figure, who)


def _claim(passages: Passages, sentence: Sentence, figure: Figure, who: str | None) -> Claim:
    unit, end = figure.unit, figure.end
    if figure.kind is FigureKind.COUNT:
        unit = _without_names(figure.unit)
        end -= len(figure.unit) - len(unit)
    return Claim(
        start=figure.start,
        end=end,
        text=passages.text[figure.start : end].strip(),
        kind=figure.kind,
        value=figure.value,
        upper=figure.upper,
        unit=unit,
        bound=figure.bound,
        who=who,
        topic=_topic(passages, sentence, figure),
    )


def _without_names(unit: str) -> str:
    """What is counted, up to the noun, or to the first word that may be a name."""
    nouns = table("counted_persons") | table("counted_sites")
    words: list[str] = []
    for word in unit.split():
        if words and words[-1].lower() in nouns:
            break
        if word[0].isupper() and adjective_code(word) is None and place_code(word) is None:
            break
        words.append(word)
    return " ".join(words)


def _topic(passages: Passages, sentence: Sentence, figure: Figure) -> str:
    """What a figure can be compared with: "ID: persons", "USD a year", "share of output"."""
    text = passages.folded[sentence.start : sentence.end]
    if figure.kind is FigureKind.MONEY:
        return f"{figure.unit} a year" if any(word in text for word in _YEARLY) else figure.unit
    if figure.kind is FigureKind.SHARE:
        return "share of output" if any(word in text for word in _OUTPUT) else "share"
    if figure.kind is not FigureKind.COUNT:
        return figure.kind.value
    words = set(figure.unit.lower().split())
    for kind, name in (("persons", "counted_persons"), ("sites", "counted_sites")):
        if words & table(name):
            country = _country(sentence, figure)
            return kind if country is None else f"{country}: {kind}"
    return "count"


def _country(sentence: Sentence, figure: Figure) -> str | None:
    """The country of the nearest adjective or place: inside the figure, before it, behind it."""
    named = [
        (word, code)
        for word in sentence.words
        if (code := adjective_code(word.text) or _country_code(word.text)) is not None
    ]
    inside = [c for w, c in named if figure.start <= w.start < figure.end]
    before = [c for w, c in reversed(named) if w.end <= figure.start]
    after = [c for w, c in named if w.start >= figure.end]
    return next(iter((*inside, *before, *after)), None)


def _country_code(word: str) -> str | None:
    return place_code(word) if word[0].isupper() and len(word) > 3 else None  # noqa: PLR2004


def side_by_side(notes: Iterable[Notes]) -> Mapping[str, tuple[tuple[Notes, Claim], ...]]:
    """The comparable claims of all articles by topic, each article's beside the others'."""
    found: dict[str, list[tuple[Notes, Claim]]] = {}
    for one in notes:
        for claim in one.claims:
            found.setdefault(claim.topic, []).append((one, claim))
    return {topic: tuple(found[topic]) for topic in sorted(found)}

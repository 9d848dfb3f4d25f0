"""Which articles tell one story: rewrites of it are one witness, however many there are.

Retold articles share few phrases (three of one story shared 1 to 5 % of their five-word runs), but
they keep the figures, and name where they have them from.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sanctionscreen.articles.figures import Figure, FigureKind, find_figures
from sanctionscreen.articles.passages import Passages
from sanctionscreen.articles.scores import cited_media
from sanctionscreen.model import Record, Text

#: Smaller counts are in many stories.
_TELLING: Final = 1000
_ENOUGH: Final = 2
_DIGIT: Final = re.compile(r"\d")
_MOST: Final = 60


class Story(Record):
    """What identifies a story: its telling figures, whom it cites, and where it stood."""

    figures: tuple[Text, ...] = ()
    cites: tuple[Text, ...] = ()
    outlet: Text | None = None
    url: Text | None = None
    sha256: Text


def story_of(passages: Passages, *, outlet: str | None, url: str | None, sha256: str) -> Story:
    """The story of an article."""
    figures = {
        f"{figure.kind.value} {value:g}{_currency(figure)}"
        for sentence in passages.sentences
        if _DIGIT.search(passages.folded, sentence.start, sentence.end)
        for figure in find_figures(passages, sentence)
        for value in (figure.value, figure.upper)
        if value is not None and _is_telling(figure.kind, value)
    }
    low = passages.folded.lower()
    return Story(
        figures=tuple(sorted(figures)[:_MOST]),
        cites=tuple(name for name in cited_media() if _citing(name).search(low)),
        outlet=outlet,
        url=url,
        sha256=sha256,
    )


def _currency(figure: Figure) -> str:
    return f" {figure.unit}" if figure.kind is FigureKind.MONEY else ""


def _is_telling(kind: FigureKind, value: float) -> bool:
    return kind is FigureKind.MONEY or (kind is FigureKind.COUNT and value >= _TELLING)


@cache
def _citing(name: str) -> re.Pattern[str]:
    """Said of an outlet: "according to the Guardian", "Reuters reported", "told AP"."""
    plain = re.escape(name.removeprefix("the "))
    said = r"(?:reported|reports|said|noted|cited|quoted|wrote|first reported)"
    return re.compile(
        rf"(?:according to|told|citing|reported by|interview with)(?: the)? (?:\w+ and )?{plain}\b"
        rf"|\b{plain},? {said}\b"
    )


def are_one_story(one: Story, other: Story) -> bool:
    """Whether two articles are one witness: one page, one outlet, or a retelling."""
    if one.sha256 == other.sha256 or (one.url is not None and one.url == other.url):
        return True
    outlets = [(story.outlet or "").casefold().removeprefix("the ") for story in (one, other)]
    if outlets[0] and outlets[0] == outlets[1]:
        return True
    shared = len(set(one.figures) & set(other.figures))
    cites = [{name.removeprefix("the ") for name in story.cites} for story in (one, other)]
    retold = bool(cites[0] & cites[1]) or outlets[0] in cites[1] or outlets[1] in cites[0]
    return shared >= _ENOUGH or (shared > 0 and retold)


def independent(stories: Sequence[Story]) -> tuple[tuple[int, ...], ...]:
    """The positions of the stories, in groups that are one witness each."""
    groups: list[list[int]] = []
    for position, story in enumerate(stories):
        same = [g for g in groups if any(are_one_story(stories[i], story) for i in g)]
        merged = sorted([position, *(i for group in same for i in group)])
        groups = [group for group in groups if group not in same]
        groups.append(merged)
    return tuple(tuple(group) for group in sorted(groups))

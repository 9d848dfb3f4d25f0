"""Where an article speaks of parties that are on a list already; it never makes a new one.

First the *anchors*: whole listed names, either order, inside one sentence. Then what depends on
them: generic names and short forms, which need another anchor of the same network, and family
names, which need the person's whole name before. A single word never links by itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from sanctionscreen.articles import lexicon
from sanctionscreen.articles.han_names import han_names
from sanctionscreen.articles.listed import Form, ListedNames, is_known
from sanctionscreen.articles.passages import Passages, Sentence
from sanctionscreen.articles.runs import Place, Run, runs, stands_alone
from sanctionscreen.articles.spelling import SHORTEST, edits
from sanctionscreen.model import EntityType
from sanctionscreen.text.analysis import analyse

#: The name score from which a name written otherwise than on the list is taken for it.
CONFIRMED: Final = 0.85
_MOST_EDITS: Final = 2

Confirm = Callable[[str, str], float]


class MentionKind(StrEnum):
    """How a mention names its party."""

    NAME = "name"
    SHORT_FORM = "short_form"
    SHORT_NAME = "short_name"


class Mention(NamedTuple):
    """A place where the text names listed parties; several are `ambiguous`.

    `exact`: word for word as on the list. `shortened` are the parties whose listed name goes on
    with a description ("Prince Group" Transnational Criminal Organization).
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    entity_ids: tuple[str, ...]
    exact: bool
    score: float
    shortened: tuple[str, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Whether two parties of one list are meant alike."""
        lists = [entity_id.partition(":")[0] for entity_id in self.entity_ids]
        return len(lists) > len(set(lists))


class _Candidate(NamedTuple):
    """A listed name that may stand at a place."""

    place: Place
    form: Form
    exact: bool


def find_mentions(
    passages: Passages, listed: ListedNames, *, confirm: Confirm
) -> tuple[Mention, ...]:
    """The mentions of listed parties in the order of the text, none overlapping another.

    `confirm` gives the name score of a text against a listed party, for names that are not
    written as on the list.
    """
    found = [
        candidate
        for sentence in passages.sentences
        for candidate in _in_sentence(passages, sentence, listed)
    ]
    sure = [one for one in found if one.form.distinctive and _is_confirmed(one, passages, confirm)]
    sure_ids = {one.form.entity_id for one in sure}
    native = tuple(_native_mentions(passages, listed))
    anchors = sure_ids | {entity_id for mention in native for entity_id in mention.entity_ids}
    supported = [
        one
        for one in found
        if not one.form.distinctive
        and _is_supported(one.form.entity_id, anchors, listed)
        and _is_confirmed(one, passages, confirm)
    ]
    names = _without_overlaps([*_merged((*sure, *supported), passages), *native])
    return tuple(sorted((*names, *_short_names(passages, listed, names)), key=_order))


def _is_confirmed(candidate: _Candidate, passages: Passages, confirm: Confirm) -> bool:
    """Whether the matcher agrees, where the words alone do not settle it."""
    form = candidate.form
    if candidate.exact and form.dropped != "middle_name":
        return True
    text = passages.text[candidate.place.start : candidate.place.end]
    return confirm(text, form.entity_id) >= CONFIRMED


def _is_supported(entity_id: str, anchors: Iterable[str], listed: ListedNames) -> bool:
    return any(other != entity_id and listed.are_tied(entity_id, other) for other in anchors)


def _in_sentence(
    passages: Passages, sentence: Sentence, listed: ListedNames
) -> Iterator[_Candidate]:
    at_sea = any(word.text.lower() in lexicon.words("shipping") for word in sentence.words)
    for run in runs(passages, sentence):
        for place, form, exact in _in_run(run, listed):
            entity_type = listed.types[form.entity_id]
            if entity_type == EntityType.VESSEL and not at_sea:
                continue
            if stands_alone(passages, sentence, place, is_person=entity_type == EntityType.PERSON):
                yield _Candidate(place, form, exact)


def _in_run(run: Run, listed: ListedNames) -> Iterator[tuple[Place, Form, bool]]:
    """Every listed form whose words stand side by side in the run."""
    words = run.latin
    for at, word in enumerate(words):
        for form, _ in listed.forms(word):
            size = len(form.words)
            for start in range(max(0, at - size + 1), min(at, len(words) - size) + 1):
                place = run.place(start, start + size)
                if place is not None:
                    exact = _agree(words[start : start + size], form)
                    if exact is not None:
                        yield place, form, exact


def _agree(window: Sequence[str], form: Form) -> bool | None:
    """True where the words are the form's, false where letters differ, null where words do."""
    if form.ordered:
        left, right = list(window), list(form.words)
    else:
        left, right = sorted(window), sorted(form.words)
    if left == right:
        return True
    rest = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if not form.ordered:
        ours, theirs = list(window), list(form.words)
        for word in window:
            if word in theirs:
                theirs.remove(word)
                ours.remove(word)
        rest = list(zip(sorted(ours), sorted(theirs), strict=True))
    if not form.ordered and any(_is_of_other_gender(a, b) for a, b in rest):
        return None
    near = all(
        min(len(a), len(b)) >= SHORTEST
        and a[0] == b[0]
        and edits(a, b, most=1) <= 1
        and not is_known(a)
        for a, b in rest
    )
    return False if near and len(rest) <= _MOST_EDITS and len(rest) < len(right) else None


def _is_of_other_gender(one: str, other: str) -> bool:
    """Whether two words differ by a last "a" only: "Ivanov" and "Ivanova" are two people."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer == f"{shorter}a"


def _merged(candidates: Iterable[_Candidate], passages: Passages) -> Iterator[Mention]:
    """One mention a place, of all parties that its best candidates name."""
    by_place: dict[tuple[int, int], list[_Candidate]] = {}
    for one in candidates:
        by_place.setdefault((one.place.start, one.place.end), []).append(one)
    for (start, end), found in by_place.items():
        exact = any(one.exact for one in found)
        kept = [one for one in found if one.exact or not exact]
        whole = {one.form.entity_id for one in kept if one.form.dropped != "description"}
        shortened = {one.form.entity_id for one in kept if one.form.dropped == "description"}
        is_short = all(one.form.dropped in {"description", "legal_form"} for one in kept)
        yield Mention(
            start=start,
            end=end,
            text=passages.text[start:end],
            kind=MentionKind.SHORT_FORM if shortened and is_short else MentionKind.NAME,
            entity_ids=tuple(sorted(whole | shortened)),
            exact=exact,
            score=1.0 if exact else CONFIRMED,
            shortened=tuple(sorted(shortened - whole)),
        )


def _without_overlaps(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The longest of overlapping mentions; of equally long ones the exact, then the first."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda m: (m.start - m.end, not m.exact, m.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=_order))


def _order(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _native_mentions(passages: Passages, listed: ListedNames) -> Iterator[Mention]:
    """Names in Chinese characters."""
    for start, end, entity_ids in han_names(passages, listed):
        yield Mention(
            start=start,
            end=end,
            text=passages.text[start:end],
            kind=MentionKind.NAME,
            entity_ids=entity_ids,
            exact=True,
            score=1.0,
        )


def _short_names(
    passages: Passages, listed: ListedNames, anchors: Sequence[Mention]
) -> Iterator[Mention]:
    """Family names after the whole name; none where two persons of the text share one."""
    first: dict[tuple[str, ...], tuple[int, set[str]]] = {}
    for anchor in anchors:
        for entity_id in anchor.entity_ids:
            for family in listed.families(entity_id):
                since, bearers = first.setdefault(family, (anchor.end, set()))
                bearers.add(" ".join(sorted(analyse(anchor.text).words)))
                first[family] = (min(since, anchor.end), bearers)
    parties = _parties_of(anchors, listed)
    for family, (since, bearers) in first.items():
        if len(bearers) == 1 and not _is_shared(passages, family, anchors):
            for place in _alone(passages, family, since, anchors):
                yield Mention(
                    start=place.start,
                    end=place.end,
                    text=passages.text[place.start : place.end],
                    kind=MentionKind.SHORT_NAME,
                    entity_ids=parties[family],
                    exact=True,
                    score=1.0,
                )


def _parties_of(
    anchors: Iterable[Mention], listed: ListedNames
) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """All parties of an anchor, also those whose list does not say which word is the family's."""
    found: dict[tuple[str, ...], set[str]] = {}
    for anchor in anchors:
        for entity_id in anchor.entity_ids:
            for family in listed.families(entity_id):
                found.setdefault(family, set()).update(anchor.entity_ids)
    return {family: tuple(sorted(entity_ids)) for family, entity_ids in found.items()}


def _is_shared(passages: Passages, family: tuple[str, ...], anchors: Sequence[Mention]) -> bool:
    """Whether another full name of the text has the same family name."""
    for sentence in passages.sentences:
        for run in runs(passages, sentence):
            for at in range(len(run.latin) - len(family) + 1):
                place = run.place(at, at + len(family))
                if (
                    place is not None
                    and tuple(run.latin[at : at + len(family)]) == family
                    and not _inside(place, anchors)
                    and not sentence.is_heading
                    and not stands_alone(passages, sentence, place, is_person=True)
                ):
                    return True
    return False


def _alone(
    passages: Passages, family: tuple[str, ...], since: int, anchors: Sequence[Mention]
) -> Iterator[Place]:
    """Where the family name stands by itself, after the whole name."""
    for sentence in passages.sentences:
        for run in runs(passages, sentence) if sentence.end > since else ():
            for at in range(len(run.latin) - len(family) + 1):
                place = run.place(at, at + len(family))
                if (
                    place is not None
                    and place.start >= since
                    and tuple(run.latin[at : at + len(family)]) == family
                    and not _inside(place, anchors)
                    and stands_alone(passages, sentence, place, is_person=True)
                ):
                    yield place


def _inside(place: Place, mentions: Iterable[Mention]) -> bool:
    return any(m.start <= place.start and place.end <= m.end for m in mentions)

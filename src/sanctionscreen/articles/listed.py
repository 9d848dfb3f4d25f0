"""The names of a watchlist, arranged so that those in a running text are found quickly.

Only the public frames of the watchlist and the analysis of single words are used: how names are
scored is the matcher's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from sanctionscreen.articles import lexicon
from sanctionscreen.articles.spelling import within_one_edit, without_one_letter
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import EntityType, NameKind
from sanctionscreen.text import words as tables
from sanctionscreen.text.analysis import NameAnalysis, analyse
from sanctionscreen.text.normalize import normal_form

#: A name that weighs less (its descriptions not counted) needs support from its surroundings.
DISTINCTIVE: Final = 1.0
#: Words at most so long are syllables that may be written together: "Jin Bei", "Jinbei".
_SYLLABLE: Final = 5
_LONGEST_NAME: Final = 12
#: So many telling words make even the name of a public body its own.
_UNMISTAKABLE: Final = 4


class Form(NamedTuple):
    """One way in which a listed name may stand in a text.

    `dropped` are words of the listed name that the form leaves out: none, its legal form only, or
    the description that follows the distinctive head. `ordered`: the words come in this order.
    """

    entity_id: str
    name: str
    words: tuple[str, ...]
    ordered: bool
    dropped: str | None  # null, "legal_form", "description" or "middle_name"
    distinctive: bool


class ListedNames:
    """The names of a watchlist by their rarest word."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        entities = watchlist.frames["entities"]
        self.types: Mapping[str, str] = dict(entities["entity_id", "entity_type"].iter_rows())
        self.captions: Mapping[str, str] = dict(entities["entity_id", "caption"].iter_rows())
        self._near_words: dict[str, tuple[str, ...]] = {}
        self._forms: dict[str, list[Form]] = defaultdict(list)
        self._han: dict[str, set[str]] = defaultdict(set)
        self._families: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._written: dict[str, set[str]] = defaultdict(set)
        for row in watchlist.frames["names"].iter_rows(named=True):
            self._take(row["entity_id"], row["full"], row["kind"], row["parts"])

    def _take(
        self, entity_id: str, full: str, kind: str, parts: Iterable[Mapping[str, str]] | None
    ) -> None:
        """Enters one listed name; weak aliases and article aliases make no anchor."""
        analysis = analyse(full)
        self._written[" ".join(sorted(analysis.words))].add(entity_id)
        if kind in {NameKind.WEAK_ALIAS, NameKind.ARTICLE_ALIAS}:
            return
        if analysis.han is not None and len(analysis.han) > 1:
            self._han[analysis.han].add(entity_id)
            return
        family = _family(full, parts)
        if self.types[entity_id] == EntityType.PERSON and family:
            self._families[entity_id].add(family)
        for form in _forms(entity_id, full, self.types[entity_id], analysis, family):
            self._forms[_rarest(form.words)].append(form)

    def forms(self, word: str) -> Iterator[tuple[Form, bool]]:
        """The forms whose rarest word is this one, or one letter away; true where it is exact."""
        yield from ((form, True) for form in self._forms.get(word, ()))
        if word not in self._near_words:  # the same words come in every article
            self._near_words[word] = self._near(word)
        for near in self._near_words[word]:
            yield from ((form, False) for form in self._forms[near])

    def _near(self, word: str) -> tuple[str, ...]:
        found: set[str] = set()
        for trace in (word, *without_one_letter(word)):
            found.update(self._traces.get(trace, ()))
        return tuple(sorted(n for n in found if n != word and within_one_edit(word, n)))

    @cached_property
    def _traces(self) -> Mapping[str, tuple[str, ...]]:
        """Each rare word by what is left of it without any one letter."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._forms:
            for trace in (word, *without_one_letter(word)):
                found[trace].append(word)
        return {trace: tuple(words) for trace, words in found.items()}

    def native(self, text: str) -> frozenset[str]:
        """The parties whose name is exactly these Chinese characters."""
        return frozenset(self._han.get(normal_form(text), ()))

    @cached_property
    def native_lengths(self) -> tuple[int, ...]:
        """How long the names in Chinese characters are, the longest first."""
        return tuple(sorted({len(name) for name in self._han}, reverse=True))

    def families(self, entity_id: str) -> frozenset[tuple[str, ...]]:
        """The family names of a listed person; none for others."""
        return frozenset(self._families.get(entity_id, ()))

    def bearers(self, text: str) -> frozenset[str]:
        """The parties that have this name on the list already, in any order of its words."""
        return frozenset(self._written.get(" ".join(sorted(analyse(text).words)), ()))

    def is_written(self, normal: str) -> bool:
        """Whether a listed name has this normal form, in its own script."""
        return normal in self._normal

    @cached_property
    def _normal(self) -> frozenset[str]:
        return frozenset(map(normal_form, self.watchlist.frames["names"]["full"]))

    @cached_property
    def network(self) -> Mapping[str, frozenset[str]]:
        """For each party those it is tied to on the list, directly."""
        ties: dict[str, set[str]] = defaultdict(set)
        rows = self.watchlist.frames["relations"].select("entity_id", "other_id").drop_nulls()
        for one, other in rows.iter_rows():
            ties[one].add(other)
            ties[other].add(one)
        return {entity_id: frozenset(others) for entity_id, others in ties.items()}

    def are_tied(self, one: str, other: str) -> bool:
        """Whether the list ties two parties to each other, or both to a third."""
        mine, theirs = self.network.get(one, frozenset()), self.network.get(other, frozenset())
        return other in mine or bool(mine & theirs)

    @cached_property
    def countries(self) -> Mapping[str, frozenset[str]]:
        """The countries (ISO 3166 alpha-2) of each party: its ties and its addresses."""
        found: dict[str, set[str]] = defaultdict(set)
        entities = self.watchlist.frames["entities"].select("entity_id", "countries")
        for entity_id, ties in entities.iter_rows():
            found[entity_id].update(tie["code"] for tie in ties or () if tie["code"])
        addresses = self.watchlist.frames["addresses"].select("entity_id", "country").drop_nulls()
        for entity_id, country in addresses.iter_rows():
            found[entity_id].add(country)
        return {entity_id: frozenset(codes) for entity_id, codes in found.items()}


def _family(full: str, parts: Iterable[Mapping[str, str]] | None) -> tuple[str, ...]:
    """The words of the family name: the list's own part, or what stands before the comma."""
    last = next((part["text"] for part in parts or () if part["kind"] in {"last", "family"}), None)
    if last is None and "," in full:
        last = full.partition(",")[0]
    return () if last is None else analyse(last).words


def _forms(
    entity_id: str, full: str, entity_type: str, analysis: NameAnalysis, family: tuple[str, ...]
) -> Iterator[Form]:
    """The ways in which one listed name may be written in a text."""
    if entity_type == EntityType.AIRCRAFT or not 1 < len(analysis.words) <= _LONGEST_NAME:
        return
    if entity_type == EntityType.PERSON:
        whole = Form(entity_id, full, analysis.words, False, None, True)
        yield from _with_joined(whole)
        short = _without_middle_names(analysis.words, family)
        if short is not None:
            yield whole._replace(words=short, dropped="middle_name")
        return
    for length, dropped in _heads(analysis):
        words = analysis.words[:length]
        yield from _with_joined(Form(entity_id, full, words, True, dropped, _is_distinctive(words)))


def _without_middle_names(
    words: tuple[str, ...], family: tuple[str, ...]
) -> tuple[str, ...] | None:
    """First given name and family name of a longer name, if together they are rare enough."""
    if not family or len(words) <= len(family) + 1 or words[: len(family)] != family:
        return None
    short = (*family, words[len(family)])
    rare = sum(map(_rarity, short)) >= _RARE_PERSON * len(short)
    return short if rare and min(map(len, short)) > _INITIAL else None


#: The mean weight from which first and family name are enough to know a person by.
_RARE_PERSON: Final = 0.6
_INITIAL: Final = 2


def _heads(analysis: NameAnalysis) -> Iterator[tuple[int, str | None]]:
    """How many words of an organisation's name may stand for it, and what is dropped then."""
    words, forms = analysis.words, analysis.forms
    yield len(words), None
    end = len(words)
    while end > 1 and forms[end - 1] is not None:
        end -= 1
    if 1 < end < len(words):
        yield end, "legal_form"
    while end > 2 and words[end - 1] in lexicon.words("shed"):  # noqa: PLR2004  # two words lead
        end -= 1
        if not all(tables.is_description(word) for word in words[:end]):
            yield end, "description"


def _is_distinctive(words: tuple[str, ...]) -> bool:
    telling = [
        word
        for word in words
        if word not in lexicon.words("links") and not tables.is_description(word)
    ]
    telling = [word for word in telling if tables.legal_form((word,)) is None]
    official = lexicon.words("official")
    if official.issuperset(telling) or (official & set(words) and len(telling) < _UNMISTAKABLE):
        return False
    return sum(map(_rarity, telling)) >= DISTINCTIVE


def _with_joined(form: Form) -> Iterator[Form]:
    """The form, and the forms with two neighbouring syllables written together."""
    yield form
    words = form.words
    for at in range(len(words) - 1):
        pair = words[at : at + 2]
        if len(words) > 2 and max(map(len, pair)) <= _SYLLABLE and "".join(pair).isalpha():  # noqa: PLR2004
            yield form._replace(words=(*words[:at], "".join(pair), *words[at + 2 :]))


def _rarity(word: str) -> float:
    """How much a word tells, by the frozen table of the matcher."""
    return tables.weight(word)


def is_known(word: str) -> bool:
    """Whether a word is a common one, so that it is no other word misspelt: "Martin", "Martic".

    >>> is_known("martin"), is_known("velmorrin")
    (True, False)
    """
    return _rarity(word) < tables.RAREST


def _rarest(words: tuple[str, ...]) -> str:
    return max(words, key=lambda word: (_rarity(word), len(word), word))

"""Name variants that an article states for a listed party it mentions."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sanctionscreen.articles import cues
from sanctionscreen.articles.bystanders import Bystanders
from sanctionscreen.articles.cues import VariantKind
from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.mentions import Mention, MentionKind
from sanctionscreen.articles.passages import Passages, Sentence
from sanctionscreen.articles.phrases import Phrase, is_place, is_role, phrases
from sanctionscreen.text.normalize import normal_form

_KIN_OF: Final = re.compile(r"([A-Za-z-]+)(?: (?:of|to|for|with|by))? (?:the )?$")
_ABBREVIATION: Final = re.compile(r"[A-Z][A-Za-z&-]{0,6}[A-Z]")
_IN_BRACKETS: Final = re.compile(r' ?[(\[] ?"?')
_OR: Final = re.compile(r",? or(?: simply)? \"?")
_WINDOW: Final = 120
_SHORTEST: Final = 2
_LONG_WORD: Final = 3


class Variant(NamedTuple):
    """One variant at its place, of which parties, and how the article says so."""

    start: int
    end: int
    text: str
    kind: VariantKind
    entity_ids: tuple[str, ...]
    anchor: Mention
    hedged: bool


def find_variants(
    passages: Passages, mentions: Sequence[Mention], listed: ListedNames
) -> tuple[Variant, ...]:
    """The variants of an article, in order, each place once.

    None is the name of somebody else in the article, of another listed party, or a name that the
    list has already.
    """
    bystanders = Bystanders(passages, mentions)
    found: dict[tuple[int, int], Variant] = {}
    for variant in (
        *_stated(passages, mentions),
        *_written_otherwise(passages, mentions),
        *_shortened(mentions),
    ):
        if _is_new(variant, listed) and not bystanders.include(variant.text, variant.kind):
            found.setdefault((variant.start, variant.end), variant)
    return tuple(found[place] for place in sorted(found))


def _stated(passages: Passages, mentions: Sequence[Mention]) -> Iterator[Variant]:
    """Variants beside an anchor, in its sentence, tied to it by a cue."""
    taken = [(mention.start, mention.end) for mention in mentions]
    for sentence in passages.sentences:
        anchors = [m for m in mentions if sentence.start <= m.start < sentence.end]
        if not anchors:
            continue
        candidates = [
            phrase
            for phrase in phrases(passages, sentence, taken)
            if _may_be_name(phrase, passages, sentence)
        ]
        for anchor in anchors:
            for phrase in candidates:
                kind = _kind(passages, sentence, anchor, phrase)
                if kind is not None and _agrees(anchor, phrase, kind):
                    yield _variant(passages, anchor, phrase, kind)


def _variant(passages: Passages, anchor: Mention, phrase: Phrase, kind: VariantKind) -> Variant:
    between = passages.folded[min(anchor.start, phrase.start) : max(anchor.end, phrase.end)]
    return Variant(
        start=phrase.start,
        end=phrase.end,
        text=phrase.text,
        kind=kind,
        entity_ids=anchor.entity_ids,
        anchor=anchor,
        hedged=cues.HEDGED.search(between) is not None,
    )


def _kind(
    passages: Passages, sentence: Sentence, anchor: Mention, phrase: Phrase
) -> VariantKind | None:
    """How the text ties the phrase to the anchor; null where it does not."""
    folded = passages.folded
    if phrase.start >= anchor.end:
        between = folded[anchor.end : phrase.start]
        if len(between) > _WINDOW or cues.NEGATED.search(between):
            return None
        if _is_of_another(folded[sentence.start : anchor.start]):
            return None
        return _after(passages, sentence, anchor, phrase, between)
    between = folded[phrase.end : anchor.start]
    head = folded[sentence.start : phrase.start]
    if len(between) > _WINDOW or cues.NEGATED.search(between) or cues.NEGATED.search(head):
        return None
    return _before(between, head)


def _after(
    passages: Passages, sentence: Sentence, anchor: Mention, phrase: Phrase, between: str
) -> VariantKind | None:
    """The kind where the listed name comes first."""
    folded = passages.folded
    if _IN_BRACKETS.fullmatch(between):
        following = folded[phrase.end : phrase.end + 2]
        if is_of_other_script(phrase.text, anchor.text):
            return VariantKind.NATIVE_SCRIPT
        closed = following.lstrip('" ')[:1] in {")", "]", ","}
        if closed and is_short_for(phrase.text, anchor.text):
            return VariantKind.ABBREVIATION
        return None
    if _OR.fullmatch(between) and is_short_for(phrase.text, anchor.text):
        return VariantKind.ABBREVIATION
    if between.strip() == '"' and cues.CALLED_BY.search(folded[sentence.start : anchor.start]):
        return VariantKind.NICKNAME
    return next((k for k, cue in cues.AFTER.items() if cue.fullmatch(_one_line(between))), None)


def _before(between: str, head: str) -> VariantKind | None:
    """The kind where the listed name comes last."""
    line = _one_line(between)
    found = next((kind for kind, cue in cues.BEFORE.items() if cue.fullmatch(line)), None)
    if found is not None:
        return found
    if line.strip('" ') in {",", ", the"}:
        start = head.lstrip('" ')
        return next((k for k, cue in cues.FRONTED.items() if cue.fullmatch(start)), None)
    if line in {" is ", '" is ', " was "} and cues.SELF_NAMED.search(head):
        return VariantKind.AKA
    return None


def _one_line(between: str) -> str:
    return between.replace("\n", " ")


def _is_of_another(before: str) -> bool:
    """Whether the anchor only says whose somebody is: "the wife of NAME", "NAME's lawyer NAME"."""
    found = _KIN_OF.search(before)
    return found is not None and found.group(1).lower() in table("kin")


def _may_be_name(phrase: Phrase, passages: Passages, sentence: Sentence) -> bool:
    """Whether a phrase may name a party: no office, place, owner of something, or mere letters."""
    following = passages.folded[phrase.end : min(phrase.end + 2, sentence.end)]
    letters = sum(character.isalpha() for character in phrase.text)
    return (
        following != "'s"
        and letters >= _SHORTEST
        and not is_place(phrase.text)
        and not is_role(phrase)
    )


def _agrees(anchor: Mention, phrase: Phrase, kind: VariantKind) -> bool:
    """Whether a phrase can be that kind of variant: nobody was "formerly Colonel"."""
    if kind in {VariantKind.ABBREVIATION, VariantKind.NATIVE_SCRIPT}:
        return True
    return len(phrase.text) >= _LONG_WORD and anchor.kind is not MentionKind.SHORT_NAME


def is_of_other_script(text: str, anchor: str) -> bool:
    """Whether two names are written in different scripts, one of them Latin.

    >>> is_of_other_script("陈志", "Chen Zhi"), is_of_other_script("Vincent", "Chen Zhi")
    (True, False)
    """
    scripts = [
        {unicodedata.name(c, "?").split()[0] for c in one if c.isalpha()} for one in (text, anchor)
    ]
    return bool(scripts[0]) and "LATIN" in scripts[1] and "LATIN" not in scripts[0]


def is_short_for(short: str, full: str) -> bool:
    """Whether a word in capitals is made of the beginnings of a name's words, in order.

    Source: the idea of Schwartz and Hearst (2003), narrowed to initials.

    >>> is_short_for("PGTCO", "Prince Group Transnational Criminal Organization")
    True
    >>> is_short_for("Prince Group TCO", "Prince Group Transnational Criminal Organization")
    True
    >>> is_short_for("GDP", "Prince Group"), is_short_for("PG", "Chen Zhi")
    (False, False)
    """
    head, _, last = short.rpartition(" ")
    if head:
        return full.startswith(f"{head} ") and is_short_for(last, full.removeprefix(head).strip())
    if _ABBREVIATION.fullmatch(short) is None:
        return False
    letters = [letter.lower() for letter in short if letter.isalpha()]
    initials = [word[0].lower() for word in re.findall(r"[^\W_]+", full)]
    if not initials or letters[0] != initials[0]:
        return False
    rest = iter(initials)
    return len(letters) >= _SHORTEST and all(letter in rest for letter in letters)


def _written_otherwise(passages: Passages, mentions: Sequence[Mention]) -> Iterator[Variant]:
    """Spellings near a listed name that the article has elsewhere as listed; inner nicknames."""
    exact: dict[str, Mention] = {}
    for mention in mentions:
        for entity_id in mention.entity_ids if mention.exact else ():
            exact.setdefault(entity_id, mention)
    for mention in mentions:
        if '"' in passages.folded[mention.start : mention.end]:
            kind, anchor = VariantKind.NICKNAME, mention
        elif anchors := [exact[i] for i in mention.entity_ids if i in exact]:
            anchor = anchors[0]
            other_script = is_of_other_script(mention.text, anchor.text)
            if mention.exact and not other_script:
                continue
            kind = VariantKind.NATIVE_SCRIPT if other_script else VariantKind.SPELLING
        else:
            continue
        yield Variant(
            start=mention.start,
            end=mention.end,
            text=mention.text,
            kind=kind,
            entity_ids=mention.entity_ids,
            anchor=anchor,
            hedged=False,
        )


def _shortened(mentions: Iterable[Mention]) -> Iterator[Variant]:
    """Heads of listed names whose description the article leaves out."""
    for mention in mentions:
        if mention.shortened:
            yield Variant(
                start=mention.start,
                end=mention.end,
                text=mention.text,
                kind=VariantKind.SHORT_FORM,
                entity_ids=mention.shortened,
                anchor=mention,
                hedged=False,
            )


def _is_new(variant: Variant, listed: ListedNames) -> bool:
    """Whether no listed party has the name already; in another script it is one of its own."""
    if variant.kind is VariantKind.NATIVE_SCRIPT:
        return not listed.is_written(normal_form(variant.text))
    return not listed.bearers(variant.text)

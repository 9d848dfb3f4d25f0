"""Persons and bodies of an article that are on no list: never a variant, never in a quote."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sanctionscreen.articles.cues import VariantKind
from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.mentions import Mention
from sanctionscreen.articles.passages import Passages, Sentence
from sanctionscreen.articles.phrases import Phrase, is_place, phrases
from sanctionscreen.text.analysis import analyse

_SAYING: Final = re.compile(
    r"^,? (?:said|says|told|added|noted|explained|stated|argued|wrote|warned|remarked|questioned|"
    r"cautioned|recalled|testified|described|who (?:said|told|escaped|survived))\b"
)
_SAID: Final = re.compile(r"\b(?:said|says|told|added|according to) $")
_AGE: Final = re.compile(r"^,? \(?\d{1,2}\)?[,.) ]")
_CALLING: Final = re.compile(r"([A-Za-z-]+)(?: (?:called|named|identified as|known as))?,? $")
_APPOSITIVE: Final = re.compile(r"^, (?:(?:a|an|the|his|her|their|one of) )?([^,.;:()]{3,80})")


class Bystanders:
    """The names of an article that have the role of a victim, expert, official or reporter."""

    def __init__(self, passages: Passages, mentions: Sequence[Mention]) -> None:
        taken = [(mention.start, mention.end) for mention in mentions]
        self._names = frozenset(
            word_set
            for sentence in passages.sentences
            for phrase in phrases(passages, sentence, taken)
            if not phrase.quoted and has_role(passages, sentence, phrase)
            for word_set in _word_sets(phrase)
        )

    def include(self, variant: str, kind: VariantKind) -> bool:
        """Whether a variant is the name of one of them, or of a part of one."""
        if kind is VariantKind.SHORT_FORM:
            return False
        words = frozenset(analyse(variant).words)
        return any(name <= words or words <= name for name in self._names)


def _word_sets(phrase: Phrase) -> Iterator[frozenset[str]]:
    if not is_place(phrase.text):
        yield frozenset(analyse(phrase.text).words)


def has_role(passages: Passages, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the words beside a name say that it is a speaker's, a victim's, or an official's."""
    before = passages.folded[sentence.start : phrase.start]
    after = passages.folded[phrase.end : sentence.end]
    if _SAYING.match(after) or _SAID.search(before) or _AGE.match(after):
        return True
    last = _CALLING.search(before)
    if last is not None and last.group(1).lower() in table("roles"):
        return True
    told = _APPOSITIVE.match(after)
    words = re.findall(r"[a-z-]+", told.group(1).lower()) if told else []
    return bool(table("roles") & set(words))

"""Who says so: the body, office or listed party that a sentence names for what it states."""

import re
from collections.abc import Sequence
from typing import Final

from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.mentions import Mention
from sanctionscreen.articles.passages import Passages, Sentence
from sanctionscreen.articles.places import adjective_code, place_code

#: What stands for a person who is on no list: such names are not kept.
UNNAMED: Final = "a person quoted"
_CAPITAL: Final = r"[A-Z][\w.]*(?:'s)?"
_NAME: Final = (
    rf"{_CAPITAL}(?:(?: (?:of|for|the|to|and|on|&))* {_CAPITAL})*"
    r"(?: (?:embassy|government|authorities|officials|police|ministry|spokes\w+))?"
)
_PLAIN: Final = (
    r"(?:officials|authorities|police|experts|observers|analysts|survivors|residents|prosecutors|"
    r"researchers|investigators|the government|the court|the ministry|the report)"
)
_VERB: Final = (
    r"(?:said|says|say|reports?|reported|estimates?|estimated|confirmed|confirms|announced|stated|"
    r"warned|warns|found|documented|described|describes|recommended|geolocated|accuses|accused|"
    r"claimed|claims|told|noted|notes|convinced)"
)
_ACCORDING: Final = re.compile(
    rf"[Aa]ccording to (?:an? )?(?:[a-z]+ from |[a-z]+ by )?(?:the )?({_NAME}|{_PLAIN})"
)
_SAYS: Final = re.compile(
    rf"({_NAME}|{_PLAIN})(?:,[^,]{{3,90}},)?(?: (?:in [A-Z]\w+(?: [A-Z]\w+)?|has|have|had|also|"
    rf"researchers|analysts|the [a-z]+))*"
    rf" {_VERB}\b"
)
_SAID: Final = re.compile(rf"{_VERB} (?:the )?({_NAME}|{_PLAIN})")
_DETAIL: Final = re.compile(r"[Rr]eports? from (?:the )?([A-Z]\w+(?: [Ee]mbassy| officials))")


def attributed_to(
    passages: Passages, sentence: Sentence, mentions: Sequence[Mention]
) -> str | None:
    """Who is said to say what the sentence states; null where the article itself does."""
    text = passages.folded[sentence.start : sentence.end].replace("\n", " ")
    for rule in (_ACCORDING, _DETAIL, _SAYS, _SAID):
        for found in rule.finditer(text):
            who = _who(found.group(1), mentions)
            if who is not None:
                return who
    return None


def _who(name: str, mentions: Sequence[Mention]) -> str | None:
    """The name, if it may be kept; null for words that name nobody."""
    words = [word for word in name.removesuffix("'s").split() if word]
    while words and words[0].lower() in table("small"):
        words = words[1:]
    if not words:
        return None
    plain = " ".join(words).rstrip(".")
    if any(mention.text in plain for mention in mentions):
        return plain if plain in {mention.text for mention in mentions} else None
    return plain if is_body(plain) else UNNAMED


def is_body(name: str) -> bool:
    """Whether a name is a body's, an office's or a country's, so that it may be kept.

    >>> is_body("Amnesty International"), is_body("Indonesian embassy"), is_body("Jo Writer")
    (True, True, False)
    """
    words = name.split()
    bodies = table("bodies") | table("official") | table("organisations")
    offices = {"embassy", "authorities", "officials", "police", "experts", "observers", "analysts"}
    low = [word.lower().removesuffix("'s") for word in words]
    if set(low) & (bodies | offices) or words[0].islower():
        return True
    return len(words) == 1 and (place_code(name) or adjective_code(name)) is not None

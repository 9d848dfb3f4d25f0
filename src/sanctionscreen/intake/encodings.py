"""Bytes of a text file → its characters, in the encoding that was meant, saying what was guessed.

UTF-8 comes first, then what a byte order mark says, then a guess. The guess looks at the shape of
the bytes before it asks charset-normalizer, which takes a short `Hélène` for Chinese (of 21 samples
of one to three invented names, it gave 10 rightly by itself; 20 with the shapes, ő read as õ).
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from sanctionscreen.errors import InputError, UnreadableInput

#: How many bytes a guess looks at: more lines do not change it, but take time.
_SAMPLE: Final = 65_536
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
#: A capital and then small letters, or capitals only: words of Cyrillic or Greek (cp1251, cp1253).
_CAPITAL: Final = rb"[\xa1\xa2\xa8\xaa\xaf\xb2\xb8\xb9\xba\xbc\xbe-\xdf]"
_TITLE: Final = re.compile(_CAPITAL + rb"(?:[\xb3\xb4\xb8\xba\xbf\xdc-\xff]*|" + _CAPITAL + rb"*)")
_HEBREW: Final = re.compile(rb"[\xe0-\xfa]+")
_BEYOND_LATIN: Final = (
    "cp1251", "cp1253", "cp1255", "cp1256", "gb18030", "big5", "cp932", "cp949", "cp874", "koi8_r",
)  # fmt: skip
#: Š š Ž ž Ť ť Ź ź ł ą Ż ż in cp1250: in Western text these bytes hardly occur.
_CENTRAL: Final = frozenset(b"\x8a\x9a\x8e\x9e\x8d\x9d\x8f\x9f\xb3\xb9\xaf\xbf")
#: So many accented letters may follow each other in Latin script: Żółty.
_LATIN_RUN: Final = 3
_TURKISH: Final = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
_NOT_TURKISH: Final = frozenset(b"\xc1\xcd\xd3\xda\xc6\xe1\xed\xf3\xfa\xe6")
#: Of 100 characters beyond ASCII as many may be broken before UTF-8 is given up as the encoding:
#: text of another encoding hardly ever makes a valid character.
_BROKEN_PERCENT: Final = 50
#: A text may hold a few odd control characters; binary data holds many of many kinds.
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_CONTROL_KINDS, _CONTROL_PERCENT = 5, 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file; `damaged` lines hold lone surrogates where bytes were broken."""

    text: str
    note: str | None = None
    damaged: bool = False


def decode(content: bytes, *, name: str, encoding: str | None = None) -> Decoded:
    """The text of a file with a note where its encoding had to be guessed.

    Raises:
        InputError: `encoding` is not one that Python knows.
        UnreadableInput: the bytes are no text, not of `encoding`, or of one that nobody can guess.

    >>> decode("Hélène".encode("cp1252"), name="parties.csv")
    Decoded(text='Hélène', note='encoding guessed: cp1252', damaged=False)
    """
    if encoding is not None:
        return Decoded(_stated(content, name, encoding))
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return Decoded(_stated(content, name, marked))
    _refuse_binary(content[:_SAMPLE], name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content, name)
    wide = _without_mark(content)
    if wide is not None:
        return Decoded(_stated(content, name, wide), f"encoding guessed: {wide}")
    return Decoded(text)


def _refuse_binary(sample: bytes, name: str) -> None:
    found = _CONTROL.findall(sample)
    if len(set(found)) >= _CONTROL_KINDS and len(found) * 100 > len(sample) * _CONTROL_PERCENT:
        raise UnreadableInput(
            "this is no text: give a CSV, TSV, JSON lines, Parquet or XLSX file", file=name
        )


def _stated(content: bytes, name: str, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise InputError(
            f"there is no encoding {encoding!r}: try utf-8, cp1252, cp1251 or utf-16", file=name
        ) from None
    except (UnicodeError, ValueError) as error:
        at = getattr(error, "start", 0)
        raise UnreadableInput(
            f"byte {at + 1} is not {encoding} text: name the right encoding, or save as UTF-8",
            file=name,
        ) from None


def _without_mark(content: bytes) -> str | None:
    """UTF-16 that lost its byte order mark: every second byte of Western text is zero."""
    sample = content[:_SAMPLE]
    if not sample or len(content) % 2:
        return None
    half = len(sample) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[first::2].count(0) > half // 2 > sample[1 - first :: 2].count(0):
            return encoding
    return None


def _guessed(content: bytes, name: str) -> Decoded:
    text = content.decode("utf-8", errors="surrogateescape")
    beyond = sum(map(len, _BEYOND_ASCII.findall(text)))
    broken = sum(map(len, _SURROGATES.findall(text)))
    if broken * 100 <= beyond * _BROKEN_PERCENT:
        return Decoded(text, "some lines hold bytes that are not UTF-8", damaged=True)
    wide = _without_mark(content)
    for encoding in (wide,) if wide else _candidates(_sample(content)):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text, f"encoding guessed: {encoding}")
    raise UnreadableInput(
        "the encoding of the text could not be guessed: name it, or save the file as UTF-8",
        file=name,
    )


_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]+")
_SURROGATES: Final = re.compile("[\ud800-\udfff]+")


def is_damaged(line: str) -> bool:
    r"""Whether a line holds bytes that could not be decoded.

    >>> is_damaged(b"Caf\xe9".decode("utf-8", errors="surrogateescape")), is_damaged("Café")
    (True, False)
    """
    return not line.isascii() and _SURROGATES.search(line) is not None


def _sample(content: bytes) -> bytes:
    """Lines with bytes beyond ASCII, from the whole file: the first of them may come late."""
    found: list[bytes] = []
    size = 0
    for run in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", content):
        found.append(run.group()[:_SAMPLE])
        size += len(found[-1])
        if size >= _SAMPLE:
            break
    return b"\n".join(found)


def _candidates(sample: bytes) -> list[str]:
    runs = _HIGH.findall(sample)
    single = sum(len(run) for run in runs if len(run) <= _LATIN_RUN)
    if single * 2 >= sum(map(len, runs)) and _latin(b"".join(runs)):
        return _latin(b"".join(runs))
    ranked = [match.encoding for match in from_bytes(sample, cp_isolation=list(_BEYOND_LATIN))]
    if sum(_TITLE.fullmatch(run) is not None for run in runs) * 4 >= len(runs) * 3:
        first = [encoding for encoding in ranked if encoding in {"cp1251", "cp1253"}] or ["cp1251"]
        return [*first, *ranked]
    if all(_HEBREW.fullmatch(run) for run in runs):
        return ["cp1255", *ranked]
    return ranked


def _latin(high: bytes) -> list[str]:
    """Latin code pages for letters that stand singly between ASCII ones; the likeliest first.

    Where Czech and Norwegian both fit (ř = ø), Western wins: the note names it, and the user can.
    """
    used = frozenset(high)
    if used & _TURKISH and not used & _NOT_TURKISH:
        order = ["cp1254", "cp1252", "cp1250"]
    elif used & _CENTRAL:
        order = ["cp1250", "cp1257", "cp1252"]
    else:
        order = ["cp1252", "cp1250", "cp1254"]
    return [encoding for encoding in order if _mostly_letters(high, encoding)]


def _mostly_letters(high: bytes, encoding: str) -> bool:
    try:
        text = high.decode(encoding)
    except UnicodeDecodeError:
        return False
    letters = sum(character.isalpha() or character in "’‘“”–—„«»€§°ºª®™\xa0" for character in text)
    return letters * 10 >= len(text) * 9

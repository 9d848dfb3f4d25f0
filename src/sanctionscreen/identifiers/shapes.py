"""What a text looks like: the reader that may know it, told by its characters and length."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.identifiers import forms
from sanctionscreen.identifiers.chains import FORMS
from sanctionscreen.identifiers.forms import Reader, known_by_shape
from sanctionscreen.identifiers.monero import monero

_B58: Final = "[1-9A-HJ-NP-Za-km-z]"
_B32: Final = "[02-9ac-hj-np-zAC-HJ-NP-Z]"
#: Prefixes of bech32. In small letters they tell the shape whatever the case of the rest; in
#: capitals only with all of it, for TB1S… is also the beginning of TRON addresses.
_KNOWN: Final = "bc|tb|bcrt|ltc|tltc|rltc|btg|tbtg|zs|utest|ztestsapling"
_B32_CAPITALS: Final = "[02-9AC-HJ-NP-Z]"


class Shape(NamedTuple):
    """A pattern, and the reader for texts of it."""

    pattern: str
    read: Reader


#: The first pattern that fits the whole text tells its shape.
SHAPES: Final[Mapping[str, Shape]] = {
    "evm": Shape(r"(?i:0x|xdc|ronin:)?[0-9a-fA-F]{40}", forms.evm),
    "tron_hex": Shape(r"(?i:0x)?41[0-9a-fA-F]{40}", forms.tron_hex),
    "payment_id": Shape(r"(?i:0x)?[0-9a-fA-F]{64}|[0-9a-f]{16}", known_by_shape("payment_id")),
    "segwit": Shape(
        rf"(?:{_KNOWN})1{_B32}{{6,230}}|(?:{_KNOWN.upper()})1{_B32_CAPITALS}{{6,230}}"
        rf"|u1{_B32}{{60,230}}",
        forms.segwit,
    ),
    "cashaddr": Shape(rf"(?:(?i:bitcoincash:)?[qpQP]{_B32}{{41}})", forms.cashaddr),
    "xrp": Shape(rf"r{_B58}{{24,34}}", forms.xrp),
    "xrp_and_tag": Shape(rf"r{_B58}{{24,34}}:\d{{1,10}}", forms.xrp_and_tag),
    "xrp_with_tag": Shape(rf"X{_B58}{{46}}", forms.xrp_with_tag),
    "monero": Shape(rf"[45789AB]{_B58}{{94}}|[45789AB]{_B58}{{105}}", monero),
    "base58check": Shape(rf"{_B58}{{25,36}}", forms.base58check),
    "solana": Shape(rf"{_B58}{{37,44}}", forms.solana),
    "sprout": Shape(rf"zc{_B58}{{93}}", known_by_shape("zec_shielded")),
    "test_network": Shape(r"(?i:bchtest|bchreg):[0-9a-zA-Z]{42}", known_by_shape("test_network")),
    "other_bech32": Shape(rf"[a-z]{{1,83}}1{_B32}{{6,120}}", forms.segwit),
    "other_chain": Shape(
        r"(?:nano|xrb)_[13][0-9a-z]{59}|(?:tz|KT)[1-4][1-9A-Za-z]{33}|G[A-Z2-7]{55}|[A-Z2-7]{58}"
        r"|\d+\.\d+\.\d{1,10}(?:-[a-z]{5})?|(?:EQ|UQ|kQ)[\w-]{46}|Ae2|DdzFF[1-9A-Za-z]{50,110}"
        rf"|N[A-Z2-7]{{39}}|{_B58}{{46,64}}|[0-9a-fA-F]{{76}}",
        known_by_shape("other_chain"),
    ),
    "domain": Shape(
        r"(?i)[\w-]+(?:\.[\w-]+)*\.(?:eth|sol|crypto|bnb|trx|nft)", known_by_shape("domain")
    ),
}
#: What shows nothing: soft hyphens, zero widths, writing directions, and space at the ends.
_INVISIBLE: Final = (
    r"[\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}\x00-\x08]"
)
_AROUND: Final = " \t\r\n\"'`´<>()[]{},.;:!?|*=\u3002\uff0c\u00a0\u3000"
#: Base58 in one case: as long as an address of 25 bytes, of Solana or of Monero, with its first
#: character; 34 letters without a digit do occur.
_SINGLE: Final = (
    r"^(?i)(?:[13tlmxdrga97][0-9a-z]{24,34}|[0-9a-z]{43,44}|[48][0-9a-z]{94}|4[0-9a-z]{105})$"
)
_ONE_CASE: Final = r"^(?:[^a-z]*|[^A-Z]*)$"
#: Beginnings of addresses whose case means nothing: they cannot lose it.
_CASELESS: Final = r"^(?i)(?:0x|bc1|ltc1|addr1|bitcoincash:)"
#: The length of most addresses of 25 bytes.
_USUAL: Final = 34
_VISIBLE: Final = r"^[!-~]*$"
#: Nothing to take away: visible characters of ASCII, the outer ones letters or digits.
_PLAIN: Final = r"^[0-9A-Za-z]([!-~]*[0-9A-Za-z])?$"


def cleaned(texts: pl.Series) -> pl.Series:
    """The texts without what surrounds them or shows nothing; null where nothing is left."""
    frame = texts.to_frame("text").with_row_index("at")
    plain = texts.str.contains(_PLAIN)
    odd = frame.filter(~plain | plain.is_null())
    bare = visible(pl.col("text")).str.strip_chars(_AROUND)
    bared = odd.with_columns(text=pl.when(bare != "").then(bare))
    return pl.concat([frame.filter(plain), bared]).sort("at")["text"]


def visible(text: pl.Expr) -> pl.Expr:
    """The text in Unicode's compatible form, without characters that show nothing.

    Only a text with other than visible ASCII characters can differ from it.
    """
    unusual = ~text.str.contains(_VISIBLE)
    folded = text.str.normalize("NFKC").str.replace_all(_INVISIBLE, "")
    return pl.when(unusual).then(folded).otherwise(text)


def by_shape(texts: pl.Series) -> Iterator[tuple[Reader, pl.DataFrame]]:
    """Texts of one shape, length and prefix with the reader for them; at last those of no shape.

    Each frame has the texts, and in `at` their places.
    """
    rest = texts.to_frame("text").with_row_index("at")
    for one in SHAPES.values():
        fits = rest["text"].str.contains(f"^(?:{one.pattern})$")
        for _, group in rest.filter(fits).group_by(_alike(one), maintain_order=True):
            yield one.read, group
        rest = rest.filter(~fits | fits.is_null())
    yield known_by_shape(FORMS[0].name), rest


def _alike(one: Shape) -> list[pl.Expr]:
    """What texts of a shape must share to be read together."""
    length = pl.col("text").str.len_bytes().alias("length")
    if one.read is not forms.segwit:
        return [length]
    return [length, pl.col("text").str.to_lowercase().str.extract("^([a-z]+)1").alias("prefix")]


def single_case(text: pl.Expr) -> pl.Expr:
    """Whether a text that is no address looks like a Base58 one in small letters or capitals."""
    some = text.str.contains(r"[0-9]") | (text.str.len_bytes() == _USUAL)
    letters = text.str.contains(r"[A-Za-z].*[A-Za-z]")
    caseless = text.str.contains(_CASELESS)
    return text.str.contains(_SINGLE) & text.str.contains(_ONE_CASE) & some & letters & ~caseless

"""The cells of a column → texts that can be compared, whatever type the column has."""

from functools import cache
from itertools import permutations
from string import ascii_lowercase
from typing import Final

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.intake.words import NO_NAME, NO_PART, NOTHING, REPEATED

#: Between several values in one cell.
SEPARATORS: Final = r"[|;]"
#: Characters that show nothing: control and format characters, Hangul fillers, blank braille.
_UNSEEN: Final = r"\p{Cc}\p{Cf}\x{034F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{2800}\x{3164}\x{FFA0}"
_INVISIBLE: Final = rf"[[{_UNSEEN}]--\s]"
_SPACES: Final = r"\s+"
#: What most cells are: visible characters, with single spaces between them.
_TIDY: Final = rf"^[^\s{_UNSEEN}]+(?: [^\s{_UNSEEN}]+)*$"
_LETTER_OR_DIGIT: Final = r"[\p{L}\p{N}]"
_SIGNS: Final = r"[^\p{L}\p{N}]+"
_WHOLE: Final = 2.0**53  # beyond it a float does not hold every whole number


def texts(frame: pl.DataFrame, column: str) -> pl.Series:
    """The cells of a column as texts, or as lists of texts: trimmed, null where nothing is there.

    Whole floats lose their `.0`, dates are ISO, times of day are left out: so the same table gives
    the same texts, whether it came as CSV, Excel or Parquet.

    Raises:
        InputError: cells of the column's type cannot be read as text.

    >>> texts(pl.DataFrame({"id": [7.0, 7.5, None]}), "id").to_list()
    ['7', '7.5', None]
    """
    cells = frame[column]
    if isinstance(cells.dtype, pl.Array):
        cells = cells.arr.to_list()
    if isinstance(cells.dtype, pl.List):
        inner = cells.explode(empty_as_null=True, keep_nulls=True)
        _text(inner.head(0), column)
        return cells.list.eval(_visible(_as_text(pl.element(), inner.dtype)).drop_nulls())
    return _text(cells, column)


def _text(cells: pl.Series, column: str) -> pl.Series:
    if cells.dtype.is_nested() or cells.dtype in {pl.Binary, pl.Object, pl.Duration, pl.Time}:
        raise InputError(f"its cells are {cells.dtype}: give text, numbers or dates", field=column)
    if cells.dtype == pl.String:
        return _tidied(cells)
    expression = _visible(_as_text(pl.col(column), cells.dtype))
    return cells.to_frame().select(expression).to_series()


def _tidied(cells: pl.Series) -> pl.Series:
    """The visible text of each cell; only those that may hold anything else are looked at."""
    untidy = (~cells.str.contains(_TIDY)).arg_true()
    if untidy.is_empty():
        return cells
    visible = pl.DataFrame({"cell": cells.gather(untidy)}).select(_visible(pl.col("cell")))
    return cells.clone().scatter(untidy, visible.to_series())


def _as_text(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_float():
        number = cell.cast(pl.Float64)
        whole = number.is_finite() & (number == number.round()) & (number.abs() <= _WHOLE)
        counted = pl.when(whole).then(number).cast(pl.Int64).cast(pl.String)
        return pl.coalesce(counted, pl.when(number.is_finite()).then(cell).cast(pl.String))
    if isinstance(dtype, pl.Datetime):
        return cell.dt.date().cast(pl.String)
    return cell.cast(pl.String)


def _visible(cell: pl.Expr) -> pl.Expr:
    seen = cell.str.replace_all(_INVISIBLE, "").str.replace_all(_SPACES, " ").str.strip_chars()
    return pl.when(seen != "").then(seen)


def split(cells: pl.Series, separators: str = SEPARATORS) -> pl.Series:
    """A list of texts for each cell: what stands between the separators, trimmed, empty if null.

    >>> split(pl.Series(["A. P. | Anni;", None])).to_list()
    [['A. P.', 'Anni'], []]
    """
    if isinstance(cells.dtype, pl.List):
        parts = cells.list.eval(
            pl.element()
            .str.replace_all(separators, "|")
            .str.split("|")
            .explode(empty_as_null=False, keep_nulls=False)
        )
    else:
        parts = cells.str.replace_all(separators, "|").str.split("|")
    trimmed = pl.element().str.strip_chars()
    return parts.list.eval(trimmed.filter(trimmed != "")).fill_null([])


def listed(cells: pl.Series) -> pl.Series:
    """A list of texts for each cell that is not to be split: of one text, or of none for null.

    >>> listed(pl.Series(["Probe; Anna", None])).to_list()
    [['Probe; Anna'], []]
    """
    if isinstance(cells.dtype, pl.List):
        return cells.fill_null([])
    one = cells.to_frame("cell").select(pl.concat_list("cell")).to_series()
    return one.list.drop_nulls() if cells.null_count() else one


def joined(cells: pl.Series, separator: str = " | ") -> pl.Series:
    """One text for each cell: those of a list joined, null where there is none.

    >>> joined(pl.Series([["DE", "FR"], []])).to_list()
    ['DE | FR', None]
    """
    if isinstance(cells.dtype, pl.List):
        frame = cells.list.join(separator).to_frame("cell")
        return frame.select(pl.when(pl.col("cell") != "").then(pl.col("cell"))).to_series()
    return cells


def _folded(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_lowercase().str.replace_all(_SIGNS, " ").str.strip_chars()


def has_letter_or_digit(cell: pl.Expr) -> pl.Expr:
    """Whether a text holds a letter or digit of any script."""
    return cell.str.contains(_LETTER_OR_DIGIT)


def says_something(cell: pl.Expr) -> pl.Expr:
    """Whether a text holds a letter or digit and is no word for "unknown" (`N/A`, `tbd`)."""
    return has_letter_or_digit(cell) & ~_folded(cell).is_in(sorted(NOTHING))


def is_name(cell: pl.Expr) -> pl.Expr:
    """Whether a text can be a name: not `Mr`, `test`, `N/A`, `aaaa` or one of them repeated.

    >>> names = pl.DataFrame({"name": ["N/A", "--", "Test test", "aa aaa", "Dr. No", "李", "U2"]})
    >>> names.select(is_name(pl.col("name"))).to_series().to_list()
    [False, False, False, False, True, True, True]
    """
    words = sorted(NOTHING | NO_NAME, key=lambda word: (-len(word), word))
    placeholder = "|".join(f"{word}(?: {word})*" for word in words)
    folded = _folded(cell)
    without_first = folded.str.strip_chars(pl.concat_str(folded.str.slice(0, 1), pl.lit(" ")))
    repeated = (without_first == "") & (folded.str.len_chars() >= REPEATED)
    nothing = folded.str.contains(f"^(?:{placeholder})$") | repeated
    return has_letter_or_digit(cell) & ~nothing


def no_names(texts: pl.Series) -> pl.Series:
    """The distinct texts that are no names, as `is_name` has it.

    >>> no_names(pl.Series(["Anna Probe", "Test test", "A. P.", None, "N/A", "N/A"])).to_list()
    ['Test test', 'N/A']
    """
    left = texts.filter(~texts.str.contains(_telling_pairs()))
    doubtful = left.unique(maintain_order=True).to_frame("text")
    return doubtful.filter(~is_name(pl.col("text"))).to_series()


@cache
def _telling_pairs() -> str:
    """A pattern of what shows a name at once: two different Latin letters side by side.

    Those that no placeholder has side by side: most names have some.
    """
    words = " ".join(NOTHING | NO_NAME)
    pairs = (one + other for one, other in permutations(ascii_lowercase, 2))
    return f"(?i)(?:{'|'.join(pair for pair in pairs if pair not in words)})"


def is_part(cell: pl.Expr) -> pl.Expr:
    """Whether a text can be a part of a name: `FNU` and `-` are none, `Null` is a surname."""
    return has_letter_or_digit(cell) & ~_folded(cell).is_in(sorted(NO_PART))

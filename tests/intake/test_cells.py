import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.intake.cells import _visible, is_name, no_names, texts
from sanctionscreen.intake.words import NO_NAME, NOTHING

_WORDS = sorted(NOTHING | NO_NAME)
_PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(
        ["Anna", "O'Neil", "Aa", "a", "AAAA", "İnci", "ΑΣ", "\ua7d2\ua7d4", "陳", "A.", "&", "3"]
    ),
    st.text(max_size=3),
)


@st.composite
def cells(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(_PIECES, max_size=4))
    text = draw(st.sampled_from([" ", "  ", "-", ""])).join(pieces)
    return draw(st.sampled_from([text, text.upper(), text.title()]))


@given(st.lists(st.one_of(st.none(), cells()), max_size=12))
def test_law_what_is_quickly_seen_to_be_a_name_is_one(texts: list[str | None]) -> None:
    column = pl.Series("text", texts, pl.String)
    slowly = column.to_frame().filter(~is_name(pl.col("text")))["text"].unique()
    assert set(no_names(column)) == set(slowly)


@given(st.lists(st.one_of(cells(), st.text("a é\u00a0\u3164\u200b\t", max_size=5)), max_size=8))
def test_law_tidy_cells_are_those_of_which_nothing_is_taken(written: list[str]) -> None:
    frame = pl.DataFrame({"text": written}, schema={"text": pl.String})
    slowly = frame.select(_visible(pl.col("text"))).to_series()
    assert texts(frame, "text").to_list() == slowly.to_list()

"""Written dates: a table of what lists and customers write, and the laws of the styles."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.model import DateRange, Precision
from sanctionscreen.sources import dates
from sanctionscreen.sources.ofac_features import show_period

YEAR = DateRange.year(1962)
MAY = DateRange(start=date(1962, 5, 1), end=date(1962, 5, 31), precision=Precision.MONTH)
DAY = DateRange.day(date(1962, 5, 31))
CIRCA = YEAR.model_copy(update={"precision": Precision.CIRCA})


def _years(first: int, last: int, precision: Precision = Precision.RANGE) -> DateRange:
    return DateRange(start=date(first, 1, 1), end=date(last, 12, 31), precision=precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a year
        pytest.param("1962", YEAR, id="year"),
        pytest.param(" 1962 ", YEAR, id="year with blanks"),
        pytest.param("1962.", YEAR, id="year with full stop"),
        pytest.param("1962.0", YEAR, id="year of a column with gaps"),
        pytest.param("١٩٦٢", YEAR, id="year in Arabic digits"),
        pytest.param("1962-00-00", YEAR, id="year first, zeros"),
        pytest.param("1962-xx-XX", YEAR, id="year first, placeholders"),
        pytest.param("00/00/1962", YEAR, id="day first, zeros"),
        pytest.param("dd/mm/1962", YEAR, id="UK placeholder"),
        pytest.param("DD-MM-1962", YEAR, id="placeholder in capitals"),
        pytest.param("15/mm/1962", YEAR, id="a day without its month says no more than the year"),
        pytest.param("15/00/1962", YEAR, id="a day in month zero"),
        pytest.param("19620000", YEAR, id="compact, zeros"),
        # a month
        pytest.param("May 1962", MAY, id="month"),
        pytest.param("MAY 1962", MAY, id="month in capitals"),
        pytest.param("may, 1962", MAY, id="month with comma"),
        pytest.param("May-1962", MAY, id="month with hyphen"),
        pytest.param("1962-05", MAY, id="ISO month"),
        pytest.param("1962-5", MAY, id="ISO month without zero"),
        pytest.param("dd/05/1962", MAY, id="UK placeholder of the day"),
        pytest.param("00/05/1962", MAY, id="day zero"),
        pytest.param("1962-05-00", MAY, id="ISO day zero"),
        pytest.param("00 May 1962", MAY, id="written day zero"),
        pytest.param("Feb 1900", dates.whole(1900, 2), id="no leap year"),
        pytest.param("Sept. 1962", dates.whole(1962, 9), id="abbreviated with full stop"),
        # a day
        pytest.param("31 May 1962", DAY, id="OFAC"),
        pytest.param("31 MAY 1962", DAY, id="OFAC in capitals"),
        pytest.param("31-May-1962", DAY, id="hyphens"),
        pytest.param("31st May 1962", DAY, id="ordinal"),
        pytest.param("May 31, 1962", DAY, id="American in words"),
        pytest.param("May 31st 1962", DAY, id="American ordinal"),
        pytest.param("1962-05-31", DAY, id="ISO"),
        pytest.param("1962/05/31", DAY, id="year first, slashes"),
        pytest.param("1962.5.31", DAY, id="year first, dots"),
        pytest.param("19620531", DAY, id="compact"),
        pytest.param("31/05/1962", DAY, id="UK"),
        pytest.param("31.05.1962", DAY, id="German"),
        pytest.param("31-5-1962", DAY, id="hyphens, no zero"),
        pytest.param("05/31/1962", DAY, id="month first where it can be no other"),
        pytest.param("04/05/1962", DateRange.day(date(1962, 5, 4)), id="day first where both can"),
        pytest.param("29 Feb 1960", DateRange.day(date(1960, 2, 29)), id="leap day"),
        pytest.param("29/02/2000", DateRange.day(date(2000, 2, 29)), id="leap day of 2000"),
        pytest.param("1962-05-31T00:00:00", DAY, id="timestamp"),
        pytest.param("1962-05-31 00:00:00.000", DAY, id="timestamp with blank"),
        pytest.param("1962-05-31T23:59:59+05:00", DAY, id="timestamp with zone"),
        pytest.param("1962-05-31Z", DAY, id="XML date with zone"),
        pytest.param("1962-05-31-05:00", DAY, id="XML date with offset"),
        pytest.param("31/05/1962 00:00", DAY, id="spreadsheet timestamp"),
        pytest.param("'31/05/1962", DAY, id="spreadsheet apostrophe"),
        pytest.param("‘31/05/1962", DAY, id="typographic apostrophe"),
        pytest.param("31\u00a0May\u00a01962", DAY, id="no-break spaces"),
        # about
        pytest.param("circa 1962", CIRCA, id="circa"),
        pytest.param("Circa 1962", CIRCA, id="Circa"),
        pytest.param("c. 1962", CIRCA, id="c."),
        pytest.param("c1962", CIRCA, id="c"),
        pytest.param("ca.1962", CIRCA, id="ca."),
        pytest.param("~1962", CIRCA, id="tilde"),
        pytest.param("approximately 1962", CIRCA, id="UN"),
        pytest.param("approx. 1962", CIRCA, id="approx."),
        pytest.param(
            "circa May 1962",
            MAY.model_copy(update={"precision": Precision.CIRCA}),
            id="circa month",
        ),
        # from … to
        pytest.param("1960 to 1962", _years(1960, 1962), id="OFAC range"),
        pytest.param("1960-1962", _years(1960, 1962), id="years with hyphen"),
        pytest.param("1960–1962", _years(1960, 1962), id="years with dash"),
        pytest.param("1960 - 1962", _years(1960, 1962), id="years with blanks"),
        pytest.param("1960/1962", _years(1960, 1962), id="ISO interval"),
        pytest.param("between 1960 and 1962", _years(1960, 1962), id="between"),
        pytest.param("from 1960 until 1962", _years(1960, 1962), id="from until"),
        pytest.param("circa 1960 to 1962", _years(1960, 1962, Precision.CIRCA), id="circa range"),
        pytest.param(
            "1960 to circa 1962", _years(1960, 1962, Precision.CIRCA), id="circa at one end"
        ),
        pytest.param("circa 1960-1962", _years(1960, 1962, Precision.CIRCA), id="circa, hyphen"),
        pytest.param(
            "01 Jan 1960 to 31 May 1962",
            DateRange(start=date(1960, 1, 1), end=date(1962, 5, 31), precision=Precision.RANGE),
            id="range of days",
        ),
    ],
)
def test_parse(text: str, expected: DateRange) -> None:
    assert dates.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blank"),
        pytest.param("'", id="only an apostrophe"),
        pytest.param("soon", id="no date"),
        pytest.param("unknown", id="unknown"),
        pytest.param("29 Feb 1961", id="no leap year"),
        pytest.param("29/02/1900", id="1900 was no leap year"),
        pytest.param("1962-02-30", id="February 30"),
        pytest.param("31 Apr 1962", id="April 31"),
        pytest.param("31/04/1962", id="April 31 in numbers"),
        pytest.param("02/30/1962", id="February 30, month first"),
        pytest.param("32/01/1962", id="day 32"),
        pytest.param("1962-13-01", id="month 13, year first"),
        pytest.param("13/13/1962", id="month 13 both ways"),
        pytest.param("19621301", id="month 13, compact"),
        pytest.param("00/13/1962", id="month 13 of no day"),
        pytest.param("31 Mai 1962", id="month of another language"),
        pytest.param("62", id="two digits"),
        pytest.param("31/05/62", id="year of two digits"),
        pytest.param("31-May-62", id="Oracle's year of two digits"),
        pytest.param("5/62", id="month and two digits"),
        pytest.param("22797", id="a spreadsheet's serial number"),
        pytest.param("01/01/0001", id="a computer's null"),
        pytest.param("0000-00-00", id="a database's null"),
        pytest.param("dd/mm/yyyy", id="nothing filled in"),
        pytest.param("1962-05/31", id="two separators"),
        pytest.param("early 1962", id="a part of a year"),
        pytest.param("1962 or 1963", id="alternatives are not a range"),
        pytest.param("1962?", id="a doubt"),
        pytest.param("1962 to 1960", id="a range backwards"),
        pytest.param("1962-1960", id="years backwards"),
        pytest.param("1962 to", id="an open range"),
        pytest.param("circa", id="about nothing"),
        pytest.param("circa " * 2000 + "1962", id="a thousand times circa"),
        pytest.param("1 " * 5000, id="a very long text"),
    ],
)
def test_parse_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.parse(text)


@pytest.mark.parametrize(
    ("start", "end", "approximate", "expected"),
    [
        pytest.param(date(1962, 5, 31), date(1962, 5, 31), False, Precision.DAY, id="day"),
        pytest.param(date(1962, 5, 1), date(1962, 5, 31), False, Precision.MONTH, id="month"),
        pytest.param(date(1960, 2, 1), date(1960, 2, 29), False, Precision.MONTH, id="leap month"),
        pytest.param(
            date(1960, 2, 1), date(1960, 2, 28), False, Precision.RANGE, id="a month but a day"
        ),
        pytest.param(date(1962, 1, 1), date(1962, 12, 31), False, Precision.YEAR, id="year"),
        pytest.param(date(1962, 1, 1), date(1963, 12, 31), False, Precision.RANGE, id="two years"),
        pytest.param(date(1962, 1, 1), date(1962, 11, 30), False, Precision.RANGE, id="months"),
        pytest.param(date(1962, 1, 1), date(1962, 12, 31), True, Precision.CIRCA, id="about"),
    ],
)
def test_between(start: date, end: date, approximate: bool, expected: Precision) -> None:
    assert dates.between(start, end, approximate=approximate) == DateRange(
        start=start, end=end, precision=expected
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param((1962,), YEAR, id="year"),
        pytest.param((1962, 5), MAY, id="month"),
        pytest.param((1962, 5, 31), DAY, id="day"),
    ],
)
def test_whole(parts: tuple[int, ...], expected: DateRange) -> None:
    assert dates.whole(*parts) == expected


# --- Laws -------------------------------------------------------------------------------------

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2100, 12, 31))
_MODERN = st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31))
_STYLES: dict[str, Callable[[date], str]] = {
    "ISO": lambda day: day.isoformat(),
    "ISO timestamp": lambda day: f"{day.isoformat()}T12:34:56Z",
    "slashes, day first": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    "dots, day first": lambda day: f"{day.day}.{day.month}.{day.year}",
    "hyphens, day first": lambda day: f"{day.day}-{day.month}-{day.year}",
    "slashes, year first": lambda day: f"{day.year}/{day.month}/{day.day}",
    "OFAC": lambda day: f"{day.day:02} {day:%b} {day.year}",
    "OFAC in capitals": lambda day: f"{day.day:02} {day:%b} {day.year}".upper(),
    "long month": lambda day: f"{day.day} {day:%B} {day.year}",
    "hyphens, month in letters": lambda day: f"{day.day}-{day:%b}-{day.year}",
    "American": lambda day: f"{day:%B} {day.day}, {day.year}",
    "apostrophe": lambda day: f"'{day.day:02}/{day.month:02}/{day.year}",
}


@pytest.mark.parametrize("style", _STYLES)
@given(day=DAYS)
def test_a_day_in_every_style_is_that_day(style: str, day: date) -> None:
    assert dates.parse(_STYLES[style](day)) == DateRange.day(day)


@given(day=_MODERN)
def test_a_compact_day_is_that_day(day: date) -> None:
    assert dates.parse(f"{day:%Y%m%d}") == DateRange.day(day)


@given(day=DAYS)
def test_a_month_and_a_year_hold_their_days(day: date) -> None:
    month = dates.parse(f"{day:%b} {day.year}")
    year = dates.parse(str(day.year))
    assert (month.precision, year.precision) == (Precision.MONTH, Precision.YEAR)
    assert year.start <= month.start <= day <= month.end <= year.end
    assert (
        month == dates.parse(f"00/{day.month:02}/{day.year}") == dates.parse(f"{day:%B-}{day.year}")
    )


@given(days=st.lists(DAYS, min_size=2, max_size=2, unique=True).map(sorted))
def test_a_range_of_days_goes_from_one_to_the_other(days: list[date]) -> None:
    start, end = days
    expected = DateRange(start=start, end=end, precision=Precision.RANGE)
    ofac = " to ".join(_STYLES["OFAC"](day) for day in days)
    assert dates.parse(ofac) == dates.parse(f"{start}/{end}") == expected


@given(day=DAYS, style=st.sampled_from(sorted(_STYLES)))
def test_circa_keeps_the_days(day: date, style: str) -> None:
    plain = dates.parse(_STYLES[style](day).removeprefix("'"))
    about = dates.parse("circa " + _STYLES[style](day).removeprefix("'"))
    assert about == plain.model_copy(update={"precision": Precision.CIRCA})


@given(days=st.lists(DAYS, min_size=1, max_size=2).map(sorted), approximate=st.booleans())
def test_what_a_detail_shows_is_a_date_again(days: list[date], approximate: bool) -> None:
    period = dates.between(days[0], days[-1], approximate=approximate)
    read = dates.parse(show_period(period))
    assert (read.start, read.end) == (period.start, period.end)
    assert (read.precision is Precision.CIRCA) == approximate


@given(text=st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = dates.parse(text)
    except ValueError:
        return
    assert found.start <= found.end

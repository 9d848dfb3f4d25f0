"""The score that resembles that of OFAC's search page."""

import polars as pl
import pytest

from sanctionscreen import Watchlist, ofac_score, screen, screen_name, with_ofac_scores
from sanctionscreen.matching.ofac_score import soundex


@pytest.mark.parametrize(
    ("query", "listed", "score"),
    [
        pytest.param("VLADIMIR PUTIN", "PUTIN, Vladimir", 100, id="order"),
        pytest.param("PUTIN", "PUTIN, Vladimir Vladimirovich", 100, id="one part"),
        pytest.param("PUTIN", "PUTINA, Maria", 97, id="a longer part"),
        pytest.param("PUTIN", "PTI", 88, id="letters missing"),
        pytest.param("POUTINE", "PUTIN, Vladimir", 92, id="by sound"),
        pytest.param("VLADIMIR PUTIN", "VLADIMIR BILIY", 90, id="whole name"),
        pytest.param("VLADIMIR PUTIN", "VLADIMIR LATYSHEV", 88, id="whole name, a longer one"),
        pytest.param("KIM JONG UN", "KIM, Jong Man", 100, id="a short part left out"),
        pytest.param("AL QAEDA", "AL-QAEDA", 100, id="a hyphen"),
        pytest.param("BIN LADEN", "BIN LADIN, Osama", 96, id="a letter"),
        pytest.param("O'BRIEN", "O'BRIEN, Christopher", 100, id="an apostrophe"),
        pytest.param("ESCOBAR", "ESCOBAR CABRERA, Asdrubal Rafael", 100, id="one of four"),
        pytest.param("Владимир Путин", "PUTIN, Vladimir", 0, id="another script"),
    ],
)
def test_scores_that_were_read_off_the_page(query: str, listed: str, score: int) -> None:
    """Captured from sanctionssearch.ofac.treas.gov by the authors of nomenklatura, but the last,
    which the page did not list."""
    assert ofac_score(query, listed) == score


@pytest.mark.parametrize(
    ("query", "listed", "page"),
    [
        pytest.param("ALQAEDA", "AL QAEDA", 79, id="joined words are not found there"),
        pytest.param("OSAMA BIN LADEN", "USAMA BIN LADEN NETWORK", 84, id="another first letter"),
        pytest.param("AL-QAEDA", "AL QAIDA", 90, id="a hyphen in the query"),
    ],
)
def test_known_deviations(query: str, listed: str, page: int) -> None:
    """Where this score is higher than the page's; `docs/matching.md` tells of them."""
    assert ofac_score(query, listed) > page + 5


@pytest.mark.parametrize("name", ["", " ", ",", "'", "-"])
def test_nothing_is_like_nothing(name: str) -> None:
    assert ofac_score(name, "PUTIN, Vladimir") == 0
    assert ofac_score("PUTIN", name) == 0


def test_the_query_wants_the_parts_not_the_list() -> None:
    assert ofac_score("ESCOBAR", "ESCOBAR GAVIRIA, Pablo") == 100
    assert ofac_score("ESCOBAR GAVIRIA PABLO", "ESCOBAR") < 100


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("WASHINGTON", "W252", id="Washington"),
        pytest.param("LEE", "L000", id="short"),
        pytest.param("GUTIERREZ", "G362", id="side by side"),
        pytest.param("PFISTER", "P236", id="the first letter's own sound"),
        pytest.param("TYMCZAK", "T522", id="a vowel between"),
        pytest.param("ASHCRAFT", "A261", id="H between"),
        pytest.param("", "", id="empty"),
    ],
)
def test_soundex_as_the_national_archives_explain_it(text: str, code: str) -> None:
    assert soundex(text) == code


def test_the_column_stands_last_and_moves_nothing() -> None:
    watchlist = Watchlist.bundled()
    hits = screen(pl.DataFrame({"name": ["Chen Zhi", "Prince Holdng Group"]}), watchlist).hits
    scored = with_ofac_scores(hits, watchlist)
    assert scored.columns == [*hits.columns, "ofac_score"]
    assert scored.drop("ofac_score").equals(hits)
    assert scored["ofac_score"].is_between(0, 100).all()
    assert scored.filter(query_row=1, entity_id="us_ofac_sdn:55505")["ofac_score"].item() == 100


def test_the_best_of_all_names_counts() -> None:
    """His name in Chinese characters scores 0, the one in Latin letters 100."""
    watchlist = Watchlist.bundled()
    hits = screen_name("Chen Zhi", watchlist).hits.filter(entity_id="us_ofac_sdn:55505")
    scores = {
        ofac_score("Chen Zhi", full)
        for full in watchlist.frames["names"].filter(entity_id="us_ofac_sdn:55505")["full"]
    }
    assert scores == {0, 100}
    assert with_ofac_scores(hits, watchlist)["ofac_score"].to_list() == [100]


def test_a_query_in_another_script_has_no_score_even_if_it_is_listed() -> None:
    watchlist = Watchlist.bundled()
    hits = with_ofac_scores(screen_name("陈志", watchlist).hits, watchlist)
    assert hits.filter(entity_id="us_ofac_sdn:55505").select("score", "ofac_score").row(0) == (1, 0)


def test_a_hit_without_a_name_has_no_score() -> None:
    watchlist = Watchlist.bundled()
    hits = screen_name("Chen Zhi", watchlist).hits.with_columns(query_name=pl.lit(None, pl.String))
    assert with_ofac_scores(hits, watchlist)["ofac_score"].null_count() == hits.height
    assert with_ofac_scores(hits.clear(), watchlist).schema["ofac_score"] == pl.Int64

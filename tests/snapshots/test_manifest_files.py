import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from sanctionscreen.errors import ListError, ParseError, UnknownList
from sanctionscreen.model import EntityType
from sanctionscreen.snapshots.frames import SCHEMAS
from sanctionscreen.sources.folder import lists_dir
from sanctionscreen.sources.formats import READERS, choose
from sanctionscreen.sources.manifest import ListSource, list_ids, list_source, read_manifest
from snapshots.invented import SOURCE

COUNTED = {*EntityType, *SCHEMAS}

# The manifests that are shipped.


def test_there_are_manifests() -> None:
    assert "us_ofac_sdn" in list_ids()
    assert list_ids() == tuple(sorted(path.stem for path in lists_dir().glob("*.toml")))


@pytest.fixture(params=list_ids())
def source(request: pytest.FixtureRequest) -> ListSource:
    return list_source(request.param)


def test_its_formats_have_readers(source: ListSource) -> None:
    assert set(source.formats) <= READERS.keys()
    assert len(set(source.formats)) == len(source.formats)


def test_its_bounds_count_something_and_leave_room(source: ListSource) -> None:
    assert source.bounds.keys() <= COUNTED
    assert source.bounds.keys() & {*EntityType, "entities"}, "no bound on the number of parties"
    for kind, (low, high) in source.bounds.items():
        assert low > 0, f"{kind}: an empty list would be taken"
        assert 1.5 * low <= high <= 1000 * low, f"{kind}: too narrow to live with, or no bound"


def test_it_notices_when_much_is_gone(source: ListSource) -> None:
    assert 0 < source.shrink.max_share <= 0.25


def test_it_says_where_it_comes_from_and_under_which_terms(source: ListSource) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]+", source.id)
    for url in (source.homepage, *source.download):
        parts = urlsplit(url)
        assert (parts.scheme, parts.username) == ("https", None)
        assert "." in (parts.hostname or "")
    assert all(reason.strip() for reason in source.ignored.values())
    assert 10_000_000 <= source.max_bytes <= 10_000_000_000


def test_it_is_read_once_and_cannot_be_changed(source: ListSource) -> None:
    assert list_source(source.id) is source
    with pytest.raises(ValidationError, match="frozen"):
        source.title = "Another"


# Manifests that are wrong.

GOOD = """
id = "xx_invented"
title = "List of invented parties"
authority = "Nobody"
publisher = "Nobody"
homepage = "https://list.example"
licence = "none"
attribution = "Source: nobody"
formats = ["ofac_advanced_xml"]
"""


def manifest(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "xx_invented.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_what_a_manifest_need_not_say(tmp_path: Path) -> None:
    source = read_manifest(manifest(tmp_path, GOOD))
    assert (source.download, source.list_name, source.bounds, source.ignored) == (
        (),
        None,
        {},
        {},
    )
    assert (source.max_bytes, source.shrink.max_share) == (1_000_000_000, 0.1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "id\n  Field required", id="empty"),
        pytest.param("id = ", "Invalid value", id="not TOML"),
        pytest.param(b"\xff", "can't decode", id="not UTF-8"),
        pytest.param(GOOD.replace("title", "titel"), "title\n  Field required", id="a field less"),
        pytest.param(GOOD + 'colour = "red"', "colour\n  Extra inputs", id="a field more"),
        pytest.param(GOOD + 'licence = "x"', "overwrite", id="a field twice"),
        pytest.param(GOOD.replace('"none"', '""'), "licence", id="an empty text"),
        pytest.param(GOOD.replace('"none"', "7"), "licence", id="a number for a text"),
        pytest.param(GOOD.replace('["ofac_advanced_xml"]', "[]"), "formats", id="no format"),
        pytest.param(GOOD.replace('["ofac_advanced_xml"]', '"x"'), "formats", id="no list"),
        pytest.param(GOOD + "max_bytes = 0", "max_bytes", id="nothing may be read"),
        pytest.param(GOOD + "[bounds]\nperson = [9, 5]", "above the highest", id="bounds reversed"),
        pytest.param(GOOD + "[bounds]\nperson = [-1, 5]", "bounds.person", id="a negative bound"),
        pytest.param(GOOD + "[bounds]\nperson = [5]", "bounds.person", id="one bound"),
        pytest.param(GOOD + "[bounds]\nperson = 5", "bounds.person", id="a bound for bounds"),
        pytest.param(GOOD + "[shrink]\nmax_share = 1.1", "max_share", id="more than all"),
        pytest.param(GOOD + "[shrink]\nshare = 0.1", "shrink.share", id="an unknown guard"),
        pytest.param(GOOD.replace("xx_", "yy_"), "of another list, yy_invented", id="another id"),
    ],
)  # fmt: skip
def test_a_wrong_manifest_is_named_with_what_is_wrong(
    tmp_path: Path, text: str | bytes, says: str
) -> None:
    with pytest.raises(ListError) as caught:
        read_manifest(manifest(tmp_path, text))
    assert caught.value.source == "xx_invented"
    assert says in caught.value.reason


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ListError, match=r"xx_none: the manifest is wrong: .*No such file"):
        read_manifest(tmp_path / "xx_none.toml")


@pytest.mark.parametrize("list_id", ["xx_none", "", "../pyproject", "samples/x", "US_OFAC_SDN"])
def test_an_unknown_list_is_told_which_there_are(list_id: str) -> None:
    with pytest.raises(UnknownList, match=r"there are: .*us_ofac_sdn"):
        list_source(list_id)


# Which format a file has.

ADVANCED, LEGACY = b"<?xml version='1.0'?><Sanctions Version='3'>", b'7,"UNREAL"'
BOTH = ("ofac_advanced_xml", "ofac_legacy_csv")


@pytest.mark.parametrize(
    ("heads", "formats", "chosen"),
    [
        pytest.param({"x": ADVANCED}, BOTH, (BOTH[0], ("x",)), id="by what is in it"),
        pytest.param({"sdn.csv": LEGACY}, BOTH, (BOTH[1], ("sdn.csv",)), id="by its name too"),
        pytest.param(
            {"sdn.csv": LEGACY, "x.xml": ADVANCED}, BOTH, (BOTH[0], ("x.xml",)), id="the best first"
        ),
        pytest.param(
            {"sdn.csv": LEGACY, "x.xml": ADVANCED},
            BOTH[::-1],
            (BOTH[1], ("sdn.csv",)),
            id="the manifest says which is best",
        ),
        pytest.param(
            {"a.xsd": b"", "x.xml": ADVANCED}, BOTH, (BOTH[0], ("x.xml",)), id="others beside"
        ),
    ],
)  # fmt: skip
def test_a_format_is_chosen(
    heads: dict[str, bytes], formats: tuple[str, ...], chosen: tuple[str, tuple[str, ...]]
) -> None:
    name, reader, members = choose(heads, SOURCE.model_copy(update={"formats": formats}))
    assert (name, members) == chosen
    assert reader is READERS[name]


@pytest.mark.parametrize(
    ("heads", "formats", "says"),
    [
        pytest.param(
            {"x": b"\xef\xbb\xbf<html>" + b"x" * 99},
            BOTH,
            "x is none of ofac_advanced_xml, ofac_legacy_csv; it begins with '\\ufeff<html>xxx",
            id="unknown",
        ),
        pytest.param({"x": LEGACY}, BOTH, "x is none of", id="the name is another one"),
        pytest.param({"x": ADVANCED}, BOTH[1:], "x is none of ofac_leg", id="not of this list"),
        pytest.param({"x": b"\0\x9c\x1b[2J"}, BOTH, r"begins with '\x00�\x1b[2J'", id="binary"),
    ],
)  # fmt: skip
def test_no_format_is_guessed(heads: dict[str, bytes], formats: tuple[str, ...], says: str) -> None:
    with pytest.raises(ParseError) as caught:
        choose(heads, SOURCE.model_copy(update={"formats": formats}))
    assert caught.value.source == "xx_invented"
    assert says in caught.value.reason

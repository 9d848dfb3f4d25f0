"""TagPacks: inheritance, defects with their lines, and YAML that means harm."""

import polars as pl
import pytest

from sanctionscreen.tags.check import check_tags
from sanctionscreen.tags.table import from_frame
from sanctionscreen.tags.tagpack import RAW_TAGS, Pack, read
from sanctionscreen.tags.yaml_events import YamlProblem, load

HEADER = "title: t\ncreator: c\nlabel: From above\nsource: s\ncurrency: BTC\nconfidence: forensic\n"
ADDRESS = "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu"


def pack(tags: str, header: str = HEADER) -> Pack:
    return read(f"{header}tags:\n{tags}".encode(), name="p.yaml")


def problems(found: Pack) -> list[tuple[int, str | None, str]]:
    return found.problems.select("line", "field", "reason").rows()


def test_a_tag_inherits_from_the_header_and_says_otherwise() -> None:
    found = pack(f"- address: {ADDRESS}\n- address: x\n  label: Own\n  currency: LTC\n")
    assert found.tags.select("address", "label", "asset", "line").rows() == [
        (ADDRESS, "From above", "BTC", 8),
        ("x", "Own", "LTC", 9),
    ]
    assert found.problems.is_empty()


def test_an_address_is_no_number() -> None:
    assert pack("- address: 0x0012\n").tags["address"].to_list() == ["0x0012"]


@pytest.mark.parametrize(
    ("tags", "kept", "expected"),
    [
        pytest.param(
            f"- address: 'cut\n- address: {ADDRESS}\n",
            1,
            [(8, None, "the tag was not read: found unexpected end of stream")],
            id="a quote that is not closed",
        ),
        pytest.param("- label: x\n", 0, [(8, "address", "the tag has no address")], id="none"),
        pytest.param(
            "- tx_hash: x\n",
            0,
            [(8, "address", "a tag of a transaction: only addresses are screened")],
            id="a transaction",
        ),
        pytest.param(
            "- just text\n", 0, [(0, "tags", "a tag is no mapping: it was not read")], id="text"
        ),
        pytest.param(
            "- address: x\n  adress: y\n", 1, [(8, "adress", "there is no such field")], id="field"
        ),
        pytest.param(
            "- address: x\n  label: [a, b]\n",
            1,
            [(8, "label", "text is expected: left out")],
            id="a list for a text",
        ),
    ],
)
def test_defects_are_told_with_their_line(
    tags: str, kept: int, expected: list[tuple[int, str | None, str]]
) -> None:
    found = pack(tags)
    assert found.tags.height == kept
    assert [one for one in problems(found) if "not YAML" not in one[2]] == expected


def test_actors_are_read() -> None:
    found = read(b"actors:\n- id: a\n  label: Actor A\n- id: b\n", name="actors.yaml")
    assert found.actors == {"a": "Actor A"}
    assert problems(found) == [(4, "actors", "an actor without id or label")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"", id="empty"),
        pytest.param(b"- a\n- b", id="a list"),
        pytest.param(b"title: x", id="no tags"),
        pytest.param(b"a: &x [1]\ntags: *x\n", id="an alias"),
        pytest.param(b"tags: " + b"[" * 5000, id="nested without end"),
        pytest.param(b"!!python/object:os.system {}\n", id="a Python object"),
    ],
)
def test_bad_files_give_problems_and_no_tags(content: bytes) -> None:
    found = read(content, name="bad.yaml")
    assert found.tags.is_empty()
    assert not found.problems.is_empty()


def test_depth_is_bounded() -> None:
    with pytest.raises(YamlProblem, match="too deeply"):
        load("[" * 20 + "]" * 20)


def test_checked_tags() -> None:
    rows: list[dict[str, object]] = [
        {"address": ADDRESS, "asset": "BTC", "label": "a", "source": "s", "confidence": "forensic"},
        {"address": ADDRESS, "asset": "BTC", "label": "a", "source": "s", "confidence": "forensic"},
        {"address": ADDRESS[:-1], "asset": "XYZ", "label": "b", "source": "s", "confidence": "?"},
        {"address": ADDRESS, "asset": "TRX", "label": "c", "source": "s", "confidence": "0.3",
         "dated": "soon", "abuse": "scam", "concepts": ["sanction"]},
    ]  # fmt: skip
    raw = pl.DataFrame(
        [{"pack": "p", "line": n, **row} for n, row in enumerate(rows)], schema=RAW_TAGS
    )
    tags, wrong = check_tags(raw, {"x": "y"})
    assert tags["confidence"].to_list() == [0.5, None, 0.3]
    assert tags["claim"].to_list() == [None, None, "sanction"]
    assert wrong.select("line", "field").rows() == [
        (1, None), (2, "asset"), (2, "confidence"), (3, "asset"), (3, "dated"),
    ]  # fmt: skip


def test_tables_need_addresses_and_labels() -> None:
    with pytest.raises(ValueError, match="no column of addresses"):
        from_frame(pl.DataFrame({"label": ["x"]}), name="x.csv")
    with pytest.raises(ValueError, match="no column of labels"):
        from_frame(pl.DataFrame({"address": ["x"]}), name="x.csv")
    full = pl.DataFrame({"Address": ["x"], "Label": ["y"], "concepts": ["a|b"]})
    assert from_frame(full, name="x.csv")["concepts"].to_list() == [["a", "b"]]

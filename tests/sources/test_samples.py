"""Every list's invented sample: read as frozen, and refused or reported when it is broken."""

import gzip
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from golden import samples
from golden.samples import Sample
from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources.formats import READERS
from sanctionscreen.sources.manifest import list_ids, list_source
from sanctionscreen.sources.reading import Report

NOW: Final = datetime(2026, 9, 1, tzinfo=UTC)
_RECORD: Final = rb"</(sdnEntry|Designation|INDIVIDUAL|sanctionEntity|target|record|DistinctParty)>"
XML: Final = tuple(sample for sample in samples.ALL if sample.file.endswith(".xml"))


def names(sample: Sample) -> str:
    return sample.file


@pytest.fixture(params=samples.ALL, ids=names)
def sample(request: pytest.FixtureRequest) -> Sample:
    found: Sample = request.param
    return found


def test_there_is_a_sample_of_every_format() -> None:
    assert {one.format for one in samples.ALL} | {"bundled_csv"} == {*READERS, "own_table"}


def test_the_list_chooses_the_format(sample: Sample) -> None:
    assert samples.chosen(sample) == sample.format


def test_it_is_read_as_frozen(sample: Sample) -> None:
    frozen = json.loads(samples.frozen(sample).read_text(encoding="utf-8"))
    assert samples.as_json(sample) == frozen


def test_every_field_is_read(sample: Sample) -> None:
    entities, report = samples.read(sample)
    assert report.problems == []
    assert entities
    assert len({entity.entity_id for entity in entities}) == len(entities)
    assert all(entity.list_id == sample.list_id for entity in entities)


def test_every_party_stands_under_a_designation(sample: Sample) -> None:
    entities, _ = samples.read(sample)
    assert all(entity.designations for entity in entities)


def test_it_can_be_imported_whole(sample: Sample, tmp_path: Path) -> None:
    source = samples.source_of(sample).model_copy(update={"bounds": {}, "filled": {}})
    path = samples.SAMPLES / sample.file
    accept = frozenset({"licence"} if source.opt_in else ())
    store = Store(tmp_path)
    outcome = store.import_list(source.id, [path], now=NOW, source=source, accept=accept)
    assert (outcome.outcome, outcome.problems) == ("imported", ())
    assert outcome.entities == len(samples.read(sample)[0])


# --- Broken files -------------------------------------------------------------------------------


@pytest.mark.parametrize("tenths", range(10))
def test_a_cut_file_is_refused_or_lacks_parties(sample: Sample, tenths: int) -> None:
    """A table cut between two rows looks whole: the guards count what is left."""
    whole = samples.contents(sample)
    name = max(whole, key=lambda one: len(whole[one]))
    cut = {**whole, name: whole[name][: len(whole[name]) * tenths // 10]}
    entities: list[Entity] = []
    report = Report("-")
    with suppress(ParseError):
        entities, report = samples.read(sample, cut)
    if entities:
        assert not sample.file.endswith((".xml", ".xlsx", ".html"))
        assert len(entities) < len(samples.read(sample)[0]) or report.problems


@pytest.mark.parametrize("sample", XML, ids=names)
@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param('<!DOCTYPE x [<!ENTITY a "b">]>', id="an entity"),
        pytest.param('<!DOCTYPE x SYSTEM "file:///etc/passwd">', id="an external DTD"),
        pytest.param(
            '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
            id="laughs by the billion",
        ),
    ],
)
def test_a_document_type_is_refused(sample: Sample, doctype: str) -> None:
    ((name, content),) = samples.contents(sample).items()
    attacked = re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + doctype.encode(), content, count=1)
    with pytest.raises(ParseError, match="document type"):
        samples.read(sample, {name: attacked})


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(lambda _: b"\x00\xff" * 50, id="garbage"),
        pytest.param(lambda _: b"<html><body>Service unavailable</body></html>", id="a page"),
        pytest.param(gzip.compress, id="packed twice"),
        pytest.param(lambda _: b"{}", id="an empty object"),
        pytest.param(lambda _: b" ", id="a blank"),
    ],
)
def test_something_else_is_refused(sample: Sample, break_it: Callable[[bytes], bytes]) -> None:
    broken = {name: break_it(data) for name, data in samples.contents(sample).items()}
    with pytest.raises(ParseError) as caught:
        samples.read(sample, broken)
    assert caught.value.source == sample.list_id


@pytest.mark.parametrize("sample", XML, ids=names)
def test_a_new_element_is_reported_with_its_record(sample: Sample) -> None:
    ((name, content),) = samples.contents(sample).items()
    last = re.findall(_RECORD, content)[0]
    added = content.replace(b"</" + last + b">", b"<hairColour>red</hairColour></" + last + b">", 1)
    entities, report = samples.read(sample, {name: added})
    (problem,) = report.problems
    assert "hairColour" in problem.field
    assert problem.record not in {"", "-"}
    assert entities == samples.read(sample)[0]


def test_every_field_that_a_manifest_ignores_stands_in_a_sample() -> None:
    """The samples show what is not read; lists of one format share what that format has."""
    met: dict[str, set[str]] = {}
    for sample in samples.ALL:
        met.setdefault(sample.format, set()).update(samples.read(sample)[1].met)
    for list_id in list_ids():
        source = list_source(list_id)
        formats = {*source.formats, *(("ofac_sdn_xml",) if "ofac_non_sdn_xml" in source.formats
                                      else ())}  # fmt: skip
        shown = set().union(*(met.get(one, set()) for one in formats))
        assert source.unread <= shown, list_id


TABLES: Final = tuple(
    sample
    for sample in samples.ALL
    if sample.file.endswith(".csv") and sample.list_id != "own_list"
)


@pytest.mark.parametrize("sample", TABLES, ids=names)
def test_a_new_column_is_reported_once(sample: Sample) -> None:
    ((name, content),) = samples.contents(sample).items()
    delimiter = ";" if b";Entity_" in content else ","
    lines = content.decode("utf-8-sig").splitlines()
    head = 1 if lines[0].startswith("Report Date") else 0
    wider = [
        line if number < head else f"{line}{delimiter}{'hairColour' if number == head else 'red'}"
        for number, line in enumerate(lines)
    ]
    _, report = samples.read(sample, {name: "\r\n".join(wider).encode() + b"\r\n"})
    (problem,) = report.problems
    assert problem.field == "hairColour"
    assert "not read by anybody" in problem.reason
    assert list(report.unread) == ["hairColour"]

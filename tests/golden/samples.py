"""Every invented sample in `lists/samples/`, and the reader that its list gives it."""

import io
import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from sanctionscreen.model import Entity
from sanctionscreen.sources.folder import lists_dir
from sanctionscreen.sources.formats import choose, reader_of
from sanctionscreen.sources.manifest import ListSource, list_source, read_manifest
from sanctionscreen.sources.reading import Report

SAMPLES: Final = lists_dir() / "samples"
FROZEN: Final = Path(__file__).parent / "lists"


class Sample(NamedTuple):
    """A sample file, the list it is of, and the format it has."""

    file: str
    list_id: str
    format: str


ALL: Final = (
    Sample("sdn_advanced.xml", "us_ofac_sdn", "ofac_advanced_xml"),
    Sample("ofac_sdn.xml", "us_ofac_sdn", "ofac_sdn_xml"),
    Sample("ofac_consolidated.xml", "us_ofac_cons", "ofac_non_sdn_xml"),
    Sample("ofac_legacy", "us_ofac_sdn", "ofac_legacy_csv"),
    Sample("uk_sanctions.csv", "uk_sanctions", "uk_csv"),
    Sample("uk_sanctions.xml", "uk_sanctions", "uk_xml"),
    Sample("un.xml", "un_sc", "un_xml"),
    Sample("eu_fsf.xml", "eu_fsf", "eu_fsf_xml"),
    Sample("eu_fsf.csv", "eu_fsf", "eu_fsf_csv"),
    Sample("seco.xml", "ch_seco", "seco_xml"),
    Sample("sema.xml", "ca_sema", "sema_xml"),
    Sample("dfat.xlsx", "au_dfat", "dfat_xlsx"),
    Sample("csl.csv", "us_csl", "csl_csv"),
    Sample("csl.json", "us_csl", "csl_json"),
    Sample("fincen_311.html", "us_fincen_311", "fincen_page"),
    Sample("fincen_details.csv", "us_fincen_311", "fincen_details_csv"),
    Sample("entities.ftm.json", "opensanctions", "opensanctions_ftm"),
    Sample("targets.simple.csv", "opensanctions", "opensanctions_simple_csv"),
    Sample("own_list.csv", "own_list", "own_table"),
)


def contents(sample: Sample) -> dict[str, bytes]:
    """The files of a sample by their lower-case names."""
    path = SAMPLES / sample.file
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name.lower(): file.read_bytes() for file in files}


def source_of(sample: Sample) -> ListSource:
    """The manifest of the list that a sample is of."""
    if sample.list_id == "own_list":
        return read_manifest(SAMPLES / "own_list.toml")
    return list_source(sample.list_id)


def read(sample: Sample, files: dict[str, bytes] | None = None) -> tuple[list[Entity], Report]:
    """What the reader makes of a sample, or of other bytes under its names."""
    given = contents(sample) if files is None else files
    source = source_of(sample)
    report = Report(sample.list_id, source.unread)
    reader = reader_of(sample.format, source)
    streams = {name: io.BytesIO(data) for name, data in given.items()}
    return list(reader.read(streams, report)), report


def chosen(sample: Sample) -> str:
    """The format that the list's manifest chooses for a sample."""
    heads = {name: data[:4096] for name, data in contents(sample).items()}
    return choose(heads, source_of(sample))[0]


def frozen(sample: Sample) -> Path:
    """The file that holds what a sample was last read as."""
    return FROZEN / f"{sample.file}.json"


def as_json(sample: Sample) -> dict[str, Any]:
    """What a sample is read as, in plain JSON: only what is stated."""
    entities, report = read(sample)
    published_on = None if report.published_on is None else report.published_on.isoformat()
    return {
        "published_on": published_on,
        "published_count": report.published_count,
        "problems": [problem.model_dump(mode="json") for problem in report.problems],
        "entities": [entity.model_dump(mode="json", exclude_defaults=True) for entity in entities],
    }


def refreeze() -> None:
    """Writes what every sample is read as; look at the difference before it is committed."""
    for sample in ALL:
        text = json.dumps(as_json(sample), ensure_ascii=False, indent=1)
        frozen(sample).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    refreeze()

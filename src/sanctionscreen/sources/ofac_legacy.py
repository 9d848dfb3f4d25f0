"""OFAC's legacy CSV files → entities: SDN.CSV, ADD.CSV, ALT.CSV, SDN_COMMENTS.CSV.

The Non-SDN lists have the same four as CONS_PRIM, CONS_ADD, CONS_ALT and CONS_COMMENTS. There is
no header; null is `-0- `; the last byte is 0x1A; a remark stops at 1,000 characters, in the middle
of a word or of a wallet address, and goes on in the comments file.

Source: OFAC, "Data formats and data schemas" (https://ofac.treasury.gov/sanctions-list-service).
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity, NameKind, Relation, unique
from sanctionscreen.sources.ofac_legacy_parties import (
    CONSOLIDATED_LIST,
    SDN_LIST,
    Party,
    read_party,
)
from sanctionscreen.sources.ofac_remark_documents import Trouble
from sanctionscreen.sources.reading import Files, Report

VERSION: Final = 1

_END_MARK: Final = b"\x1a"  # the end of a text file in CP/M; complete files have it to this day
_NULL: Final = "-0-"
_REMARK_LENGTH: Final = 1000


class _FileNames(NamedTuple):
    """The four files of one list."""

    parties: str
    addresses: str
    aliases: str
    comments: str


_FILES: Final = {
    SDN_LIST: _FileNames("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"),
    CONSOLIDATED_LIST: _FileNames(
        "cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv"
    ),
}
_COLUMNS: Final = (12, 6, 5, 2)  # of the four, in that order


class _Row(NamedTuple):
    """One record: the line it ends on, its party's number (`ent_num`), its other cells."""

    line: int
    uid: str
    cells: tuple[str, ...]


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of that name, beginning with these bytes, is one of the eight.

    >>> recognises("SDN.CSV", b'36,"INVENTED'), recognises("sdn.csv", b"<html>")
    (True, False)
    """
    file_name = PurePosixPath(name).name.lower()
    ours = any(file_name in names for names in _FILES.values())
    return ours and re.match(rb"(?:\xef\xbb\xbf)?(?:\d+,|\x1a|$)", head) is not None


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The parties of one publication, in published order, each with all its parts.

    Raises:
        ParseError: one of the four files is missing, empty, cut off or has a wrong number of
            columns, or a party stands twice.
    """
    streams = {name.lower(): stream for name, stream in files.items()}
    list_name = _list_name(streams, report)
    names = _FILES[list_name]
    tables = {
        name: _rows(streams[name], name=name, columns=columns, report=report)
        for name, columns in zip(names, _COLUMNS, strict=True)
    }
    parties = _parties(tables[names.parties], names.parties, report)
    grouped = {
        name: _by_party(tables[name], parties.keys(), name=name, report=report)
        for name in names[1:]
    }
    entities: list[Entity] = []
    reported: set[Trouble] = set()
    for uid, party in parties.items():
        entity, troubles = read_party(
            party,
            list_id=report.list_id,
            list_name=list_name,
            addresses=_cells(grouped[names.addresses][uid]),
            aliases=_cells(grouped[names.aliases][uid]),
            remarks=_remarks(party, grouped[names.comments][uid], report),
        )
        entities.append(entity)
        _report(uid, troubles, reported, report)
    links = _Links(entities)
    for entity in entities:
        yield links.resolved(entity)


def _list_name(streams: Files, report: Report) -> str:
    """The list whose four files are all there; other files are reported.

    Raises:
        ParseError: a file of the list is missing, or files of both lists are there.
    """
    present = [name for name, four in _FILES.items() if any(file in streams for file in four)]
    if len(present) != 1:
        found = ", ".join(sorted(streams)) or "no file"
        raise ParseError(f"expected the files of one list, found {found}", source=report.list_id)
    four = _FILES[present[0]]
    missing = [file for file in four if file not in streams]
    if missing:
        raise ParseError(f"missing: {', '.join(missing)}", source=report.list_id)
    for extra in sorted(streams.keys() - set(four)):
        report.problem(extra, "file", "no file of this list, not read")
    return present[0]


def _report(uid: str, troubles: Iterable[Trouble], reported: set[Trouble], report: Report) -> None:
    """Reports what was not understood of a party; an unknown country only once a file."""
    for trouble in troubles:
        if trouble.field != "country" or trouble not in reported:
            report.problem(uid, trouble.field, trouble.reason)
        reported.add(trouble)


class _Links:
    """The parties of one publication by their names, to find whom `Linked To: …` means."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._primary: defaultdict[str, set[str]] = defaultdict(set)
        self._any: defaultdict[str, set[str]] = defaultdict(set)
        for entity in entities:
            for name in entity.names:
                self._any[name.full.casefold()].add(entity.entity_id)
                if name.kind is NameKind.PRIMARY:
                    self._primary[name.full.casefold()].add(entity.entity_id)

    def resolved(self, entity: Entity) -> Entity:
        """The entity, its relations with the ids of the parties they name where that is certain."""
        if not entity.relations:
            return entity
        relations = unique(self._resolved(relation) for relation in entity.relations)
        return entity.model_copy(update={"relations": relations})

    def _resolved(self, relation: Relation) -> Relation:
        """Certain is a name that one party alone has, as its primary name or else as any name.

        The last name of a remark may have lost its full stop, or kept the remark's own.
        """
        name = relation.other_name or ""
        for written in (name, f"{name}.", name.removesuffix(".")):
            for index in (self._primary, self._any):
                found = index.get(written.casefold(), set())
                if len(found) == 1:
                    update = {"other_id": next(iter(found)), "other_name": written}
                    return relation.model_copy(update=update)
        return relation


# --- Rows -------------------------------------------------------------------------------------


def _rows(stream: BinaryIO, *, name: str, columns: int, report: Report) -> list[_Row]:
    """The records of one file."""
    reader = csv.reader(io.StringIO(_text(stream.read(), name, report), newline=""), strict=True)
    rows: list[_Row] = []
    try:
        for cells in reader:
            where = f"{name}, line {reader.line_num}"
            if len(cells) != columns:
                reason = f"{len(cells)} columns, expected {columns}"
                raise ParseError(reason, source=report.list_id, record=where)
            uid = cells[0].strip()
            if not (uid.isascii() and uid.isdecimal()):
                reason = f"no number of a party: {uid!r}"
                raise ParseError(reason, source=report.list_id, record=where)
            rows.append(_Row(reader.line_num, uid, tuple(cells[1:])))
    except csv.Error as error:
        where = f"{name}, line {reader.line_num}"
        reason = f"not well-formed, probably cut off: {error}"
        raise ParseError(reason, source=report.list_id, record=where) from error
    return rows


def _text(raw: bytes, name: str, report: Report) -> str:
    """The file up to its end mark; a missing mark is reported, a cut last line is refused."""
    body, mark, after = raw.partition(_END_MARK)
    if after.strip():
        raise ParseError(f"{name} goes on after its end mark 0x1A", source=report.list_id)
    if not mark:
        if not body.strip():
            raise ParseError(f"{name} is empty", source=report.list_id)
        if not body.endswith(b"\n"):
            raise ParseError(f"{name} is cut off in its last line", source=report.list_id)
        report.problem(name, "end mark", "no byte 0x1A at the end: perhaps cut off after a line")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.problem(name, "encoding", "not UTF-8, read as Windows-1252")
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as error:
        reason = f"{name} is neither UTF-8 nor Windows-1252: {error}"
        raise ParseError(reason, source=report.list_id) from error


def _parties(rows: list[_Row], name: str, report: Report) -> dict[str, Party]:
    """The parties by their number; there is at least one, and each has a name."""
    parties: dict[str, Party] = {}
    for row in rows:
        *cells, remarks = row.cells  # the last space of a cut remark is a part of it
        party = Party._make((row.uid, *map(_null, cells), remarks if _null(remarks) else None))
        if row.uid in parties or party.name is None:
            reason = "a party without a name" if party.name is None else "the party stands twice"
            where = f"{row.uid} ({name}, line {row.line})"
            raise ParseError(reason, source=report.list_id, record=where)
        parties[row.uid] = party
    if not parties:
        raise ParseError(f"no party in {name}", source=report.list_id)
    return parties


def _by_party(
    rows: list[_Row], parties: Iterable[str], *, name: str, report: Report
) -> defaultdict[str, list[_Row]]:
    """The rows by their party; those of a party that the list does not have are reported."""
    known = frozenset(parties)
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.uid in known:
            groups[row.uid].append(row)
        else:
            report.problem(row.uid, name, f"line {row.line} is of a party that is not on the list")
    return groups


def _null(cell: str) -> str | None:
    """The cell without outer spaces; null where it is empty or OFAC's `-0- `."""
    text = cell.strip()
    return None if text in {"", _NULL} else text


def _cells(rows: list[_Row]) -> list[tuple[str | None, ...]]:
    return [tuple(map(_null, row.cells)) for row in rows]


def _remarks(party: Party, comments: list[_Row], report: Report) -> str | None:
    """The whole remark: the cell of the party and its continuation, joined without a space."""
    start = party.remarks or ""
    if comments and len(start) != _REMARK_LENGTH:
        reason = f"goes on in the comments after {len(start)} characters, not {_REMARK_LENGTH}"
        report.problem(party.uid, "remarks", reason)
    if not comments and len(start) >= _REMARK_LENGTH and not start.endswith("."):
        report.problem(party.uid, "remarks", f"cut off at {len(start)} characters")
    return (start + "".join(row.cells[0] for row in comments)).strip() or None

"""The parties of OFAC's advanced XML, and what its other sections say of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import (
    Designation,
    Entity,
    EntityType,
    Identifier,
    Name,
    Relation,
    RelationKind,
    unique,
)
from sanctionscreen.sources.ofac_dates import Span, closed, read_span
from sanctionscreen.sources.ofac_features import Facts, read_feature
from sanctionscreen.sources.ofac_names import read_names
from sanctionscreen.sources.ofac_places import Place
from sanctionscreen.sources.ofac_reference import RELATION_KINDS, Reference, fitted
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.territories import code_of

_NO_COUNTRY: Final = "undetermined"


class Lookup:
    """What the sections before and after the parties say, by the ids that parties use."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._reference: Reference | None = None
        self.uids: dict[str, str] = {}  # profile id → official number of the party
        self._taken: set[tuple[str, str]] = set()
        self.places: dict[str, Place] = {}
        self.documents: dict[str, list[Identifier]] = defaultdict(list)
        self.relations: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
        self.designations: dict[str, list[Designation]] = defaultdict(list)

    @property
    def reference(self) -> Reference:
        """The reference values; they stand first in every publication."""
        if self._reference is None:
            raise ParseError("records before the reference values", source=self.report.list_id)
        return self._reference

    @reference.setter
    def reference(self, reference: Reference) -> None:
        self._reference = reference

    def word(self, name: str, key: str, record: XmlRecord) -> str:
        """The word behind a reference id, as the record uses it."""
        return self.reference.word(name, key, record.record_id)

    def country(self, key: str, record: XmlRecord) -> tuple[str | None, str | None]:
        """A country as OFAC calls it, and its ISO code: OFAC's own, else by its name."""
        text = self.word("Country", key, record)
        if text == _NO_COUNTRY:
            return None, None
        return text, self.reference.second("Country", key) or code_of(text)

    def register(self, draft: "Draft", record: XmlRecord) -> None:
        """Remembers a party by its ids.

        Raises:
            ParseError: another party has one of them, so that one would lose its parts.
        """
        ids = {("party", draft.uid), ("profile", draft.profile), ("identity", draft.identity)}
        if ids & self._taken:
            raise record.error("the party stands twice")
        self._taken |= ids
        self.uids[draft.profile] = draft.uid

    def report_unused(self, drafts: "dict[str, Draft]") -> None:
        """Reports documents, relations and entries of parties that the file does not have."""
        identities = {draft.identity for draft in drafts.values()}
        for what, table, known in (
            ("IDRegDocument", self.documents, identities),
            ("ProfileRelationship", self.relations, drafts.keys()),
            ("SanctionsEntry", self.designations, drafts.keys()),
        ):
            for key in sorted(table.keys() - known):
                self.report.problem(key, what, "belongs to no party of the file")


@dataclass(slots=True)
class Draft:
    """A party as far as its own element goes; completed at the end of the file."""

    uid: str
    profile: str
    identity: str
    entity_type: EntityType
    names: tuple[Name, ...]
    facts: Facts
    remarks: str | None
    list_id: str = field(default="")

    def complete(self, lookup: Lookup) -> Entity:
        """The party with its documents, relations and designations."""
        facts = self.facts
        relations = (
            self._related(relation, other, lookup)
            for other, relation in lookup.relations.get(self.profile, ())
        )
        documents = lookup.documents.get(self.identity, ())
        designations = lookup.designations.get(self.profile, ())
        if not designations:
            lookup.report.problem(self.uid, "SanctionsEntry", "the party is under no programme")
        return Entity(
            list_id=self.list_id,
            uid=self.uid,
            entity_type=self.entity_type,
            names=self.names,
            births=unique(facts.births),
            birth_places=tuple(dict.fromkeys(facts.birth_places)),
            gender=facts.gender,
            titles=tuple(dict.fromkeys(facts.titles)),
            countries=unique(facts.countries),
            identifiers=unique(
                (*facts.identifiers, *(fitted(one, self.entity_type) for one in documents))
            ),
            wallets=unique(facts.wallets),
            addresses=unique(facts.addresses),
            designations=unique(designations),
            relations=unique(relations),
            details=unique(facts.details),
            remarks=self.remarks,
        )

    def _related(self, relation: Relation, other: str, lookup: Lookup) -> Relation:
        """The relation with the other party's id; null and reported where the file lacks it."""
        uid = lookup.uids.get(other)
        if uid is None:
            lookup.report.problem(self.uid, "ProfileRelationship", f"there is no party {other}")
            return relation
        return relation.model_copy(update={"other_id": f"{self.list_id}:{uid}"})


def read_party(record: XmlRecord, lookup: Lookup) -> Draft:
    """A DistinctParty without what other sections say of it."""
    uid = record.attribute("FixedRef")
    remarks = record.child_text("Comment")
    profile = record.one("Profile")
    record.close()
    identity = None if profile is None else profile.one("Identity")
    if profile is None or identity is None:
        raise record.error("a party without an identity")
    facts = Facts()
    for feature in profile.many("Feature"):
        read_feature(feature, lookup, facts)
    entity_type = lookup.reference.entity_type(
        profile.attribute("PartySubTypeID"), uid, lookup.report
    )
    profile_id, identity_id = profile.attribute("ID"), identity.attribute("ID")
    profile.close()
    names = read_names(identity, lookup, entity_type)
    if not names:
        raise record.error("a party without a name")
    return Draft(
        uid=uid,
        profile=profile_id,
        identity=identity_id,
        entity_type=entity_type,
        names=names,
        facts=facts,
        remarks=remarks,
        list_id=lookup.report.list_id,
    )


def read_relation(record: XmlRecord, lookup: Lookup) -> None:
    """Keeps a ProfileRelationship under the party it starts from."""
    word = lookup.word("RelationType", record.attribute("RelationTypeID"), record)
    quality = lookup.word("RelationQuality", record.attribute("RelationQualityID"), record)
    start, end = record.attribute("From-ProfileID"), record.attribute("To-ProfileID")
    former = record.attribute("Former") == "true"
    note = record.child_text("Comment")
    period = record.one("DatePeriod")
    record.close()
    if word not in RELATION_KINDS:
        record.problem("RelationType", f"unknown relation {word}")
    span = Span(None, None) if period is None else read_span(period)
    notes = [text for text in (note, _open_period(span)) if text is not None]
    relation = Relation(
        kind=RELATION_KINDS.get(word, RelationKind.OTHER),
        published_as=f"{word} ({'; '.join(notes)})" if notes else word,
        quality=None if quality == "Unknown" else quality,
        former=former,
        period=None if None in span else closed(span, record),
    )
    lookup.relations[start].append((end, relation))


def _open_period(span: Span) -> str | None:
    """A period that has one end only, in words: a range of days cannot say "to this day"."""
    if span.start is not None and span.end is None:
        return f"since {span.start.first.isoformat()}"
    if span.end is not None and span.start is None:
        return f"until {span.end.last.isoformat()}"
    return None

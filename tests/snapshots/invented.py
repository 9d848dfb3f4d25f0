"""Invented publications in the structure of OFAC's SDN_ADVANCED.XML, of any size, day and order."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from sanctionscreen.sources.manifest import ListSource, list_source

LIST_ID = "xx_invented"
LIST_NAME = "Invented List"
NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
SPRING, SUMMER, AUTUMN = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)

SOURCE = ListSource(
    id=LIST_ID,
    title="List of invented parties",
    authority="Nobody",
    publisher="The tests of sanctionscreen",
    homepage="https://list.example",
    licence="none",
    attribution="Source: nobody",
    formats=("ofac_advanced_xml", "ofac_legacy_csv"),
    list_name=LIST_NAME,
    bounds={"person": (5, 5000), "wallets": (0, 5000)},
    ignored=list_source("us_ofac_sdn").ignored,
)

_REFERENCE = """
<AliasTypeValues><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<DetailTypeValues><DetailType ID="1432">TEXT</DetailType></DetailTypeValues>
<EntryEventTypeValues><EntryEventType ID="1">Created</EntryEventType></EntryEventTypeValues>
<FeatureTypeValues>
  <FeatureType ID="8">Birthdate</FeatureType>
  <FeatureType ID="344">Digital Currency Address - XBT</FeatureType>
</FeatureTypeValues>
<LegalBasisValues><LegalBasis ID="1">An order nobody signed</LegalBasis></LegalBasisValues>
<ListValues>
  <List ID="1550">Invented List</List>
  <List ID="1551">Another Invented List</List>
</ListValues>
<NamePartTypeValues>
  <NamePartType ID="1520">Last Name</NamePartType>
  <NamePartType ID="1521">First Name</NamePartType>
</NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
<ReliabilityValues><Reliability ID="1">Unknown</Reliability></ReliabilityValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
<ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script></ScriptValues>
"""


class Party(NamedTuple):
    """One invented person; uids are official numbers nobody has."""

    uid: int
    last: str
    first: str = "Nobody"
    birth_year: int = 1970
    wallet: str | None = None
    programme: str = "INVENTED"
    list_id: str = "1550"


def people(count: int, *, start: int = 1) -> list[Party]:
    """That many invented persons; every third has a wallet."""
    return [
        Party(
            uid=990_000_000 + number,
            last=f"UNREAL{number:05d}",
            birth_year=1950 + number % 50,
            wallet=f"1Invented{number:025d}" if number % 3 == 0 else None,
        )
        for number in range(start, start + count)
    ]


def publication(parties: Iterable[Party], *, on: date = SPRING) -> bytes:
    """The XML that lists the parties in the given order."""
    listed = list(parties)
    profiles = "\n".join(map(_profile, listed))
    entries = "\n".join(map(_entry, listed))
    return f"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<Sanctions Version="3" xmlns="https://list.example/ADVANCED_XML">
<DateOfIssue CalendarTypeID="1">{_day(on)}</DateOfIssue>
<ReferenceValueSets>{_REFERENCE}</ReferenceValueSets>
<DistinctParties>
{profiles}
</DistinctParties>
<SanctionsEntries>
{entries}
</SanctionsEntries>
</Sanctions>
""".encode()


def _day(day: date) -> str:
    return f"<Year>{day.year}</Year><Month>{day.month}</Month><Day>{day.day}</Day>"


def _profile(party: Party) -> str:
    uid = party.uid
    wallet = "" if party.wallet is None else _feature(
        344, f'<VersionDetail DetailTypeID="1432">{party.wallet}</VersionDetail>'
    )  # fmt: skip
    bounds = "".join(
        f"<{end}><From>{_day(day)}</From><To>{_day(day)}</To></{end}>"
        for end, day in (
            ("Start", date(party.birth_year, 1, 1)),
            ("End", date(party.birth_year, 12, 31)),
        )
    )
    return f"""<DistinctParty FixedRef="{uid}"><Profile ID="{uid}" PartySubTypeID="4">
<Identity ID="7{uid}" FixedRef="{uid}" Primary="true" False="false">
<Alias FixedRef="{uid}" AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="8{uid}" FixedRef="{uid}" DocNameStatusID="1">
<DocumentedNamePart>{_part(1, party.last)}</DocumentedNamePart>
<DocumentedNamePart>{_part(2, party.first)}</DocumentedNamePart>
</DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup>
<NamePartGroup ID="1" NamePartTypeID="1520" /><NamePartGroup ID="2" NamePartTypeID="1521" />
</MasterNamePartGroup></NamePartGroups>
</Identity>
{_feature(8, f"<DatePeriod>{bounds}</DatePeriod>")}{wallet}
</Profile></DistinctParty>"""


def _part(group: int, text: str) -> str:
    return f'<NamePartValue NamePartGroupID="{group}" ScriptID="215">{text}</NamePartValue>'


def _feature(kind: int, content: str) -> str:
    version = f'<FeatureVersion ID="1" ReliabilityID="1">{content}</FeatureVersion>'
    return f'<Feature ID="1" FeatureTypeID="{kind}">{version}</Feature>'


def _entry(party: Party) -> str:
    return f"""<SanctionsEntry ID="9{party.uid}" ProfileID="{party.uid}" ListID="{party.list_id}">
<EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Date>{_day(SPRING)}</Date></EntryEvent>
<SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>{party.programme}</Comment></SanctionsMeasure>
</SanctionsEntry>"""

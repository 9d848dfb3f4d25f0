"""OFAC's advanced XML: files that are refused, and things not understood that are reported."""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanctionscreen.errors import ParseError
from sanctionscreen.model import (
    Detail,
    Entity,
    EntityType,
    Gender,
    NameKind,
    NamePart,
    RelationKind,
)
from sanctionscreen.sources import ofac_advanced
from sanctionscreen.sources.manifest import list_source
from sanctionscreen.sources.reading import Report

IGNORED = list_source("us_ofac_sdn").unread
SAMPLE = Path(__file__).resolve().parents[2] / "lists/samples/sdn_advanced.xml"
TEXT = SAMPLE.read_text(encoding="utf-8")
PERSON, COMPANY, VESSEL, AIRCRAFT, BANK, OFFICIAL = (f"99010{n}" for n in range(1, 7))


def _read(content: bytes | str) -> tuple[dict[str, Entity], Report]:
    raw = content.encode() if isinstance(content, str) else content
    report = Report("test", IGNORED)
    entities = ofac_advanced.read({"sdn_advanced.xml": io.BytesIO(raw)}, report)
    return {entity.uid: entity for entity in entities}, report


def _changed(*changes: tuple[str, str]) -> str:
    """The sample with each old text replaced where it stands first."""
    text = TEXT
    for old, new in changes:
        assert old in text, f"the sample has no {old}"
        text = text.replace(old, new, 1)
    return text


# --- Broken files -----------------------------------------------------------------------------

_BILLION_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">'
    '<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>'
    "<Sanctions>&lol3;</Sanctions>"
)
_EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Sanctions>&e;</Sanctions>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "no element found", id="empty"),
        pytest.param(b" \r\n", "no element found", id="blank"),
        pytest.param(b"\x00\xff\x13garbage", "not well-formed XML", id="garbage"),
        pytest.param(b'{"sdn": []}', "not well-formed XML", id="JSON"),
        pytest.param(
            b"<!DOCTYPE html><html><body>503</body></html>",
            "document type declaration",
            id="HTML error page",
        ),
        pytest.param(
            b"<html><body>Access denied</body></html>",
            "another file: the root is <html>",
            id="HTML without doctype",
        ),
        pytest.param("<sdnList></sdnList>", "the root is <sdnList>", id="the classic XML"),
        pytest.param(_BILLION_LAUGHS, "document type declaration", id="billion laughs"),
        pytest.param(_EXTERNAL, "document type declaration", id="external entity"),
        pytest.param(
            '<!DOCTYPE x SYSTEM "http://invented.example/x.dtd"><Sanctions/>',
            "document type declaration",
            id="external DTD",
        ),
        pytest.param("<Sanctions>&nbsp;</Sanctions>", "undefined entity", id="undefined entity"),
        pytest.param(
            "<Sanctions>" + "<a>" * 1000, "nested too deeply", id="deep nesting around records"
        ),
        pytest.param(
            _changed(("<Comment>an invented person", "<a>" * 1000)),
            "nested too deeply",
            id="deep nesting in a record",
        ),
        pytest.param(
            TEXT.replace('encoding="utf-8"', 'encoding="klingon"'), "encoding", id="encoding"
        ),
        pytest.param(
            TEXT.replace('encoding="utf-8"', 'encoding="ascii"'), "not well-formed", id="not ASCII"
        ),
        pytest.param("<Sanctions />", "no date of issue or no party", id="only a root"),
        pytest.param(TEXT + "junk", "junk after document element", id="junk at the end"),
    ],
)
def test_other_files_are_refused(content: bytes | str, message: str) -> None:
    with pytest.raises(ParseError, match=message) as caught:
        _read(content)
    assert caught.value.source == "test"


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param(TEXT.index("<Year>"), id="in the date of issue"),
        pytest.param(TEXT.index("</CountryValues>"), id="in the reference values"),
        pytest.param(TEXT.index("<Locations>") + 11, id="before the locations"),
        pytest.param(TEXT.index("<IssuingAuthority"), id="in a document"),
        pytest.param(TEXT.index("</DistinctParty>"), id="in the first party"),
        pytest.param(TEXT.index("</DistinctParties>"), id="after the parties"),
        pytest.param(TEXT.index("</SanctionsEntries>"), id="after the entries"),
        pytest.param(TEXT.index("</Sanctions>"), id="before the end of the root"),
        pytest.param(TEXT.index("</Sanctions>") + 5, id="in the last tag"),
    ],
)
def test_truncated_files_are_refused(cut: int) -> None:
    with pytest.raises(ParseError, match="probably cut off"):
        _read(TEXT[:cut])


def test_a_file_cut_within_a_letter_is_refused() -> None:
    raw = TEXT.encode()
    within = raw.index("构".encode()) + 1
    with pytest.raises(ParseError, match="probably cut off"):
        _read(raw[:within])


_PARTY = TEXT[TEXT.index('<DistinctParty FixedRef="990104"') :].partition("</DistinctParty>")[0]
_PARTY += "</DistinctParty>"
_DATE = "  <DateOfIssue" + TEXT.partition("<DateOfIssue")[2].partition("</DateOfIssue>")[0]
_IDENTITY = TEXT[TEXT.index('<Identity ID="5003"') :].partition("</Identity>")[0] + "</Identity>"
_ALIAS = _IDENTITY[_IDENTITY.index("<Alias ") :].partition("</Alias>")[0] + "</Alias>"
_BIRTH = TEXT[TEXT.index("<Start", TEXT.index("1961") - 400) :].partition("</Start>")[0]


_MEASURE = TEXT[TEXT.index('<SanctionsMeasure ID="901"') :].partition("/>")[0] + "/>"
#: The same measure with the period of a birth.
_LIMITED = (
    _MEASURE.removesuffix(" />") + ">" + TEXT[TEXT.index(_BIRTH) :].partition("</DatePeriod>")[0]
    + "</DatePeriod>"
)  # fmt: skip


def _with_party(*changes: tuple[str, str]) -> str:
    """The sample with a changed copy of the aircraft behind the aircraft."""
    copy = _PARTY
    for old, new in changes:
        assert old in copy
        copy = copy.replace(old, new)
    return TEXT.replace(_PARTY, _PARTY + copy)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(_with_party(), "record 990104: the party stands twice", id="a party twice"),
        pytest.param(
            _with_party(('Profile ID="990104"', 'Profile ID="7"'), ('ID="5003"', 'ID="7"')),
            "record 990104: the party stands twice",
            id="one number, two profiles",
        ),
        pytest.param(
            _with_party(
                ('DistinctParty FixedRef="990104"', 'DistinctParty FixedRef="7"'),
                ('Identity ID="5003"', 'Identity ID="7"'),
            ),
            "record 7: the party stands twice",
            id="one profile, two parties",
        ),
        pytest.param(
            _with_party(
                ('DistinctParty FixedRef="990104"', 'DistinctParty FixedRef="7"'),
                ('Profile ID="990104"', 'Profile ID="7"'),
            ),
            "record 7: the party stands twice",
            id="one identity, two parties",
        ),
        pytest.param(
            _changed(('<Location ID="7002">', '<Location ID="7001">')),
            "record 7001: the location stands twice",
            id="a location twice",
        ),
        pytest.param(
            _changed(('AliasTypeID="1403"', 'AliasTypeID="9"')),
            "record 990101: AliasType 9 is not among the reference values",
            id="dangling alias type",
        ),
        pytest.param(
            _changed(('FeatureTypeID="8"', 'FeatureTypeID="9999"')),
            "record 990101: FeatureType 9999 is not among",
            id="dangling feature type",
        ),
        pytest.param(
            _changed(('ScriptID="501"', 'ScriptID="9"')), "Script 9 is not", id="dangling script"
        ),
        pytest.param(
            _changed(('CountryID="11080" CountryR', 'CountryID="9" CountryR')),
            "Country 9 is not among",
            id="dangling country of a location",
        ),
        pytest.param(
            _changed(('IssuedBy-CountryID="11066"', 'IssuedBy-CountryID="9"')),
            "record 801: Country 9 is not among",
            id="dangling country of a document",
        ),
        pytest.param(
            _changed(('IDRegDocTypeID="1571"', 'IDRegDocTypeID="9"')),
            "record 801: IDRegDocType 9 is not",
            id="dangling document type",
        ),
        pytest.param(
            _changed(('ValidityID="2"', 'ValidityID="9"')),
            "record 801: Validity 9 is not",
            id="dangling validity",
        ),
        pytest.param(
            _changed(('RelationTypeID="15003"', 'RelationTypeID="9"')),
            "record 1: RelationType 9 is not",
            id="dangling relation type",
        ),
        pytest.param(
            _changed(('ListID="1550"', 'ListID="9"')),
            "record 901: List 9 is not",
            id="dangling list",
        ),
        pytest.param(
            _changed(('LegalBasisID="91222"', 'LegalBasisID="9"')),
            "record 901: LegalBasis 9 is not",
            id="dangling legal basis",
        ),
        pytest.param(
            _changed(('PartySubTypeID="2"', 'PartySubTypeID="9"')),
            "record 990104: PartySubType 9 is not",
            id="dangling party type",
        ),
        pytest.param(
            _changed(('<List ID="1550">SDN List<', '<List ID="1550"><')),
            "List 1550 is not among",
            id="a reference value without text",
        ),
        pytest.param(
            _changed((' LowQuality="false"', "")),
            "record 990101: <Alias> has no attribute LowQuality",
            id="missing attribute",
        ),
        pytest.param(
            _changed(('DistinctParty FixedRef="990101"', 'DistinctParty FixedRef=""')),
            "<DistinctParty> has no attribute FixedRef",
            id="empty attribute",
        ),
        pytest.param(
            _changed((_IDENTITY, "")),
            "record 990104: a party without an identity",
            id="no identity",
        ),
        pytest.param(
            _changed((_IDENTITY, _IDENTITY * 2)), "<Profile> has 2 <Identity>", id="two identities"
        ),
        pytest.param(_changed((_ALIAS, "")), "record 990104: a party without a name", id="no name"),
        pytest.param(
            _changed((">ZZ-INV</NamePartValue>", "> </NamePartValue>")),
            "record 990104: a name without text",
            id="a blank name",
        ),
        pytest.param(
            _changed((_DATE + "</DateOfIssue>", "")), "no date of issue", id="no date of issue"
        ),
        pytest.param(
            _changed(("<Day>19</Day>", "<Day>31</Day>")), "not a date: 2025-11-31", id="no such day"
        ),
        pytest.param(_changed(("<Month>11</Month>", "")), r"not a date: 2025-\?-19", id="no month"),
        pytest.param(
            _changed((_BIRTH, _BIRTH.replace("1961", "1962"))),
            r"a period that ends \(1961-03-05\) before it starts \(1962-03-05\)",
            id="a birth that ends before it starts",
        ),
        pytest.param(
            _changed((_BIRTH, _BIRTH.replace("From>", "Fro>"))),
            "a date boundary without From or To",
            id="half a boundary",
        ),
        pytest.param(
            "<Sanctions>" + TEXT[TEXT.index("<Locations>") :],
            "records before the reference values",
            id="no reference values",
        ),
        pytest.param(
            TEXT.partition("<DistinctParties>")[0] + "</Sanctions>", "no party in it", id="no party"
        ),
    ],
)
def test_contradictory_files_are_refused(content: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        _read(content)


def test_exactly_one_file_is_read() -> None:
    report = Report("test", IGNORED)
    files = {"b.xml": io.BytesIO(b""), "a.xml": io.BytesIO(b"")}
    with pytest.raises(ParseError, match=r"expected one file, found a\.xml, b\.xml"):
        list(ofac_advanced.read(files, report))


# --- Things not understood: kept where possible, and always reported -------------------------


def _fact(entities: Mapping[str, Entity], uid: str, path: str) -> object:
    """The value at `names.0.kind` of an entity."""
    found: Any = entities[uid]
    for step in path.split("."):
        found = found[int(step)] if step.isdigit() else getattr(found, step)
    return found


@pytest.mark.parametrize(
    ("changes", "problems", "facts"),
    [
        pytest.param(
            [(">Website<", ">Telex<")],
            [(COMPANY, "Telex", "unknown feature type")],
            {f"{COMPANY}.details.0": Detail(kind="Telex", text="www.quillfeather.example")},
            id="feature type",
        ),
        pytest.param(
            [("Digital Currency Address - XBT", "Digital Currency Address - NEW")],
            [],
            {f"{PERSON}.wallets.0.asset": "NEW"},
            id="a wallet of a new asset is a wallet",
        ),
        pytest.param(
            [(">N.K.A.<", ">P.K.A.<")],
            [(COMPANY, "AliasType", "unknown kind of name P.K.A.")],
            {
                f"{COMPANY}.names.2.kind": NameKind.ALIAS,
                f"{COMPANY}.names.2.published_as": "P.K.A.",
            },
            id="alias type",
        ),
        pytest.param(
            [(">Fraudulent<", ">Doubtful<")],
            [("801", "ValidityID", "unknown validity Doubtful")],
            {f"{PERSON}.identifiers.0.validity": None},
            id="validity",
        ),
        pytest.param(
            [(">Owned or Controlled By<", ">Adopted by<")],
            [("1", "RelationType", "unknown relation Adopted by")],
            {
                f"{COMPANY}.relations.0.kind": RelationKind.OTHER,
                f"{COMPANY}.relations.0.published_as": "Adopted by",
            },
            id="relation type",
        ),
        pytest.param(
            [(">Individual<", ">Robot<")],
            [(uid, "PartySubType", "unknown party type Robot") for uid in (PERSON, OFFICIAL)],
            {f"{PERSON}.entity_type": EntityType.UNKNOWN},
            id="party type",
        ),
        pytest.param(
            [(">Nickname<", ">Battle name<")],
            [(PERSON, "NamePartType", "unknown part of a name Battle name")],
            {f"{PERSON}.names.3.parts.0": NamePart(kind="other", text="THE PLACEHOLDER")},
            id="name part type",
        ),
        pytest.param(
            [(">ADDRESS2<", ">ADDRESS9<")],
            [("7004", "LocPartType", "unknown part of an address ADDRESS9")],
            {
                f"{COMPANY}.addresses.0.text": (
                    "Quillfeather House, Examplia, 0000, 12 Placeholder Street, Cyprus"
                )
            },
            id="address part type",
        ),
        pytest.param(
            [("<Comment>Chinese Simplified<", "<Comment>behind the well<")],
            [("7002", "LocationPartValue/Comment", "a remark")],
            {},
            id="a remark on an address",
        ),
        pytest.param(
            [('CountryID="11080" CountryR', 'CountryID="11291" CountryR')],
            [],
            {
                f"{COMPANY}.addresses.0.text": (
                    "Quillfeather House, 12 Placeholder Street, Examplia, 0000"
                ),
                f"{COMPANY}.addresses.0.country_text": None,
            },
            id="an undetermined country is none",
        ),
        pytest.param(
            [("<Value>Nowhere</Value>", "<Value />")],
            [],
            {f"{PERSON}.addresses.0.text": "No. 7 Invented Road, 无名市, China"},
            id="an address part in Chinese only",
        ),
        pytest.param(
            [(">Issue Date<", ">Renewal Date<")],
            [("802", "DocumentDate", "unknown kind of date Renewal Date")],
            {f"{PERSON}.identifiers.1.issued": None},
            id="document date type",
        ),
        pytest.param(
            [(">Created<", ">Amended<")],
            [(str(entry), "EntryEventType", "unknown event Amended") for entry in range(901, 908)]
            + [("902", "EntryEventType", "unknown event Amended")]
            + [(str(entry), "EntryEventType", "unknown event Amended") for entry in (905, 906)],
            {f"{PERSON}.designations.0.listed_on": date(2025, 10, 14)},
            id="event type",
        ),
        pytest.param(
            [(">Male<", ">Unstated<")],
            [(uid, "Gender", "'Unstated' not understood") for uid in (PERSON, OFFICIAL)],
            {f"{PERSON}.gender": None},
            id="gender",
        ),
        pytest.param(
            [('FeatureTypeID="9"', 'FeatureTypeID="8"')],
            [(PERSON, "Birthdate", "'Nowhere, China' not understood")],
            {f"{PERSON}.details.2": Detail(kind="Birthdate", text="Nowhere, China")},
            id="a birth date in words",
        ),
        pytest.param(
            [
                ('FeatureTypeID="26"', 'FeatureTypeID="224"'),
                ("Minister of Invented Affairs", "Female"),
            ],
            [(PERSON, "Gender", "'Female' not understood")],
            {f"{PERSON}.gender": Gender.MALE},
            id="a second gender",
        ),
    ],
)
def test_unknown_words_are_reported(
    changes: list[tuple[str, str]],
    problems: list[tuple[str, str, str]],
    facts: dict[str, object],
) -> None:
    entities, report = _read(_changed(*changes))
    _assert_problems(report, problems)
    for path, expected in facts.items():
        uid, _, steps = path.partition(".")
        assert _fact(entities, uid, steps) == expected


def _assert_problems(report: Report, expected: list[tuple[str, str, str]]) -> None:
    found = sorted((p.record, p.field, p.reason) for p in report.problems)
    wanted = sorted(expected)
    assert [(record, field) for record, field, _ in found] == [
        (record, field) for record, field, _ in wanted
    ]
    for (*_, reason), (*_, part) in zip(found, wanted, strict=True):
        assert part in reason


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        pytest.param(
            [('<DistinctParty FixedRef="990101"', '<DistinctParty Colour="red" FixedRef="990101"')],
            [(PERSON, "DistinctParty@Colour", "not read by anybody, in 1 record")],
            id="attribute of a party",
        ),
        pytest.param(
            [('Acronym="false">虚构', 'Acronym="false" Tone="4">虚构')],
            [(PERSON, "NamePartValue@Tone", "not read by anybody, in 1 record")],
            id="attribute deep in a party",
        ),
        pytest.param(
            [('<IDRegDocument ID="801"', '<IDRegDocument Colour="red" ID="801"')],
            [("801", "IDRegDocument@Colour", "not read by anybody, in 1 record")],
            id="attribute of a document",
        ),
        pytest.param(
            [("<Comment>an invented person</Comment>", "<Comment>x</Comment><Hobby>Go</Hobby>")],
            [(PERSON, "DistinctParty/Hobby", "not read by anybody, in 1 record")],
            id="element of a party",
        ),
        pytest.param(
            [("<NamePartGroups>", "<NamePartGroups><Extra />")],
            [(PERSON, "NamePartGroups/Extra", "not read by anybody, in 1 record")],
            id="element of the name groups",
        ),
        pytest.param(
            [('ListID="1550">', 'ListID="1550"><LimitationsToListing />')],
            [("901", "SanctionsEntry/LimitationsToListing", "not read by anybody, in 1 record")],
            id="element of an entry",
        ),
        pytest.param(
            [('<Location ID="7001">', '<Location ID="7001"><Map />')],
            [("7001", "Location/Map", "not read by anybody, in 1 record")],
            id="element of a location",
        ),
        pytest.param(
            [('Former="false"', 'Former="false" Share="51"')],
            [("1", "ProfileRelationship@Share", "not read by anybody, in 1 record")],
            id="attribute of a relation",
        ),
        pytest.param(
            [
                (
                    '<Profile ID="990101" PartySubTypeID="4">',
                    '<Profile ID="990101" PartySubTypeID="4">!',
                )
            ],
            [(PERSON, "Profile text", "not read by anybody, in 1 record")],
            id="text where none was",
        ),
        pytest.param(
            [("<SanctionsEntryLinks />", "<Extras><Extra>1</Extra><Extra>2</Extra></Extras>")],
            [
                ("head", "Extra text", "in 2 records"),
                ("head", "Extras/Extra", "in 2 records"),
                ("head", "Sanctions/Extras", "in 1 record"),
            ],
            id="a section, once however much it holds",
        ),
        pytest.param(
            [("<Locations>", "<Locations>text")],
            [("head", "Locations text", "not read by anybody, in 1 record")],
            id="text between the records",
        ),
        pytest.param(
            [("<IDRegistrationNo>X0000000<", "<IDRegistrationNo><")],
            [("801", "IDRegistrationNo", "without a number")],
            id="a document without a number",
        ),
        pytest.param(
            [(">www.quillfeather.example<", "><")],
            [(COMPANY, "Website", "without a value")],
            id="a feature without a value",
        ),
        pytest.param(
            [
                (
                    ">www.quillfeather.example</VersionDetail>",
                    '>a.example</VersionDetail><VersionDetail DetailTypeID="1432">b.example'
                    "</VersionDetail>",
                )
            ],
            [(COMPANY, "VersionDetail", "2 values in one")],
            id="two values in one feature",
        ),
        pytest.param(
            [('Primary="true" False="false"', 'Primary="true" False="true"')],
            [(PERSON, "Identity@False", "a false identity")],
            id="a false identity",
        ),
        pytest.param(
            [('ScriptID="501"', 'ScriptID="220"')],
            [(PERSON, "ScriptID", "a name in several scripts, Cyrl, Hans")],
            id="a name in two scripts",
        ),
        pytest.param(
            [('NamePartGroupID="40001"', 'NamePartGroupID="9"')],
            [(PERSON, "NamePartType", "unknown part of a name 9")],
            id="dangling part group",
        ),
        pytest.param(
            [('<VersionLocation LocationID="7002" />', '<VersionLocation LocationID="9" />')],
            [
                (PERSON, "Location", "without a value"),
                (PERSON, "VersionLocation", "there is no location 9"),
            ],
            id="dangling location",
        ),
        pytest.param(
            [('IssuedIn-LocationID="7007"', 'IssuedIn-LocationID="9"')],
            [("802", "IssuedIn-LocationID", "there is no location 9")],
            id="dangling place of issue",
        ),
        pytest.param(
            [('To-ProfileID="990101"', 'To-ProfileID="9"')],
            [(COMPANY, "ProfileRelationship", "there is no party 9")],
            id="dangling end of a relation",
        ),
        pytest.param(
            [('From-ProfileID="990102"', 'From-ProfileID="9"')],
            [("9", "ProfileRelationship", "belongs to no party")],
            id="dangling start of a relation",
        ),
        pytest.param(
            [('IdentityID="5000" IssuedBy', 'IdentityID="9" IssuedBy')],
            [("9", "IDRegDocument", "belongs to no party")],
            id="dangling owner of a document",
        ),
        pytest.param(
            [('ProfileID="990104" ListID', 'ProfileID="9" ListID')],
            [
                ("9", "SanctionsEntry", "belongs to no party"),
                (AIRCRAFT, "SanctionsEntry", "under no programme"),
            ],
            id="dangling owner of an entry",
        ),
        pytest.param(
            [("<Comment>IFSR</Comment>", "")],
            [
                ("904", "SanctionsMeasure", "an entry without a programme"),
                (AIRCRAFT, "SanctionsEntry", "under no programme"),
            ],
            id="an entry without a programme",
        ),
        pytest.param(
            [(_BIRTH + "</Start>", "")],
            [(PERSON, "DatePeriod", "one end is missing")],
            id="a birth with an open start",
        ),
        pytest.param(
            [(_BIRTH, "<Comment>moonlight</Comment>" + _BIRTH)],
            [(PERSON, "DatePeriod/Comment", "not read by anybody")],
            id="a remark on a date",
        ),
        pytest.param(
            [(_MEASURE, _LIMITED)],
            [("901", "SanctionsMeasure/DatePeriod", "not read by anybody")],
            id="a measure with an end",
        ),
        pytest.param(
            [('AreaCodeTypeID="1">KH', 'AreaCodeTypeID="1" Novelty="1">KH')],
            [("ReferenceValueSets", "AreaCode@Novelty", "not read by anybody")],
            id="attribute of a reference value",
        ),
    ],
)
def test_unknown_structure_is_reported(
    changes: list[tuple[str, str]], problems: list[tuple[str, str, str]]
) -> None:
    entities, report = _read(_changed(*changes))
    assert len(entities) == 6
    _assert_problems(report, problems)

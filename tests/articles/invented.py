"""An invented list and its network: nobody in here exists."""

from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.mentions import Mention, find_mentions
from sanctionscreen.articles.passages import Passages
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import (
    Entity,
    EntityType,
    Name,
    NameKind,
    NamePart,
    Relation,
    RelationKind,
)
from sanctionscreen.screening import explain

ORGANISATION = EntityType.ORGANISATION


def person(uid: str, family: str, given: str, *others: Name, boss: str | None = None) -> Entity:
    """A listed person, written "Family, Given" as OFAC does."""
    parts = (NamePart(kind="last", text=family), NamePart(kind="first", text=given))
    whole = Name(full=f"{family}, {given}", kind=NameKind.PRIMARY, parts=parts)
    return entity(uid, EntityType.PERSON, whole, *others, boss=boss)


def organisation(uid: str, full: str, *others: Name, boss: str | None = None) -> Entity:
    """A listed organisation."""
    primary = Name(full=full, kind=NameKind.PRIMARY)
    return entity(uid, ORGANISATION, primary, *others, boss=boss)


def entity(uid: str, entity_type: EntityType, *names: Name, boss: str | None = None) -> Entity:
    """A listed party that acts for another one."""
    tie = Relation(
        kind=RelationKind.ACTING_FOR, published_as="Acting for", other_id=f"xx_list:{boss}"
    )
    return Entity(
        list_id="xx_list",
        uid=uid,
        entity_type=entity_type,
        names=names,
        relations=() if boss is None else (tie,),
    )


def alias(full: str, kind: NameKind = NameKind.ALIAS) -> Name:
    """Another name of a listed party."""
    return Name(full=full, kind=kind)


#: A network around one man, and strangers to it.
ENTITIES = (
    organisation("1", "Regent Group Transnational Criminal Organization"),
    person("2", "Quan", "Zhao", alias("权照"), boss="1"),
    organisation("3", "REGENT GROUP PLC.", boss="2"),
    organisation("4", "Velmorin Guarantee Co., Ltd.", boss="1"),
    person("5", "Ostrakhov", "Dmitri Pavlovich"),
    person("6", "Quan", "Meiling", boss="1"),
    organisation("7", "Ministry of Interior"),
    entity("8", EntityType.VESSEL, Name(full="Amber Horizon", kind=NameKind.PRIMARY)),
    organisation("9", "Karst"),
    person("10", "Zandor", "Tibalt", alias("Mehira", NameKind.WEAK_ALIAS)),
    organisation("11", "Sablewick Trading Network", boss="10"),
    person("12", "Martic", "Milan"),
)
WATCHLIST = Watchlist.from_entities(ENTITIES)
LISTED = ListedNames(WATCHLIST)


def confirm(text: str, entity_id: str) -> float:
    """The matcher's name score."""
    return explain(text, entity_id, WATCHLIST).name_score


def mentions(text: str) -> tuple[Mention, ...]:
    """The mentions of the invented list in a text."""
    return find_mentions(Passages(text), LISTED, confirm=confirm)


#: The list that the sentences of `sentences.jsonl` are about.
SENTENCE_ENTITIES = (
    organisation("1", "Regent Group Transnational Criminal Organization"),
    person("2", "Quan", "Zhao", boss="1"),
    organisation("3", "REGENT GROUP PLC.", boss="2"),
    organisation("4", "Velmorin Guarantee Co., Ltd.", boss="1"),
    person("5", "Ostrakhov", "Dmitri Pavlovich"),
    person("10", "Zandor", "Tibalt"),
    organisation("11", "Sablewick Trading Network", boss="10"),
    organisation("12", "Halvany Exchange Limited"),
    organisation("13", "Orsolt Maritime Services LLC"),
    organisation("14", "Brackenhall Casino Resort Co."),
    person("15", "Al-Zubarin", "Faisal"),
    organisation("16", "Kestrel Bay Holdings Ltd."),
    person("17", "Petrenkov", "Yaroslav"),
    person("18", "Liao", "Wenjun"),
    organisation("19", "Nam Phet Development Company"),
    organisation("20", "Ironmoor Capital Partners Limited"),
)

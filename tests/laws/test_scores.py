"""A score depends on the two records alone: never on what else is listed, screened, or when."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import STEADY, born, listed, name, pair, party, plain
from sanctionscreen.matching import match as match_module
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.match import Matcher
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.verdict import Decision
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import DateRange, Entity, EntityType, Gender, Name, NameKind

pytestmark = pytest.mark.usefixtures("few_buckets")
#: Hits from low scores on, so that the laws have much to hold for.
POLICY = STEADY.with_threshold(0.4).with_weak_aliases(WeakAliases.STRICT)
#: Every example builds a list of its own, which takes a while.
SHORTER = settings(max_examples=settings().max_examples // 2)
_WALLETS = ("3Invented1111111111111111111111111", "3Invented2222222222222222222222222")
_PASSPORTS = ("P1234567", "P7654321")
_WORDS = (
    "anna", "ana", "probe", "prober", "jin", "bei", "jinbei", "jinbex", "chen", "zhi", "chenzhi",
    "misha", "mikhail", "trading", "group", "ltd", "llc", "2", "m", "陈志", "путин", "putin",
)  # fmt: skip
_names = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join)
_years = st.sampled_from((1962, 1963, 1987))


@st.composite
def entities(draw: st.DrawFn, uid: str, list_id: str) -> Entity:
    kinds = st.sampled_from(NameKind)
    names: Sequence[Name] = draw(
        st.lists(st.builds(name, _names, kinds), min_size=1, max_size=3, unique=True)
    )
    return listed(
        *names,
        uid=uid,
        list_id=list_id,
        entity_type=draw(st.sampled_from(EntityType)),
        births=[DateRange.year(year) for year in draw(st.sets(_years, max_size=2))],
        countries=draw(st.sets(st.sampled_from(("KH", "DE")))),
        gender=draw(st.sampled_from((None, *Gender))),
        passports=draw(st.sets(st.sampled_from(_PASSPORTS))),
        wallets=draw(st.sets(st.sampled_from(_WALLETS))),
    )


@st.composite
def parties(draw: st.DrawFn, row: int) -> Party:
    return party(
        *draw(st.lists(_names, min_size=1, max_size=2, unique=True)),
        row=row,
        entity_type=draw(st.sampled_from((None, "person", "organisation"))),
        gender=draw(st.sampled_from((None, "male", "female"))),
        births=[born(year) for year in draw(st.sets(_years, max_size=2))],
        countries=draw(st.sets(st.sampled_from(("KH", "DE")))),
        identifiers=[("passport", one, None) for one in draw(st.sets(st.sampled_from(_PASSPORTS)))],
        wallets=draw(st.sets(st.sampled_from(_WALLETS))),
    )


@st.composite
def lists(draw: st.DrawFn) -> list[Entity]:
    size = draw(st.integers(1, 5))
    ids = [draw(st.sampled_from(("us_ofac_sdn", "xx_invented"))) for _ in range(size)]
    return [draw(entities(str(uid), list_id)) for uid, list_id in enumerate(ids)]


@st.composite
def files(draw: st.DrawFn) -> list[Party]:
    return [draw(parties(row)) for row in range(draw(st.integers(1, 4)))]


Pairs = Mapping[tuple[int, str], Decision]


def hits(people: Sequence[Party], watchlist: Watchlist, policy: Policy = POLICY) -> Pairs:
    """Everything that is said of every hit."""
    names = sorted({one for person in people for one in person.names})
    matcher = Matcher(watchlist, policy)
    found = matcher.hits(people, matcher.met(names)).decisions()
    assert len({(one.party.row, one.listed.entity_id) for one in found}) == len(found)
    return {(one.party.row, one.listed.entity_id): plain(one) for one in found}


def of(found: Pairs, people: Sequence[Party], entries: Sequence[Entity]) -> Pairs:
    """What is said of these parties and these entities."""
    rows, ids = {one.row for one in people}, {one.entity_id for one in entries}
    return {key: one for key, one in found.items() if key[0] in rows and key[1] in ids}


def scores(found: Pairs) -> Mapping[tuple[int, str], tuple[float, float]]:
    return {key: (one.score, one.name_score) for key, one in found.items()}


@SHORTER
@given(files(), lists(), st.data())
def test_law_other_entities_change_nothing(
    people: list[Party], entries: list[Entity], data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(entries), unique_by=lambda one: one.entity_id))
    everyone = hits(people, Watchlist.from_entities(entries))
    assert hits(people, Watchlist.from_entities(some)) == of(everyone, people, some)


@SHORTER
@given(files(), lists(), st.data())
def test_law_other_counterparties_change_nothing(
    people: list[Party], entries: list[Entity], data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(people), unique_by=lambda one: one.row))
    watchlist = Watchlist.from_entities(entries)
    assert hits(some, watchlist) == of(hits(people, watchlist), some, entries)


@SHORTER
@given(files(), lists(), st.data())
def test_law_the_order_of_records_changes_nothing(
    people: list[Party], entries: list[Entity], data: st.DataObject
) -> None:
    turned = Watchlist.from_entities(data.draw(st.permutations(entries)))
    expected = hits(people, Watchlist.from_entities(entries))
    assert hits(data.draw(st.permutations(people)), turned) == expected


@SHORTER
@given(files(), lists(), st.sampled_from([1, 1 << 19]))
def test_law_batches_change_nothing(
    people: list[Party], entries: list[Entity], most_texts: int
) -> None:
    watchlist = Watchlist.from_entities(entries)
    whole = hits(people, watchlist)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(match_module, "_BLOCK", 3)
        patch.setattr(match_module, "_PART", 2)
        patch.setattr(match_module, "_MOST_TEXTS", most_texts)
        assert list(hits(people, watchlist).items()) == list(whole.items())


@SHORTER
@given(parties(0), entities("1", "xx_invented"), st.data())
def test_law_the_order_of_names_changes_nothing(
    query: Party, entity: Entity, data: st.DataObject
) -> None:
    names = tuple(data.draw(st.permutations(entity.names)))
    turned = pair(query, entity.model_copy(update={"names": names}), POLICY)
    expected = pair(query, entity, POLICY)
    assert (turned.score, plain(turned).match) == (expected.score, plain(expected).match)


@SHORTER
@given(parties(0), entities("1", "xx_invented"))
def test_law_the_explanation_of_a_pair_is_the_hit(query: Party, entity: Entity) -> None:
    watchlist = Watchlist.from_entities([entity])
    explained = Matcher(watchlist, POLICY).pair(query, 0)
    found = hits([query], watchlist).values()
    assert [one[:-1] for one in found] == [plain(explained)[:-1]] * explained.is_hit


@SHORTER
@given(parties(0), entities("1", "xx_invented"), _names)
def test_law_one_more_name_takes_no_hit_away(query: Party, entity: Entity, full: str) -> None:
    more = entity.model_copy(update={"names": (*entity.names, name(full))})
    before, after = pair(query, entity, POLICY), pair(query, more, POLICY)
    assert after.is_hit >= before.is_hit
    assert after.score >= before.score or not before.is_hit


@SHORTER
@given(parties(0), lists())
def test_law_a_higher_threshold_finds_no_more(query: Party, entries: list[Entity]) -> None:
    watchlist = Watchlist.from_entities(entries)
    low, high = (hits([query], watchlist, POLICY.with_threshold(hit)) for hit in (0.4, 0.8))
    assert set(scores(high).items()) <= set(scores(low).items())

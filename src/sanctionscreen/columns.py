"""The schema of every frame that crosses a module border, and the check at the border.

A frame is named by what a row is. Null means "unknown" in every column. Ids are texts.
"""

from typing import Final

import polars as pl

from sanctionscreen.errors import InputError

TEXT: Final = pl.String()
DATE_RANGE: Final = pl.Struct({"start": pl.Date(), "end": pl.Date(), "precision": TEXT})
PART: Final = pl.Struct({"kind": TEXT, "text": TEXT})
COUNTRY_TIE: Final = pl.Struct({"role": TEXT, "text": TEXT, "code": TEXT, "source": TEXT})
DETAIL: Final = pl.Struct({"kind": TEXT, "text": TEXT, "source": TEXT})
EVENT: Final = pl.Struct({"on": pl.Date(), "legal_basis": TEXT})
EVIDENCE: Final = pl.Struct(
    {"kind": TEXT, "query": TEXT, "listed": TEXT, "weight": pl.Float64(), "note": TEXT}
)

ENTITIES: Final = pl.Schema(
    {
        "entity_id": TEXT,
        "list_id": TEXT,
        "uid": TEXT,
        "entity_type": TEXT,
        "caption": TEXT,
        "births": pl.List(DATE_RANGE),
        "birth_places": pl.List(TEXT),
        "gender": TEXT,
        "titles": pl.List(TEXT),
        "countries": pl.List(COUNTRY_TIE),
        "details": pl.List(DETAIL),
        "remarks": TEXT,
    }
)
NAMES: Final = pl.Schema(
    {
        "entity_id": TEXT,
        "full": TEXT,
        "kind": TEXT,
        "strength": TEXT,
        "published_as": TEXT,
        "script": TEXT,
        "language": TEXT,
        "parts": pl.List(PART),
        "source": TEXT,
    }
)
IDENTIFIERS: Final = pl.Schema(
    {
        "entity_id": TEXT,
        "kind": TEXT,
        "published_as": TEXT,
        "number": TEXT,
        "country": TEXT,
        "country_text": TEXT,
        "validity": TEXT,
        "authority": TEXT,
        "issued": DATE_RANGE,
        "expires": DATE_RANGE,
        "note": TEXT,
        "source": TEXT,
    }
)
WALLETS: Final = pl.Schema({"entity_id": TEXT, "address": TEXT, "asset": TEXT, "source": TEXT})
ADDRESSES: Final = pl.Schema(
    {
        "entity_id": TEXT,
        "text": TEXT,
        "city": TEXT,
        "region": TEXT,
        "postal_code": TEXT,
        "country": TEXT,
        "country_text": TEXT,
        "source": TEXT,
    }
)
DESIGNATIONS: Final = pl.Schema(
    {
        "entity_id": TEXT,
        "programme": TEXT,
        "authority": TEXT,
        "effect": TEXT,
        "list_name": TEXT,
        "measures": pl.List(TEXT),
        "events": pl.List(EVENT),
        "listed_on": pl.Date(),
        "source": TEXT,
    }
)
RELATIONS: Final = pl.Schema(
    {
        "entity_id": TEXT,
        "kind": TEXT,
        "published_as": TEXT,
        "other_id": TEXT,
        "other_name": TEXT,
        "quality": TEXT,
        "former": pl.Boolean(),
        "period": DATE_RANGE,
        "source": TEXT,
    }
)

#: One row a party being screened. `row` counts the input's records from 1; lists hold several
#: names (numbers, countries …) of one party; `births` are alternatives.
COUNTERPARTIES: Final = pl.Schema(
    {
        "row": pl.Int64(),
        "query_id": TEXT,
        "names": pl.List(TEXT),
        "entity_type": TEXT,
        "gender": TEXT,
        "births": pl.List(DATE_RANGE),
        "countries": pl.List(TEXT),
        "identifiers": pl.List(pl.Struct({"kind": TEXT, "number": TEXT, "country": TEXT})),
        "wallets": pl.List(TEXT),
        "addresses": pl.List(TEXT),
    }
)

#: One row a field that could not be used; `screened` is false where the whole row was lost by it.
PROBLEMS: Final = pl.Schema(
    {"row": pl.Int64(), "query_id": TEXT, "field": TEXT, "reason": TEXT, "screened": pl.Boolean()}
)
LINK: Final = pl.Struct({"entity_id": TEXT, "strength": TEXT, "evidence": TEXT})

#: One row a (query, entity); the order of the columns is part of the contract. `same_as` names the
#: party's entries on the other lists.
HITS: Final = pl.Schema(
    {
        "query_id": TEXT,
        "query_name": TEXT,
        "score": pl.Float64(),
        "entity_id": TEXT,
        "list_id": TEXT,
        "listed_name": TEXT,
        "name_kind": TEXT,
        "entity_type": TEXT,
        "programmes": pl.List(TEXT),
        "effect": TEXT,
        "name_score": pl.Float64(),
        "hit_id": TEXT,
        "evidence": pl.List(EVIDENCE),
        "caption": TEXT,
        "listed_on": pl.Date(),
        "threshold": pl.Float64(),
        "snapshot_id": TEXT,
        "coverage": TEXT,
        "query_row": pl.Int64(),
        "same_as": pl.List(LINK),
    }
)

#: One row a wallet to screen: what stands in its cell, and what the user knows of it. `label`,
#: `actor` and `context` are screened as names; `confidence` in [0, 1].
WALLET_QUERIES: Final = pl.Schema(
    {
        "row": pl.Int64(),
        "query_id": TEXT,
        "cell": TEXT,
        "asset": TEXT,
        "label": TEXT,
        "actor": TEXT,
        "context": TEXT,
        "source": TEXT,
        "confidence": pl.Float64(),
    }
)

#: One row a wallet and finding; the order of the first twelve is part of the contract.
WALLET_HITS: Final = pl.Schema(
    {
        "query_id": TEXT,
        "address": TEXT,
        "chain": TEXT,
        "status": TEXT,
        "entity_id": TEXT,
        "list_id": TEXT,
        "owner_name": TEXT,
        "programmes": pl.List(TEXT),
        "tag_label": TEXT,
        "tag_source": TEXT,
        "score": pl.Float64(),
        "evidence": pl.List(EVIDENCE),
        "chain_exact": pl.Boolean(),
        "listed_address": TEXT,
        "listed_asset": TEXT,
        "effect": TEXT,
        "listed_on": pl.Date(),
        "also_on": pl.List(TEXT),
        "other_wallets": pl.List(TEXT),
        "tag_confidence": pl.Float64(),
        "tag_date": pl.Date(),
        "memo": TEXT,
        "note": TEXT,
        "snapshot_id": TEXT,
        "coverage": TEXT,
        "query_row": pl.Int64(),
    }
)

#: One row a tag of an address: who says what of it, how surely (`confidence` in [0, 1]).
TAGS: Final = pl.Schema(
    {
        "address": TEXT,
        "normal": TEXT,
        "chain": TEXT,
        "asset": TEXT,
        "label": TEXT,
        "source": TEXT,
        "confidence": pl.Float64(),
        "dated": pl.Date(),
        "category": TEXT,
        "abuse": TEXT,
        "concepts": pl.List(TEXT),
        "claim": TEXT,
        "actor": TEXT,
        "actor_label": TEXT,
        "context": TEXT,
        "pack": TEXT,
        "line": pl.Int64(),
    }
)

#: What is held; an Enum, because texts of ten million rows would be compared again and again.
HOLDING_KIND: Final = pl.Enum(["ownership", "voting", "control"])

#: One row a holding: `owner` holds, or controls, `owned`. `low` and `high` bound the share in
#: billionths of a percent (50 % is 50_000_000_000), so that sums are exact; a control that is
#: certain is 100 %, one that is only indicated 0 to 100 %. `row` is null where a list says it.
HOLDINGS: Final = pl.Schema(
    {
        "row": pl.Int64(),
        "owner": TEXT,
        "owned": TEXT,
        "kind": HOLDING_KIND,
        "low": pl.Int64(),
        "high": pl.Int64(),
        "as_of": pl.Date(),
        "source": TEXT,
        "joint": TEXT,
    }
)

#: One row a (node, entity): which owner is which listed party; `certain` but for name hits.
MATCHES: Final = pl.Schema(
    {
        "node": TEXT,
        "entity_id": TEXT,
        "certain": pl.Boolean(),
        "via": TEXT,
        "score": pl.Float64(),
    }
)

#: A holding as a result shows it; shares in percent, null where control has none.
HOLDING: Final = pl.Struct(
    {
        "owner": TEXT,
        "owner_name": TEXT,
        "standing": TEXT,
        "owned": TEXT,
        "kind": TEXT,
        "min_pct": pl.Float64(),
        "max_pct": pl.Float64(),
        "as_of": pl.Date(),
        "source": TEXT,
        "row": pl.Int64(),
    }
)
LISTED_OWNER: Final = pl.Struct(
    {"entity_id": TEXT, "caption": TEXT, "owner": TEXT, "via": TEXT, "score": pl.Float64()}
)

#: One row a (rule, company) that blocked persons own or control; the company is on no list of the
#: rule. The order of the columns is part of the contract.
OWNED: Final = pl.Schema(
    {
        "rule": TEXT,
        "company": TEXT,
        "company_name": TEXT,
        "status": TEXT,
        "blocks": TEXT,
        "basis": TEXT,
        "min_pct": pl.Float64(),
        "max_pct": pl.Float64(),
        "presumption": pl.Boolean(),
        "wording": TEXT,
        "listed_owners": pl.List(LISTED_OWNER),
        "holdings": pl.List(HOLDING),
        "chain": pl.List(HOLDING),
        "chain_complete": pl.Boolean(),
        "entity_id": TEXT,
        "also_listed": pl.List(TEXT),
    }
)


def check(frame: pl.DataFrame, schema: pl.Schema, *, name: str) -> pl.DataFrame:
    """The same frame, with exactly the schema's columns in the schema's order.

    Raises:
        InputError: a column is missing, one is unknown, or a dtype differs; names frame and column.

    >>> check(pl.DataFrame({"entity_id": ["x"]}), WALLETS, name="wallets")
    Traceback (most recent call last):
        ...
    sanctionscreen.errors.InputError: wallets, field address: the column is missing
    """
    found = frame.schema
    for column, dtype in schema.items():
        if column not in found:
            raise InputError("the column is missing", file=name, field=column)
        if found[column] != dtype:
            raise InputError(f"the column is {found[column]}, not {dtype}", file=name, field=column)
    for column in found:
        if column not in schema:
            raise InputError("the column is not known", file=name, field=column)
    return frame.select(schema.names())

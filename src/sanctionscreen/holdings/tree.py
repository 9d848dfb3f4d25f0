"""The ownership tree of a finding: the company, its blocked owners, and theirs, up to a list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sanctionscreen.holdings.results import LISTED, POSSIBLY_LISTED
from sanctionscreen.holdings.verdicts import percent
from sanctionscreen.output.layout import harmless

_STANDING = {
    LISTED: "listed",
    POSSIBLY_LISTED: "possibly listed",
    "owned": "owned by blocked persons",
    "possibly_owned": "possibly owned by blocked persons",
    "control_indicated": "control indicated",
}


class Branch(NamedTuple):
    """An owner in the tree, with the holding by which it stands there, and its own owners.

    A party that owns on several ways is drawn out once; `repeated` says that it stands elsewhere.
    """

    name: str
    node: str
    standing: str
    holding: str
    source: str
    listed: tuple[str, ...]
    owners: tuple["Branch", ...]
    repeated: bool

    @property
    def is_listed(self) -> bool:
        """Whether it is a listed party, or may be one."""
        return bool(self.listed)


def tree(row: Mapping[str, Any]) -> Branch:
    """The tree of a row of OWNED: the company is the root, the listed owners are the leaves."""
    into: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for link in row["chain"]:
        into[link["owned"]].append(link)
    listed: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for owner in row["listed_owners"]:
        listed[owner["owner"]].append(owner)
    drawn = {row["company"]}
    return Branch(
        name=row["company_name"],
        node=row["company"],
        standing=row["wording"],
        holding="",
        source="",
        listed=(),
        owners=tuple(_branches(row["company"], into, listed, drawn)),
        repeated=False,
    )


def _branches(
    company: str,
    into: Mapping[str, Sequence[Mapping[str, Any]]],
    listed: Mapping[str, Sequence[Mapping[str, Any]]],
    drawn: set[str],
) -> Iterator[Branch]:
    for link in into.get(company, ()):
        owner = link["owner"]
        repeated = owner in drawn and owner in into
        drawn.add(owner)
        yield Branch(
            name=link["owner_name"],
            node=owner,
            standing=_STANDING.get(link["standing"] or "", ""),
            holding=_holding(link),
            source=_source(link),
            listed=tuple(map(_match, listed.get(owner, ()))),
            owners=() if repeated else tuple(_branches(owner, into, listed, drawn)),
            repeated=repeated,
        )


def _holding(link: Mapping[str, Any]) -> str:
    """The holding in words: `50 %`, `25 to 50 % of votes`, `controls`."""
    if link["min_pct"] is None:
        return "controls"
    share = percent(link["min_pct"], link["max_pct"])
    return f"{share} of votes" if link["kind"] == "voting" else share


def _source(link: Mapping[str, Any]) -> str:
    """The date and source of a holding, and its row in the table."""
    row = None if link["row"] is None else f"row {link['row']}"
    parts = (link["as_of"] and link["as_of"].isoformat(), link["source"], row)
    return ", ".join(part for part in parts if part)


def _match(owner: Mapping[str, Any]) -> str:
    """The listed party that an owner is: `Chen, Zhi (us_ofac_sdn:55505), by name 0.93`."""
    party = f"{owner['caption']} ({owner['entity_id']})"
    if owner["via"] == "id":
        return party
    score = "" if owner["score"] is None else f" {owner['score']:.2f}"
    return f"{party}, by {owner['via'].replace('_', ' ')}{score}"


def tree_text(row: Mapping[str, Any]) -> str:
    """The tree of a row of OWNED as lines for a terminal.

    >>> link = {"owner": "1", "owner_name": "Ott", "standing": "listed", "owned": "2"}
    >>> share = {"kind": "ownership", "min_pct": 60.0, "max_pct": 60.0}
    >>> said = {"as_of": None, "source": "register", "row": 3}
    >>> row = {"company": "2", "company_name": "Quill Ltd", "wording": "owned",
    ...     "chain_complete": True, "listed_owners": [], "chain": [link | share | said]}
    >>> print(tree_text(row), end="")
    Quill Ltd (2): owned
    └── 60 %: Ott (1), listed [register, row 3]
    """
    root = tree(row)
    lines = [f"{_called(root)}: {root.standing}", *_lines(root.owners, "")]
    if not row["chain_complete"]:
        lines.append("… the chain is longer; the holdings nearest to the company are shown")
    return "".join(f"{harmless(line)}\n" for line in lines)


def _lines(owners: Sequence[Branch], indent: str) -> Iterator[str]:
    for place, branch in enumerate(owners, start=1):
        last = place == len(owners)
        yield f"{indent}{'└── ' if last else '├── '}{_line(branch)}"
        yield from _lines(branch.owners, indent + ("    " if last else "│   "))


def _line(branch: Branch) -> str:
    standing = f", {branch.standing}" if branch.standing else ""
    listed = f": {'; '.join(branch.listed)}" if branch.listed else ""
    source = f" [{branch.source}]" if branch.source else ""
    above = " (its owners stand above)" if branch.repeated else ""
    return f"{branch.holding}: {_called(branch)}{standing}{listed}{source}{above}"


def _called(branch: Branch) -> str:
    return branch.name if branch.name == branch.node else f"{branch.name} ({branch.node})"

"""Write the tables of the README and the pages that come from code and data, between their marks.

Run: python docs/make_tables.py
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from sanctionscreen import Policy, Watchlist, screen
from sanctionscreen.intake.headings import HEADINGS, Role
from sanctionscreen.intake.roles import SINGLE
from sanctionscreen.sources.manifest import ListSource, list_ids, list_source
from sanctionscreen.variants import CLASSES

ROOT: Final = Path(__file__).resolve().parents[1]

ROLES: Final = {
    Role.QUERY_ID: "your own id of the row; stands in every hit",
    Role.NAME: "a whole name, in any script",
    Role.ALIAS: "other names of the same party",
    Role.NATIVE_NAME: "the name in its own script",
    Role.FIRST_NAME: "given name; joined with the last name",
    Role.MIDDLE_NAME: "middle name or patronymic",
    Role.LAST_NAME: "family name",
    Role.TYPE: "person, organisation, vessel or aircraft",
    Role.GENDER: "male or female",
    Role.BIRTH_DATE: "day, month or year of birth",
    Role.COUNTRY: "country of residence, registration or flag",
    Role.NATIONALITY: "nationality",
    Role.CITIZENSHIP: "citizenship",
    Role.ID_NUMBER: "a document number; `id_type` says of what kind",
    Role.ID_TYPE: "what `id_number` is",
    Role.ID_COUNTRY: "who issued the document",
    Role.PASSPORT: "passport number",
    Role.NATIONAL_ID: "number of an identity card or national register",
    Role.TAX_ID: "tax number",
    Role.REGISTRATION_NUMBER: "number in a company register",
    Role.LEI: "Legal Entity Identifier",
    Role.BIC: "BIC (SWIFT code)",
    Role.IMO: "IMO number of a ship",
    Role.MMSI: "MMSI number of a ship",
    Role.ADDRESS: "address, or a part of it; kept, not compared yet",
    Role.WALLET: "wallet address of any chain",
}

#: What each setting of the policy does; the values come from the shipped policy.
SETTINGS: Final = {
    "threshold.hit": "a pair is a hit from this score",
    "threshold.article_alias": "the same, where the listed name is an accepted article alias",
    "threshold.strict": "the same, where it is a weak alias under `strict`",
    "weak_aliases.us_ofac_sdn": "what weak aliases of OFAC's list may do",
    "weak_aliases.other_lists": "what weak aliases of the other lists may do",
    "threshold.most": "the highest score of names that are not the same",
    "gate.coverage": "what meets must weigh this share of one of the two names",
    "gate.query": "… and on both sides together as much as this share of the query",
    "gate.listed": "… and this share of the listed name",
    "gate.other_script": "at most this share of a name in Arabic, Hebrew or Chinese script",
    "gate.letter": "a single letter of a personal name may stand for a word of this weight there",
    "word.one_edit_from": "words of so many letters are found with one letter more, less or other",
    "word.two_edits_from": "… with two",
    "word.one_sound_from": "words of so many sounds are found with one sound more, less or other",
    "word.one_consonant_from": "the same for consonants, towards scripts that write no vowels",
    "word.least": "words less alike than this are other words",
    "word.least_short": "… of up to three letters, in which one letter is much",
    "word.scanned_cost": "edits for letters that a scanner took for others",
    "word.sound_cost": "edits for sounding alike",
    "word.digit_cost": "edits for digits that stand for letters",
    "word.nickname": "similarity of a short form and its full name",
    "word.initial": "similarity of a single letter and a word that begins with it",
    "word.joined": "similarity of words written together and apart",
    "person.one_word": "one word of a longer personal name keeps this share of its score",
    "person.reversed": "son and father in changed places keep this share",
    "organisation.head": "score of the distinctive head of a listed name, as far as it is alike",
    "organisation.head_weight": "… if the head weighs at least this much",
    "organisation.letters_moved": "single letters in another order keep this share",
    "han.same_reading": "score of other Chinese characters with the same reading",
    "evidence.identifier": "the same document number",
    "evidence.identifier_floor": "… and the score is at least this",
    "evidence.wallet_floor": "the score of an equal wallet address is at least this",
    "evidence.birth_same": "the dates of birth agree",
    "evidence.birth_close": "day and month swapped, or one digit differs",
    "evidence.birth_near": "less than two years apart",
    "evidence.birth_year_slip": "the last digit of the year, where one side states the year alone",
    "evidence.birth_other_decade": "… another digit of the year",
    "evidence.birth_differs": "two years apart or more",
    "evidence.country_same": "a country in common",
    "evidence.country_differs": "no country in common",
    "evidence.gender_differs": "another gender",
    "evidence.type_differs": "another type, such as a person and an organisation",
    "evidence.shortest_identifier": "shorter document numbers are not compared",
    "label.coined": "a word of a wallet's label that weighs this may alone be somebody's name",
    "label.published": "… that weighs this, where a list publishes the very word as a whole name",
    "label.shortest": "letters of the shortest such word",
    "label.heavy": "a name beside other words weighs this, and more than they do",
    "label.rare": "the head of a longer name weighs this, of a party not known for wallets",
    "label.rare_person": "two words of a longer personal name weigh this",
    "label.person_words": "a person needs so many words",
    "label.slip_from": "words of so many letters may have one slip inside",
    "label.joined_from": "letters of a word that may be several written as one",
    "label.most_words": "words of a part of a label that are looked at",
    "label.longest_phrase": "words of a name that stands among others",
    "label.known_programmes": "who is listed under a programme that begins so is known for "
    "wallets, as is who has one listed",
}

#: The pairs of a row of examples/counterparties.csv and a listed party that the README shows.
SHOWN: Final = (
    ("C003", "us_ofac_sdn:55505"),
    ("C004", "us_ofac_sdn:55505"),
    ("C006", "us_ofac_sdn:55862"),
    ("C007", "us_ofac_sdn:55998"),
    ("C008", "us_ofac_sdn:53054"),
    ("C012", "us_ofac_sdn:55979"),
    ("C014", "us_ofac_sdn:55957"),
    ("C015", "us_ofac_sdn:55505"),
    ("C016", "us_fincen_311:h-c64e6de77102"),
)


def columns_table() -> str:
    """One row a role: what it means, how many columns may have it, the headings it is known by."""
    lines = ["| role | means | columns | headings |", "|---|---|---|---|"]
    for role in Role:
        how_many = "one" if role in SINGLE else "any number"
        words = [word.strip() for word in HEADINGS[role].split(",")]
        headings = ", ".join(f"`{word}`" for word in words)
        lines.append(f"| `{role}` | {ROLES[role]} | {how_many} | {headings} |")
    return "\n".join(lines)


def settings() -> dict[str, object]:
    """Every setting of the shipped policy, as `section.name`."""
    sections = Policy.default().model_dump(mode="json", exclude={"name"})
    return {
        f"{section}.{name}": value
        for section, content in sections.items()
        for name, value in content.items()
    }


def policy_table() -> str:
    """One row a setting of the policy, with its shipped value and what it does."""
    lines = ["| setting | shipped value | does |", "|---|---|---|"]
    for name, value in settings().items():
        shown = ", ".join(value) if isinstance(value, list) else value
        lines.append(f"| `{name}` | {shown} | {SETTINGS[name]} |")
    return "\n".join(lines)


def classes_table() -> str:
    """One row a class of variants."""
    lines = ["| class | of | what is done to a listed name |", "|---|---|---|"]
    for one in CLASSES:
        kinds = ", ".join(f"{kind}s" for kind in one.kinds)
        lines.append(f"| `{one.name}` | {kinds} | {one.says} |")
    return "\n".join(lines)


def lists_table() -> str:
    """One row a list that is shipped."""
    lines = ["| list id | list | formats, best first | licence |", "|---|---|---|---|"]
    for source in map(list_source, list_ids()):
        formats = ", ".join(f"`{one}`" for one in source.formats)
        lines.append(f"| `{source.id}` | {source.title} | {formats} | {source.licence} |")
    return "\n".join(lines)


def bounds_table() -> str:
    """One row a list: the counts that the guard `bounds` looks at."""
    lines = ["| list | counts, from … to |", "|---|---|"]
    for source in map(list_source, list_ids()):
        counts = (f"{kind} {low:,} to {high:,}" for kind, (low, high) in source.bounds.items())
        lines.append(f"| `{source.id}` | {'; '.join(counts)} |")
    return "\n".join(lines)


def ignored_table() -> str:
    """One row a reason: the fields that a list has and nobody reads."""
    return _reasons("fields", "not read because", lambda source: source.ignored, code=True)


def scope_table() -> str:
    """One row a reason: what else of a list is left out."""
    return _reasons("left out", "because", lambda source: source.scope, code=False)


def _reasons(
    what: str, why: str, told: Callable[[ListSource], Mapping[str, str]], *, code: bool
) -> str:
    """Rows of lists, things and reason; what several lists say alike stands once."""
    things: dict[tuple[str, str], list[str]] = {}
    for source in map(list_source, list_ids()):
        for thing, reason in told(source).items():
            things.setdefault((thing, reason), []).append(f"`{source.id}`")
    rows: dict[tuple[str, str], list[str]] = {}
    for (thing, reason), lists in things.items():
        shown = f"`{thing}`" if code else thing
        rows.setdefault((", ".join(lists), reason), []).append(shown)
    lines = [f"| list | {what} | {why} |", "|---|---|---|"]
    lines += [f"| {key[0]} | {', '.join(found)} | {key[1]} |" for key, found in rows.items()]
    return "\n".join(lines)


def hits_table() -> str:
    """One row a pair of the example: what the file says, what the list says, score and reasons."""
    hits = screen(ROOT / "examples" / "counterparties.csv", Watchlist.bundled()).hits
    found = {(hit["query_id"], hit["entity_id"]): hit for hit in hits.iter_rows(named=True)}
    lines = ["| your file says | the list says | score | why |", "|---|---|---|---|"]
    for pair in SHOWN:
        hit = found[pair]
        listed = f"{hit['listed_name']} (`{hit['entity_id']}`, {hit['effect']})"
        asked = f"{hit['query_name']}{_proof(hit)}"
        lines.append(f"| {asked} | {listed} | {hit['score']:.2f} | {_why(hit)} |")
    return "\n".join(lines)


def _proofs(hit: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in hit["evidence"] if one["kind"] in {"identifier_same", "wallet_same"}]


def _proof(hit: Mapping[str, Any]) -> str:
    return "".join(f", {_short(one['query'])}" for one in _proofs(hit))


def _short(text: str) -> str:
    """A long wallet address with its middle left out."""
    return re.sub(r"\b(\w{8})\w{20,}(\w{4})\b", r"\1…\2", text)


def _why(hit: Mapping[str, Any]) -> str:
    proofs = _proofs(hit)
    if proofs:
        kind = "the same wallet" if proofs[0]["kind"] == "wallet_same" else "the same document"
        return f"{kind}, under another name"
    facts = [one["kind"].replace("_", " ") for one in hit["evidence"][1:] if one["note"] == ""]
    return "; ".join([hit["evidence"][0]["note"], *facts]).replace("|", "/")


#: Each table by its name, with the page that holds it.
TABLES: Final[dict[str, tuple[str, Callable[[], str]]]] = {
    "columns": ("docs/files.md", columns_table),
    "policy": ("docs/matching.md", policy_table),
    "classes": ("docs/calibrate.md", classes_table),
    "lists": ("docs/lists.md", lists_table),
    "bounds": ("docs/lists.md", bounds_table),
    "ignored": ("docs/lists.md", ignored_table),
    "scope": ("docs/lists.md", scope_table),
    "hits": ("README.md", hits_table),
}


def render(page: str, name: str) -> str:
    """The text of a page with one of its tables made anew."""
    begin, end = f"<!-- {name}: made by docs/make_tables.py -->\n", f"<!-- end of {name} -->\n"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the marks of the table {name!r} are missing")
    return f"{before}{begin}\n{TABLES[name][1]()}\n\n{end}{after}"


def main() -> None:
    """Write every table."""
    for name, (file, _) in TABLES.items():
        path = ROOT / file
        path.write_text(render(path.read_text(encoding="utf-8"), name), encoding="utf-8")


if __name__ == "__main__":
    main()

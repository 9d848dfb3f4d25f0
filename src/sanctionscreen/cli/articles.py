"""`articles add`, `list`, `show`: articles in, alias proposals out."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import typer

from sanctionscreen.articles.archive import Articles
from sanctionscreen.articles.article import MAX_BYTES, article_bytes, read_article
from sanctionscreen.articles.notes import side_by_side
from sanctionscreen.articles.reader import ArticleReader
from sanctionscreen.articles.review import AliasState, ReviewedAlias
from sanctionscreen.articles.source import Source
from sanctionscreen.cli import options as opt
from sanctionscreen.cli.writing import put, put_rows
from sanctionscreen.errors import InputError
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.output.layout import harmless
from sanctionscreen.snapshots.pages import fetch_page

UNREAD: Final = 4
BAD_USE: Final = 2
_ADDED: Final = ("input", "outcome", "reason", "mentions", "proposals", "new")
_NOTED: Final = ("topic", "figure", "who", "source")
_LISTED: Final = ("id", "variant", "entity_id", "kind", "score", "state", "source")

StateOption = Annotated[
    list[AliasState] | None,
    typer.Option("--state", help="Only proposals in this state (repeat); default: all."),
]


def add_command(
    inputs: Annotated[list[str], typer.Argument(help="Files (text or HTML) and web addresses.")],
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(help="Its headline.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Its language, such as en.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it stands, if a file is given.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of files; default: seen.")] = None,
    notes: Annotated[
        bool,
        typer.Option("--notes", help="Also keep notes for the analyst; see `articles notes`."),
    ] = False,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Read articles: keep them, and propose name variants for the listed parties they name."""
    stated = Source(
        title=title,
        outlet=outlet,
        author=author,
        published_on=None if published is None else published.date(),
        language=language,
        url=url,
    )
    watchlist = opt.open_watchlist(store, lists, require_complete=False, quiet=quiet)
    reader = ArticleReader(watchlist, policy=opt.read_policy(policy, None, None))
    articles = Articles(opt.open_store(store).root)
    at = opt.utc(now)
    take = _Adding(reader, articles, stated, at, encoding, notes)
    rows = [take.added(given) for given in inputs]
    for row in rows:
        for warning in row["warnings"]:
            opt.say(harmless(f"{row['input']}: {warning}"), quiet=quiet)
    _put(rows, _ADDED, format_, output)
    failed = sum(row["outcome"] == "failed" for row in rows)
    if failed:
        raise typer.Exit(BAD_USE if failed == len(rows) else UNREAD)


class _Adding(NamedTuple):
    """What all inputs of one run share."""

    reader: ArticleReader
    articles: Articles
    stated: Source
    at: datetime
    encoding: str | None
    with_notes: bool

    def added(self, given: str) -> dict[str, Any]:
        """What became of one input; a bad one does not stop the others."""
        row: dict[str, Any] = {"input": given, "outcome": "failed", "reason": ""}
        try:
            raw, source, encoding = self._fetched(given)
            article = read_article(raw, now=self.at, source=source, name=given, encoding=encoding)
        except InputError as error:
            counts = {"mentions": 0, "proposals": 0, "new": 0}
            return row | {"reason": error.reason, "document": None, **counts, "warnings": []}
        done = self.reader.add(article, raw, self.articles, with_notes=self.with_notes)
        return row | done.model_dump(mode="json")

    def _fetched(self, given: str) -> tuple[bytes, Source, str | None]:
        """The bytes of a file or page, where they are from, and their encoding if it is stated."""
        if not given.startswith(("http://", "https://")):
            return article_bytes(Path(given), name=given), self.stated, self.encoding
        page = fetch_page(given, now=self.at, max_bytes=MAX_BYTES)
        source = self.stated.model_copy(update={"url": page.final_url})
        return page.content, source, page.encoding


def list_command(
    state: StateOption = None,
    entity: Annotated[
        str | None, typer.Option("--entity", help="Only of this party, such as us_ofac_sdn:53054.")
    ] = None,
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """List the proposals, the strongest first: variant, party, score, state, quote and source."""
    opened = opt.open_store(store)
    overlay = Articles(opened.root).overlay()
    watchlist = Watchlist.open(opened) if opened.list_ids() else Watchlist.bundled()
    listed = frozenset(watchlist.frames["entities"]["entity_id"])
    on = opt.utc(now).date()
    rows = [
        _row(alias, found)
        for alias in _ranked(overlay.aliases)
        if (found := alias.state(on=on, listed=listed)) in (state or list(AliasState))
        and entity in {None, alias.proposal.entity_id}
    ]
    if not rows:
        opt.say("no proposals", quiet=quiet)
    _put(rows, _LISTED, format_, output)


def _put(
    rows: Sequence[Mapping[str, Any]],
    shown: Sequence[str],
    format_: opt.Format | None,
    output: Path | None,
) -> None:
    """The rows; in a table only the columns that a terminal has room for."""
    chosen = opt.choose_format(format_, output)
    narrow = [{column: row[column] for column in shown} for row in rows]
    put_rows(narrow if chosen is opt.Format.TABLE else rows, output, format_=chosen)


def _ranked(aliases: Mapping[str, ReviewedAlias]) -> list[ReviewedAlias]:
    return sorted(aliases.values(), key=lambda one: (-one.proposal.score, one.proposal.id))


def _row(alias: ReviewedAlias, state: AliasState) -> dict[str, object]:
    """A proposal with its strongest sighting."""
    proposal = alias.proposal
    best = max(proposal.sightings, key=lambda one: one.score)
    return {
        "id": proposal.id,
        "entity_id": proposal.entity_id,
        "variant": proposal.variant,
        "kind": proposal.kind.value,
        "score": proposal.score,
        "state": state.value,
        "quote": best.quote,
        "source": best.source,
        "published_at": None if best.published_on is None else best.published_on.isoformat(),
    }


def show_command(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id of a proposal, or its beginning.")],
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
) -> None:
    """Show one proposal in full: every sighting with its quote and score, every decision."""
    alias = Articles(opt.open_store(store).root).overlay().alias(id_)
    if format_ not in {None, opt.Format.TABLE, opt.Format.JSON}:
        raise InputError("show writes table or json", field="--format")
    if format_ is opt.Format.JSON:
        content = {
            **alias.model_dump(mode="json"),
            "state": alias.review_state.value,
            "score": alias.proposal.score,
            "witnesses": alias.proposal.witnesses,
        }
        put(f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode(), output)
    else:
        put("".join(f"{harmless(line)}\n" for line in _lines(alias)).encode(), output)


def _lines(alias: ReviewedAlias) -> list[str]:
    """A proposal as lines to read."""
    proposal = alias.proposal
    lines = [
        f"{proposal.variant}  for  {proposal.entity_id} {proposal.listed_name}",
        f"{proposal.id}: {alias.review_state.value}; {proposal.kind.value}, score "
        f"{proposal.score:.2f}, {proposal.witnesses} independent of {len(proposal.sightings)}",
    ]
    for one in proposal.sightings:
        parts = ", ".join(f"{name} {weight:g}" for name, weight in one.parts.items())
        also = f"; may also mean {', '.join(one.also)}" if one.also else ""
        lines += [
            "",
            f"“{one.quote}”",
            f"  {one.source}; {one.kind.value} {one.score:.2f} ({parts}){also}",
            f"  document {one.document[:16]}, characters {one.start} to {one.end}; "
            f"{one.extractor}; list {one.snapshot_id}",
        ]
    for event in alias.decisions:
        until = "" if event.expires_on is None else f", until {event.expires_on.isoformat()}"
        word = "" if event.decision is None else event.decision.value
        lines.append(f"{event.at.isoformat()} {word} by {event.by}{until}: {event.reason}")
    return lines


def notes_command(
    topic: Annotated[
        str | None, typer.Option("--topic", help='Only this topic, such as "ID: persons".')
    ] = None,
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Show the figures of articles side by side, with who says so; never part of screening."""
    topics = side_by_side(Articles(opt.open_store(store).root).notes())
    rows = [
        {
            "topic": name,
            "figure": claim.text,
            "value": claim.value,
            "upper": claim.upper,
            "bound": claim.bound,
            "who": claim.who,
            "source": notes.caption,
            "listed": list(notes.listed),
            "document": notes.document,
            "start": claim.start,
        }
        for name, claims in topics.items()
        for notes, claim in claims
        if topic in {None, name}
    ]
    if not rows:
        opt.say("no notes: articles add --notes takes them", quiet=quiet)
    _put(rows, _NOTED, format_, output)

"""`articles accept`, `reject`, `withdraw`, `export`, `import`: decisions, and sharing them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.articles.archive import Articles
from sanctionscreen.articles.review import Event
from sanctionscreen.cli import options as opt
from sanctionscreen.cli.articles import BAD_USE, UNREAD
from sanctionscreen.cli.writing import put
from sanctionscreen.errors import InputError
from sanctionscreen.output.layout import harmless
from sanctionscreen.sources.folder import lists_dir

_SHOWN_PROBLEMS: Final = 20
_BUNDLED: Final = "prince_group_aliases.jsonl"

IdsArgument = Annotated[
    list[str], typer.Argument(help="Ids of proposals; their beginning is enough.")
]
ByOption = Annotated[str, typer.Option("--by", help="Who decides; stands in the log.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; stands in the log.")]


def accept_command(
    ids: IdsArgument,
    by: ByOption,
    reason: ReasonOption,
    expires: Annotated[
        datetime | None,
        typer.Option("--expires", formats=["%Y-%m-%d"], help="Last day on which it is used."),
    ] = None,
    store: opt.StoreOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Accept proposals: from now on screening finds these names."""
    last = None if expires is None else expires.date()

    def accept(articles: Articles, id_: str, at: datetime) -> Event:
        return articles.accept(id_, by=by, reason=reason, at=at, expires_on=last)

    _decide(ids, accept, store, now, quiet=quiet)


def reject_command(
    ids: IdsArgument,
    by: ByOption,
    reason: ReasonOption,
    store: opt.StoreOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Reject proposals: they are no names of these parties."""

    def reject(articles: Articles, id_: str, at: datetime) -> Event:
        return articles.reject(id_, by=by, reason=reason, at=at)

    _decide(ids, reject, store, now, quiet=quiet)


def withdraw_command(
    ids: IdsArgument,
    by: ByOption,
    reason: ReasonOption,
    store: opt.StoreOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Withdraw accepted aliases: screening does not use them any more."""

    def withdraw(articles: Articles, id_: str, at: datetime) -> Event:
        return articles.withdraw(id_, by=by, reason=reason, at=at)

    _decide(ids, withdraw, store, now, quiet=quiet)


def _decide(
    ids: Sequence[str],
    decision: Callable[[Articles, str, datetime], Event],
    store: Path | None,
    now: datetime | None,
    *,
    quiet: bool,
) -> None:
    articles = Articles(opt.open_store(store).root)
    for id_ in ids:
        event = decision(articles, id_, opt.utc(now))
        variant = articles.overlay().alias(event.proposal_id).proposal.variant
        word = "" if event.decision is None else event.decision.value
        opt.say(harmless(f"{event.proposal_id} {variant}: {word} by {event.by}"), quiet=quiet)


def export_overlay_command(
    store: opt.StoreOption = None,
    output: opt.OutputOption = None,
) -> None:
    """Write the review log as JSON lines, for another store to import."""
    lines = Articles(opt.open_store(store).root).exported()
    put("".join(f"{line}\n" for line in lines).encode(), output)


def import_overlay_command(
    file: Annotated[Path | None, typer.Argument(help="JSON lines of `articles export`.")] = None,
    bundled: Annotated[
        bool, typer.Option("--bundled", help="The bundled proposals: Prince Group network.")
    ] = False,
    proposals_only: Annotated[
        bool, typer.Option("--proposals-only", help="Leave the decisions of others out.")
    ] = False,
    store: opt.StoreOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Import the proposals and decisions of another store; nothing known comes in twice."""
    if (file is None) is not bundled:
        raise InputError("give a file, or --bundled", field="FILE")
    file = lists_dir() / "bundled" / _BUNDLED if file is None else file
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"it cannot be read: {error}", file=str(file)) from None
    done = Articles(opt.open_store(store).root).import_events(
        text.splitlines(), name=file.name, now=opt.utc(now), proposals_only=proposals_only
    )
    for problem in done.problems[:_SHOWN_PROBLEMS]:
        opt.say(harmless(f"{problem.record}, field {problem.field}: {problem.reason}"))
    if len(done.problems) > _SHOWN_PROBLEMS:
        opt.say(f"… and {len(done.problems) - _SHOWN_PROBLEMS} more")
    opt.say(f"{done.read} read, {done.added} added, {done.known} known", quiet=quiet)
    if done.problems:
        raise typer.Exit(BAD_USE if len(done.problems) == done.read else UNREAD)

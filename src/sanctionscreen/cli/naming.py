"""`name`, with its options."""

from typing import Annotated

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.one_name import Asked, show_name


def name_command(
    name: Annotated[str, typer.Argument(help="The name, in any script.")],
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    weak_aliases: opt.WeakOption = None,
    include_proposed: opt.ProposedOption = False,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    ofac_score: opt.OfacScoreOption = False,
    exit_code: opt.ExitCodeOption = False,
    require_complete: opt.CompleteOption = False,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Screen one name: a ranked table."""
    asked = Asked(
        store, lists, policy, threshold, weak_aliases, include_proposed, format_, output,
        ofac_score, require_complete, as_of, known_at, max_age, now, quiet,
    )  # fmt: skip
    leave(rejected=0, found=show_name(name, asked), exit_code=exit_code, allow_unscreened=True)

"""The public names: exactly those of `__all__`, each documented, each function with its command."""

import inspect
from types import ModuleType

import pytest
import typer

import sanctionscreen
from sanctionscreen import ArticleReader, Articles, Store, errors
from sanctionscreen.cli.application import application

FUNCTIONS = {
    name for name in sanctionscreen.__all__ if inspect.isfunction(getattr(sanctionscreen, name))
}
COMMANDS = typer.main.get_command(application()).commands  # type: ignore[attr-defined]
ARTICLES = COMMANDS["articles"].commands

#: The command that does what the function does.
TWINS = {
    "screen": "screen",
    "screen_name": "name",
    "screen_wallets": "wallets",
    "screen_wallet": "wallet",
    "read_tags": "tags",
    "calibrate": "calibrate",
    "explain": "explain",
    "trace": "trace",
    "ownership": "ownership",
    "refresh": "refresh",
    "diff": "diff",
    "rescreen": "rescreen",
    "verify": "verify",
    "rebuild": "rebuild",
    "prune": "prune",
}
STORE_TWINS = {"import_list": "import", "list_ids": "lists"}
#: Commands of `articles`, and the methods of `Articles` and `ArticleReader` that they call.
ARTICLE_TWINS = {
    "add": (ArticleReader, "add"),
    "list": (Articles, "overlay"),
    "show": (Articles, "overlay"),
    "accept": (Articles, "accept"),
    "reject": (Articles, "reject"),
    "withdraw": (Articles, "withdraw"),
    "notes": (Articles, "notes"),
    "export": (Articles, "exported"),
    "import": (Articles, "import_events"),
}
#: Functions that a command line has no use for, with the reason.
WITHOUT_TWIN = {
    "compare": "takes an Entity made in Python; `explain` is the same for a listed party",
    "ofac_score": "one pair of `with_ofac_scores`",
    "with_ofac_scores": "`screen --ofac-score` and `name --ofac-score` do it",
    "tag_seeds": "makes the seeds of `trace --seed category:NAME`",
    "hit_seeds": "makes the seeds of `trace --hits`",
    "listed_seeds": "makes the seeds of `trace` and `trace --seed`",
    "read_ledger": "reads the transfers of `trace`",
    "to_ledger": "the same for a frame",
    "with_owned": "`screen --holdings` does it",
    "read_article": "a part of `articles add`, which also keeps the article",
    "with_aliases": "every screening command uses the accepted aliases of its store",
    "outputs_ledger": "reads the transfers of `trace --inputs`",
    "require_fresh": "`--max-age` of every command that screens",
    "watchlist_since": "`--since` of `rescreen`",
    "record_digest": "makes the `record` column of `exclude`, which is a frame",
}


def test_all_is_what_is_visible() -> None:
    visible = {
        name
        for name, value in vars(sanctionscreen).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert visible == set(sanctionscreen.__all__)


def test_all_is_sorted() -> None:
    assert sanctionscreen.__all__ == sorted(sanctionscreen.__all__)


@pytest.mark.parametrize("name", sanctionscreen.__all__)
def test_public_names_say_what_they_are(name: str) -> None:
    documentation = inspect.getdoc(getattr(sanctionscreen, name))
    assert documentation
    assert documentation.partition("\n")[0].endswith(".")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_public_functions_take_few_things_by_place(name: str) -> None:
    parameters = inspect.signature(getattr(sanctionscreen, name)).parameters.values()
    by_place = [one for one in parameters if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert 1 <= len(by_place) <= 3


def test_every_public_function_has_a_command_or_a_reason() -> None:
    assert TWINS.keys() | WITHOUT_TWIN.keys() == FUNCTIONS
    assert TWINS.keys() & WITHOUT_TWIN.keys() == set()


def test_every_command_has_a_function() -> None:
    aliases = {"why-not", "articles"}
    assert COMMANDS.keys() - aliases == {*TWINS.values(), *STORE_TWINS.values()}
    assert all(hasattr(Store, name) for name in STORE_TWINS)


def test_every_command_of_articles_has_a_method() -> None:
    assert ARTICLES.keys() == ARTICLE_TWINS.keys()
    assert all(hasattr(owner, name) for owner, name in ARTICLE_TWINS.values())


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_every_option_of_articles_has_a_help(name: str) -> None:
    assert ARTICLES[name].help
    assert [one.name for one in ARTICLES[name].params if not one.help] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_has_a_help(name: str) -> None:
    assert COMMANDS[name].help
    assert [one.name for one in COMMANDS[name].params if not one.help] == []


def test_every_error_is_public_and_in_the_tree() -> None:
    kinds = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.SanctionScreenError)
    }
    public = {name for name in sanctionscreen.__all__ if name in kinds}
    assert public == kinds
    assert errors.__doc__ is not None
    assert [name for name in kinds if name not in errors.__doc__] == []

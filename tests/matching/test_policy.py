import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import pytest

from sanctionscreen.errors import PolicyError
from sanctionscreen.matching import model
from sanctionscreen.matching import policy as policy_module
from sanctionscreen.matching.policy import Policy, WeakAliases, matcher_version
from sanctionscreen.text import words

TEXT = (files("sanctionscreen.matching") / "default_policy.toml").read_text(encoding="utf-8")
TABLES: Mapping[str, Mapping[str, object]] = {
    name: table for name, table in tomllib.loads(TEXT).items() if isinstance(table, dict)
}
SETTINGS = [(table, setting) for table, settings in TABLES.items() for setting in settings]
OTHERS = [(table, setting) for table, setting in SETTINGS if table != "weak_aliases"]


def toml(tables: Mapping[str, Mapping[str, object]]) -> str:
    return "\n".join(('name = "changed"', *_lines(tables)))


def _lines(tables: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for table, settings in tables.items():
        yield f"[{table}]"
        for setting, value in settings.items():
            yield f"{setting} = {str(value).lower() if isinstance(value, bool) else repr(value)}"


def changed(table: str, setting: str, value: object) -> str:
    return toml({**TABLES, table: {**TABLES[table], setting: value}})


def without(table: str, setting: str) -> str:
    rest = {name: value for name, value in TABLES[table].items() if name != setting}
    return toml({**TABLES, table: rest})


def refused(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        Policy.parse(text, name="mine.toml")
    return str(caught.value)


def test_the_default_is_the_shipped_file() -> None:
    assert Policy.parse(TEXT, name="default_policy.toml") == Policy.default()


@pytest.mark.parametrize(("table", "setting"), SETTINGS)
def test_a_missing_setting_is_named(table: str, setting: str) -> None:
    assert f"mine.toml: {table}.{setting}: Field required" in refused(without(table, setting))


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_is_named(table: str) -> None:
    rest = {name: settings for name, settings in TABLES.items() if name != table}
    assert f"mine.toml: {table}: Field required" in refused(toml(rest))


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_setting_is_named(table: str) -> None:
    assert f"mine.toml: {table}.hti: Extra inputs" in refused(changed(table, "hti", 0.8))


def test_an_unknown_table_is_named() -> None:
    assert "mine.toml: extra: Extra inputs" in refused(toml({**TABLES, "extra": {}}))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(-2, id="too low"),
        pytest.param(1001, id="too high"),
        pytest.param("0.8", id="text"),
        pytest.param(True, id="a truth value"),
        pytest.param(float("nan"), id="no number"),
        pytest.param(float("inf"), id="infinite"),
    ],
)
@pytest.mark.parametrize(("table", "setting"), OTHERS)
def test_a_value_out_of_range_is_named(table: str, setting: str, value: object) -> None:
    assert f"mine.toml: {table}.{setting}: Input should be" in refused(
        changed(table, setting, value)
    )


@pytest.mark.parametrize("setting", TABLES["weak_aliases"])
def test_an_unknown_switch_is_named(setting: str) -> None:
    assert f"weak_aliases.{setting}" in refused(changed("weak_aliases", setting, "maybe"))


def test_every_wrong_setting_is_named_at_once() -> None:
    table = {**TABLES["threshold"], "hit": 2, "strict": -1}
    message = refused(toml({**TABLES, "threshold": table}))
    assert "threshold.hit" in message
    assert "threshold.strict" in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"hit = ", "not TOML", id="not TOML"),
        pytest.param(b"\xff\xfe", "cannot be read", id="not UTF-8"),
        pytest.param(None, "cannot be read", id="no file"),
    ],
)
def test_an_unreadable_file_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PolicyError, match=reason) as caught:
        Policy.read(path)
    assert str(path) in str(caught.value)


def test_a_policy_without_a_name_is_refused() -> None:
    assert "name" in refused(TEXT.replace('name = "default"', ""))


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT, encoding="utf-8")
    assert Policy.read(path) == Policy.default()


def test_the_digest_is_of_the_settings_alone() -> None:
    tables = {name: dict(sorted(TABLES[name].items())) for name in sorted(TABLES)}
    assert list(tables) != list(TABLES)
    reordered = Policy.parse("# a comment\n" + toml(tables), name="mine.toml")
    assert reordered.name != Policy.default().name
    assert reordered.digest == Policy.default().digest


def other_than(value: object) -> object:
    """Another value that a setting may have."""
    if isinstance(value, list):
        return value[:-1]
    return value + 1 if isinstance(value, int) else 0.123456


@pytest.mark.parametrize(("table", "setting"), OTHERS)
def test_every_setting_is_in_the_digest_and_the_matcher_version(table: str, setting: str) -> None:
    other = other_than(TABLES[table][setting])
    policy = Policy.parse(changed(table, setting, other), name="mine.toml")
    assert policy.digest != Policy.default().digest
    assert matcher_version(policy) != matcher_version(Policy.default())


@pytest.mark.parametrize("setting", TABLES["weak_aliases"])
def test_every_switch_is_in_the_digest(setting: str) -> None:
    policy = Policy.parse(changed("weak_aliases", setting, "full"), name="mine.toml")
    assert policy.digest != Policy.default().digest


@pytest.mark.parametrize("hit", [1, 1.0])
def test_whole_thresholds_have_one_digest(hit: float) -> None:
    policy = Policy.default().with_threshold(hit)
    assert policy.threshold.hit == 1.0
    assert policy.digest == Policy.default().with_threshold(1.0).digest


@pytest.mark.parametrize("hit", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_threshold_out_of_range_is_refused(hit: float) -> None:
    with pytest.raises(PolicyError, match=r"threshold\.hit"):
        Policy.default().with_threshold(hit)


def test_changes_leave_the_policy_as_it_was() -> None:
    before = Policy.default().digest
    Policy.default().with_threshold(0.5).with_weak_aliases(WeakAliases.FULL)
    assert Policy.default().digest == before


@pytest.mark.parametrize(
    ("list_id", "rule"),
    [
        pytest.param("us_ofac_sdn", WeakAliases.CONFIRM, id="OFAC"),
        pytest.param("us_ofac_cons", WeakAliases.STRICT, id="another list of OFAC's"),
        pytest.param("un_sc", WeakAliases.STRICT, id="another list"),
    ],
)
def test_weak_aliases_by_list(list_id: str, rule: WeakAliases) -> None:
    assert Policy.default().weak_alias_rule(list_id) is rule


@pytest.mark.parametrize("rule", WeakAliases)
@pytest.mark.parametrize("list_id", ["us_ofac_sdn", "un_sc"])
def test_one_rule_for_all_lists(list_id: str, rule: WeakAliases) -> None:
    assert Policy.default().with_weak_aliases(rule).weak_alias_rule(list_id) is rule


@pytest.mark.parametrize("kind", ["max_edits", "max_sound_edits", "max_consonant_edits"])
def test_edits_by_length(kind: str) -> None:
    edits = [getattr(Policy.default().word, kind)(length) for length in range(1, 36)]
    assert edits[-1] > edits[0] == 0
    assert edits == sorted(edits)
    assert all(0 <= edit < length for length, edit in enumerate(edits, start=1))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("installed_version", lambda _: "0"), id="the library or a dependency"),
        pytest.param(("unidata_version", "0.0.0"), id="Unicode"),
    ],
)
def test_the_matcher_version_is_of_all_that_moves_a_score(
    change: tuple[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = matcher_version(Policy.default())
    monkeypatch.setattr(policy_module, *change)
    monkeypatch.setattr(policy_module, "versions", policy_module.versions.__wrapped__)
    assert matcher_version(Policy.default()) != before


def test_the_matcher_version_is_of_the_word_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    before = matcher_version(Policy.default())
    monkeypatch.setattr(words, "digest", lambda: "other tables")
    assert matcher_version(Policy.default()) != before


def test_the_name_model_is_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    digest, matcher = Policy.default().digest, matcher_version(Policy.default())
    monkeypatch.setattr(model, "digest", lambda: "another model")
    assert Policy.default().digest != digest
    assert matcher_version(Policy.default()) != matcher

"""Settings from one TOML file that states them all: what a policy and the ownership rules are."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, Self

from sanctionscreen.errors import PolicyError


class _Dumped(Protocol):
    def model_dump(self, *, mode: str, exclude: set[str]) -> dict[str, Any]: ...


class Within(NamedTuple):
    """The bounds of a number in settings, both included; a text or a truth value is no number."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "ge": self.low, "le": self.high, "strict": True}


class Told(NamedTuple):
    """A text in settings that is not empty."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "min_length": 1}


#: What pydantic calls an unknown setting of a dataclass.
_SAID: Final = {"unexpected_keyword_argument": "Extra inputs are not permitted"}


class Settings:
    """Every setting of something, with a name that changes nothing: a model or dataclass."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """The settings in a TOML file, which must state every one.

        Raises:
            PolicyError: unreadable, not TOML, or a setting is missing, unknown or out of range.
        """
        try:
            return cls.parse(path.read_text(encoding="utf-8"), name=str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path}: cannot be read: {error}") from error

    @classmethod
    def parse(cls, text: str, *, name: str) -> Self:
        """The settings in TOML text; `name` is what errors call it.

        Raises:
            PolicyError: not TOML, or a setting is missing, unknown or out of range.
        """
        from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # only for strangers'

        try:
            made: Self = TypeAdapter(cls).validate_python(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"{name}: not TOML: {error}") from error
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(str(part) for part in e['loc'])}: {_SAID.get(e['type'], e['msg'])}"
                for e in error.errors()
            )
            raise PolicyError(f"{name}: {wrong}") from error
        return made

    @property
    def digest(self) -> str:
        """The sha256 of every setting, whatever file they came from."""
        return self.digest_with({})

    def digest_with(self, more: dict[str, str]) -> str:
        """The sha256 of every setting and of what else decides beside them."""
        told: _Dumped = self  # type: ignore[assignment]  # what models and values have
        content = told.model_dump(mode="json", exclude={"name"}) | more
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

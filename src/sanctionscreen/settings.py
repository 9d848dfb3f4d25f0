"""Settings from one TOML file that states them all: what a policy and the ownership rules are."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from sanctionscreen.errors import PolicyError
from sanctionscreen.model import Record, Text


class Settings(Record):
    """Every setting of something, with a name that changes nothing.

    >>> Settings.parse('name = "mine"', name="mine.toml").name
    'mine'
    """

    name: Text

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
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"{name}: not TOML: {error}") from error
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()
            )
            raise PolicyError(f"{name}: {wrong}") from error

    @property
    def digest(self) -> str:
        """The sha256 of every setting, whatever file they came from."""
        return self.digest_with({})

    def digest_with(self, more: dict[str, str]) -> str:
        """The sha256 of every setting and of what else decides beside them."""
        content = self.model_dump(mode="json", exclude={"name"}) | more
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

"""Values: frozen dataclasses that become JSON, and are read from it again.

They have the methods of pydantic's models that this library uses, under the same names, and stand
as fields in such models. They are for what is needed at every start: to import pydantic and to
build its models takes longer than to screen one name. What strangers write pydantic validates.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import (
    Any,
    ClassVar,
    NoReturn,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def value(kind: type[T]) -> type[T]:
    """A class of values: a frozen dataclass whose methods are those of `Value`.

    The standard library would write and compile six methods for each class, at every start.
    """
    return dataclass(init=False, repr=False, eq=False, kw_only=True)(kind)


class Value:
    """The base of classes of values.

    >>> @value
    ... class Seen(Value):
    ...     on: date
    ...     by: tuple[str, ...] = ()
    >>> Seen(on=date(2026, 1, 31)).model_dump_json()
    '{"on":"2026-01-31","by":[]}'
    >>> Seen.model_validate_json('{"on": "2026-01-31", "by": ["me"]}').by
    ('me',)
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    #: Of strangers' settings: what nobody knows is a mistake.
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # as pydantic wants it

    def __init__(self, **given: Any) -> None:
        known = self.__dataclass_fields__
        for name in given.keys() ^ known.keys():
            if name in given:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            given[name] = _default(known[name], type(self).__name__)
        self.__dict__.update(given)
        self._check()

    def _check(self) -> None:
        """Nothing.

        Raises:
            ValueError: the fields of a value say nothing, or do not fit together.
        """

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self)
        return f"{type(self).__qualname__}({told})"

    def __eq__(self, other: object) -> bool:
        return dict(self) == dict(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        if "_hash" not in self.__dict__:  # a policy has many fields, and is asked for at every name
            self.__dict__["_hash"] = hash(tuple(value for _, value in self))
        found: int = self.__dict__["_hash"]
        return found

    def __getstate__(self) -> dict[str, Any]:
        return dict(self)  # without the hash: another process hashes texts otherwise

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """The fields with their names."""
        return ((name, getattr(self, name)) for name in self.__dataclass_fields__)

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: Collection[str] | None = None,
        exclude: Collection[str] = frozenset(),
    ) -> dict[str, Any]:
        """The fields as a dict; with the mode `json` as JSON can hold them."""
        plain = _as_json if mode == "json" else _as_python
        return {
            name: plain(value)
            for name, value in self
            if name not in exclude and (include is None or name in include)
        }

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """The value as JSON."""
        separators = (",", ":") if indent is None else None
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, indent=indent, separators=separators
        )

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """The same value but for these fields."""
        return replace(self, **update)

    @classmethod
    def model_validate(cls, given: Mapping[str, Any]) -> Self:
        """The value that a dict of its fields tells; dates and enums may be texts.

        Raises:
            ValueError: a field is missing, unknown or of another type; says which.
        """
        made: Self = _read(cls, given, "")
        return made

    @classmethod
    def model_validate_json(cls, text: str) -> Self:
        """The value in JSON text.

        Raises:
            ValueError: it is not JSON, or a field is missing, unknown or of another type.
        """
        return cls.model_validate(json.loads(text))


def _as_python(value: object) -> object:
    if isinstance(value, Value):
        return value.model_dump()
    if isinstance(value, tuple):
        return tuple(map(_as_python, value))
    return (
        {key: _as_python(one) for key, one in value.items()} if isinstance(value, dict) else value
    )


def _as_json(value: object) -> object:
    if isinstance(value, Value):
        return value.model_dump(mode="json")
    if isinstance(value, tuple | list | frozenset):
        return [_as_json(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _default(field: Field[Any], owner: str) -> Any:
    """What a field is that nobody states."""
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise TypeError(f"{owner} lacks its field {field.name!r}")


_KNOWN: dict[type, dict[str, Any]] = {}


def _hints(kind: type[Value]) -> dict[str, Any]:
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = {name: hints[name] for name in kind.__dataclass_fields__}
    return _KNOWN[kind]


def _read(kind: Any, given: Any, where: str) -> Any:
    """What is given as a value of a kind; `where` it stands."""
    inner = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        (some,) = (one for one in inner if one is not type(None))
        return None if given is None else _read(some, given, where)
    if get_origin(kind) is tuple:
        return tuple(_read(inner[0], one, where) for one in _checked(given, where, list, tuple))
    if get_origin(kind) is dict:
        items = _checked(given, where, dict).items()
        return {key: _read(inner[1], one, where) for key, one in items}
    return _read_fields(kind, given, where) if issubclass(kind, Value) else _one(kind, given, where)


def _one(kind: type, given: Any, where: str) -> Any:
    """A text, number, date or member of an enum."""
    if isinstance(given, str) and (kind in _PARSED or issubclass(kind, Enum)):
        try:
            return _PARSED.get(kind, kind)(given)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error
    if isinstance(given, bool) and kind is not bool:
        raise ValueError(f"{where}: {given} instead of {kind.__name__}")
    if kind is float:
        return float(_checked(given, where, float, int))
    return _checked(given, where, kind)


_PARSED: Mapping[type, Callable[[str], object]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


def _checked(given: Any, where: str, *kinds: type) -> Any:
    if isinstance(given, kinds):
        return given
    reason = f"{where}: {type(given).__name__} instead of {kinds[0].__name__}"
    raise ValueError(reason)  # as pydantic says it, and json


def _read_fields(kind: type[Value], given: Any, where: str) -> Value:
    if isinstance(given, kind):
        return given
    unknown = set(_checked(given, where, Mapping)) - set(_hints(kind))
    if unknown:
        raise ValueError(f"{where}: there is no field {', '.join(sorted(unknown))}")
    read = {
        name: _read(_hints(kind)[name], value, f"{where}.{name}".lstrip("."))
        for name, value in given.items()
    }
    try:
        return kind(**read)
    except TypeError as error:  # one is missing
        raise ValueError(f"{where}: {error}") from error

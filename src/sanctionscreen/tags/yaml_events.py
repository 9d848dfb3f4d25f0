"""YAML of strangers → plain texts, lists and mappings with line numbers; nothing is executed.

Read event by event: no tag is resolved (an address is no number), no alias is followed, and the
depth is bounded, so that no document can grow or exhaust the stack.
"""

from collections.abc import Iterator
from typing import Final

import yaml

#: Deeper nesting than any pack has.
_DEEPEST: Final = 12
#: The key under which a mapping remembers its line; no YAML key of ours is written so.
LINE: Final = "\0line"
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})

Value = str | None | list["Value"] | dict[str, "Value"]


class YamlProblem(Exception):
    """The text is no YAML that we read; says where and why."""

    def __init__(self, reason: str, line: int) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"line {line}: {reason}")


def load(text: str, *, first_line: int = 1) -> Value:
    r"""The first document in the text: every scalar as text, null where it is empty.

    Raises:
        YamlProblem: the text is not YAML, refers to itself, or is nested too deeply.

    >>> load("address: 0x12\nlabel: 'no: number'")["address"]
    '0x12'
    """
    try:
        return _build(yaml.parse(text, Loader=yaml.CSafeLoader), first_line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line if mark is None else first_line + int(mark.line)
        reason = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise YamlProblem(reason, line) from error
    except ValueError as error:  # a character that YAML forbids, such as a surrogate
        raise YamlProblem("it holds characters that no YAML may hold", first_line) from error


class _Open:
    """A list or mapping that is still being filled."""

    def __init__(self, content: list[Value] | dict[str, Value]) -> None:
        self.content = content
        self.key: str | None = None

    def add(self, value: Value) -> None:
        """Appends to a list; in a mapping, key and value take turns."""
        if isinstance(self.content, list):
            self.content.append(value)
        elif self.key is None:
            self.key = value if isinstance(value, str) else ""
        else:
            self.content[self.key] = value
            self.key = None


def _build(events: Iterator[yaml.Event], first_line: int) -> Value:
    documents: list[Value] = []
    stack = [_Open(documents)]
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            empty = event.style is None and event.value in _NULLS
            stack[-1].add(None if empty else event.value)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            line = first_line + int(event.start_mark.line)
            if len(stack) > _DEEPEST:
                raise YamlProblem("nested too deeply", line)
            mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open({LINE: str(line)} if mapping else []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop()
            stack[-1].add(done.content)
        elif isinstance(event, yaml.AliasEvent):
            line = first_line + int(event.start_mark.line)
            raise YamlProblem("it refers to another place (an alias): not read", line)
        elif isinstance(event, yaml.DocumentEndEvent):
            break
    return documents[0] if documents else None

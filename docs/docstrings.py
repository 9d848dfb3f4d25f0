"""How mkdocstrings shows our docstrings: doctests as code, the fields of a record in one block."""

import re
from collections.abc import Iterator
from typing import Any, Final

from griffe import Class, Docstring, Extension, Object

#: A prompt and all lines up to the next blank one.
_EXAMPLE: Final = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
_NO_FIELD: Final = "model_config"


class Docstrings(Extension):
    """Rewrites each docstring a little before it is shown."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Puts doctests into fences, for Markdown would take them for quotations."""
        if obj.docstring is not None:
            text = obj.docstring.value
            obj.docstring.value = _EXAMPLE.sub(r"```pycon\n\g<0>\n```", text)

    def on_class(self, *, cls: Class, **_: Any) -> None:
        """Adds the fields, or the values of an Enum, to the docstring of their class."""
        block = "\n".join(fields(cls))
        if cls.docstring is not None and block:
            text = f"{cls.docstring.value}\n\n```python\n{block}\n```"
            cls.docstring = Docstring(text, parent=cls, lineno=cls.docstring.lineno)


def fields(cls: Class) -> Iterator[str]:
    """Each public field without a docstring as it is written in the class."""
    for name, attribute in cls.attributes.items():
        own = not name.startswith("_") and name != _NO_FIELD and "property" not in attribute.labels
        if own and attribute.docstring is None:
            stated = "" if attribute.annotation is None else f": {attribute.annotation}"
            value = "" if attribute.value is None else f" = {attribute.value}"
            if "class-attribute" in attribute.labels or stated:
                yield f"{name}{stated}{value}"

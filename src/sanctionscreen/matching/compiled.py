"""The kernels, as Python for little work and compiled for much: the same bits either way.

numba is imported when it first pays; what it compiles is kept on disk beside the package (or in
numba's own cache directory where that cannot be written).
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np

from sanctionscreen.matching import kernel, word_kernel

#: Compiling, or loading what was compiled, pays from so many rows of work.
_ENOUGH: Final = 2000


class Kernels(NamedTuple):
    """The entry points of the two modules of kernels."""

    meet: Callable[..., Any]
    compare: Callable[..., Any]
    search: Callable[..., Any]


_loaded: list[Kernels] = []


def kernels(work: int) -> Kernels:
    """The kernels for so many rows of work; compiled ones from then on, once they are loaded."""
    if _loaded or work >= _ENOUGH:
        if not _loaded:
            _loaded.append(_compiled())
        return _loaded[0]
    return _plain()


@cache
def _plain() -> Kernels:
    return Kernels(
        _over_memory(word_kernel.meet),
        _over_memory(word_kernel.compare),
        _over_memory(kernel.search),
    )


def _over_memory(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function on views of the arrays' memory: plain numbers, much faster in Python."""

    def call(*arguments: Any) -> Any:
        return function(*(a.data if isinstance(a, np.ndarray) else a for a in arguments))

    return call


#: What the entry points call, callees first.
_HELPERS: Final = (
    word_kernel.distance,
    word_kernel.same_digits,
    word_kernel.without_zeros,
    word_kernel.same_text,
    word_kernel.share_formal,
    word_kernel.alike,
    kernel.weight_of,
    kernel.align,
    kernel.meet_initials,
    kernel.first_content,
    kernel.last_content,
    kernel.lowest_bit,
    kernel.order_share,
    kernel.measure,
    kernel.collect,
    kernel.set_gains,
    kernel.is_head,
    kernel.is_reversed,
    kernel.is_turned,
    kernel.letters_in,
    kernel.passes,
    kernel.logit_of,
)


def _compiled() -> Kernels:
    from numba import njit  # noqa: PLC0415  # half a second that a single name need not pay
    from numba.extending import register_jitable  # noqa: PLC0415

    for helper in _HELPERS:
        register_jitable(helper)
    compile_ = njit(cache=True, nogil=True)
    return Kernels(
        compile_(word_kernel.meet), compile_(word_kernel.compare), compile_(kernel.search)
    )

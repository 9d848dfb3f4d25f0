"""The kernels of tracing, as Python for few rows and compiled for many: the same numbers.

numba is imported when it first pays; what it compiles is kept on disk beside the package, or in
numba's own cache directory where that cannot be written, or nowhere where neither can.
"""

from collections.abc import Callable, Iterable
from functools import cache
from inspect import getmembers, isfunction
from typing import Any, Final, NamedTuple

import numpy as np

from sanctionscreen.tracing import (
    chain_kernel,
    fate_kernel,
    lot_kernel,
    mixture_kernel,
    reach_kernel,
    wide_kernel,
)

_MODULES: Final = (
    wide_kernel,
    chain_kernel,
    lot_kernel,
    fate_kernel,
    mixture_kernel,
    reach_kernel,
)


class Kernels(NamedTuple):
    """The functions of the kernels that are called from outside."""

    scan: Callable[..., Any]
    scan_back: Callable[..., Any]
    follow_poison: Callable[..., Any]
    follow_lots: Callable[..., Any]
    settle_lots: Callable[..., Any]
    follow_mixtures: Callable[..., Any]
    settle_mixtures: Callable[..., Any]


_ENTRIES: Final = Kernels(
    reach_kernel.scan,
    reach_kernel.scan_back,
    reach_kernel.follow_poison,
    lot_kernel.follow_lots,
    fate_kernel.settle_lots,
    mixture_kernel.follow_mixtures,
    mixture_kernel.settle_mixtures,
)


def kernels(work: int, enough: int) -> Kernels:
    """The kernels for so many rows of work: compiled from `enough` on, where that pays."""
    return _compiled() if work >= enough else _plain()


@cache
def _plain() -> Kernels:
    return Kernels(*map(_over_memory, _ENTRIES))


def _over_memory(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function on views of the arrays' memory: plain numbers, much faster in Python."""

    def call(*arguments: Any) -> Any:
        return function(*map(_memory, arguments))

    return call


def _memory(value: Any) -> Any:
    """An array as its memory, a tuple with its arrays as theirs, anything else as it is."""
    if isinstance(value, np.ndarray):
        return value.data
    return type(value)(*map(_memory, value)) if isinstance(value, tuple) else value


@cache
def _compiled() -> Kernels:
    from numba.extending import register_jitable  # noqa: PLC0415  # half a second to import

    for module in _MODULES:
        for helper in _helpers(module.__name__, getmembers(module, isfunction)):
            register_jitable(helper)
    return Kernels(*map(_kept, _ENTRIES))


def _helpers(
    module: str, members: Iterable[tuple[str, Callable[..., Any]]]
) -> Iterable[Callable[..., Any]]:
    own = (function for _, function in members if function.__module__ == module)
    return (function for function in own if function not in _ENTRIES)


def _kept(entry: Callable[..., Any]) -> Callable[..., Any]:
    """A function to be compiled at its first call, and kept on disk if that is possible."""
    from numba import njit  # noqa: PLC0415

    compiled: Callable[..., Any]
    try:
        compiled = njit(cache=True, nogil=True, error_model="numpy")(entry)
    except RuntimeError:  # no directory that numba may write
        compiled = njit(nogil=True, error_model="numpy")(entry)
    return compiled

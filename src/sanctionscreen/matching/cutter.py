"""Names cut at blanks: equal texts get equal numbers, also those of names cut before."""

from collections.abc import Sequence
from os import urandom
from typing import Final, NamedTuple

import numpy as np

from sanctionscreen.matching.compiled import Kernels, kernels
from sanctionscreen.matching.vocabulary import Ids, longer, offsets

#: To cut a name takes plain Python as long as to compare a pair of words; but names that are cut
#: are searched, and what that takes (`search`) needs compiled kernels anyway.
_STEPS: Final = 100
#: Room for so many texts at first, a power of two; it doubles whenever it is full.
_ROOM: Final = 1 << 12


class Cut(NamedTuple):
    """Names as texts: those of name i stand from at[i] to at[i + 1], by number.

    `new` are the texts that were in no name before, which have the next numbers.
    """

    at: Ids
    text: Ids
    new: list[str]


class Cutter:
    """The numbers of texts, in the order in which they were first met."""

    def __init__(self) -> None:
        self.size = 0
        #: Nobody can foresee it, and so choose names whose texts all take the same slot.
        self._basis = int.from_bytes(urandom(4))
        self._hashes = np.zeros(0, np.int64)
        self._at = np.zeros(1, np.int64)
        self._store = np.zeros(0, np.uint8)
        self._slots = np.full(1, -1, np.int32)

    def cut(self, names: Sequence[str]) -> Cut:
        """What stands between single blanks in the names.

        >>> cutter = Cutter()
        >>> cutter.cut(["Anna Probe", "Anna", ""]).text.tolist(), cutter.cut(["Probe Ltd"]).new
        ([0, 1, 0, 2], ['Ltd'])
        """
        written = [name.encode() for name in names]
        letters = np.frombuffer(b"".join(written), np.uint8)
        at = offsets([len(name) for name in written])
        number = np.empty(len(names) + np.count_nonzero(letters == ord(" ")), np.int64)
        ends = np.zeros(len(names) + 1, np.int64)
        run, before = kernels(len(names) * _STEPS), self.size
        used = int(self._at[before])
        self._store = longer(self._store, used, len(letters) + len(number))
        first = count = 0
        while True:
            first, count, self.size = run.cut(
                first, count, self.size, self._basis, letters, at, number, ends[1:],
                self._hashes, self._at, self._store, self._slots,
            )  # fmt: skip
            if first == len(names):
                return Cut(ends, number, self._texts(before))
            self._grow(run)

    def texts(self, numbers: Ids) -> list[str]:
        """The texts of these numbers."""
        low, high = self._at[numbers].tolist(), (self._at[numbers + 1] - 1).tolist()
        return [self._store[a:b].tobytes().decode() for a, b in zip(low, high, strict=True)]

    def _texts(self, first: int) -> list[str]:
        """The texts from a number on."""
        kept = self._store[self._at[first] : self._at[self.size]]
        return kept.tobytes().decode().split(" ")[:-1]

    def _grow(self, run: Kernels) -> None:
        """Makes room for twice as many texts."""
        room = max(_ROOM, self.size)
        self._hashes = longer(self._hashes, self.size, room)
        self._at = longer(self._at, self.size + 1, room)
        self._slots = np.full(2 * len(self._hashes), -1, np.int32)
        run.place(self.size, self._hashes, self._slots)

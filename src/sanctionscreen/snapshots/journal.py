"""An append-only file of lines: written under a lock, whole lines only, never changed."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import filelock

from sanctionscreen.errors import StoreError, StoreLocked

_WAIT_S: Final = 10.0


class Journal:
    """The lines of one file; made when first written to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> tuple[str, ...]:
        """The whole lines, oldest first. A line that a crash cut off was never written.

        Raises:
            StoreError: the file is there and cannot be read.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be read: {error}") from error
        try:
            return tuple(content[: content.rfind(b"\n") + 1].decode().split("\n")[:-1])
        except UnicodeDecodeError:
            raise StoreError(f"{self.path}: damaged: it is not UTF-8") from None

    def append(self, make: Callable[[Sequence[str]], Sequence[str]]) -> Sequence[str]:
        """The new lines, made from those that are there and then on the disk.

        Nobody else writes in between. What a crash cut off is removed first.

        Raises:
            StoreLocked: another process has been writing for ten seconds.
            StoreError: the file cannot be read or written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=_WAIT_S):
                new = make(self.lines())
                if new:
                    self._write("".join(f"{line}\n" for line in new))
        except filelock.Timeout:
            raise StoreLocked(f"{self.path}: another process is writing") from None
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {error}") from error
        return new

    def _write(self, text: str) -> None:
        with self.path.open("ab") as stream:
            whole = sum(len(line.encode()) + 1 for line in self.lines())
            stream.truncate(whole)
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())

"""Documents by their digest: the bytes as they came, compressed, and what was read from them."""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sanctionscreen.errors import StoreError
from sanctionscreen.snapshots.disk import rename_folder, replace_text

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_RAW: Final = "raw.zst"


class Documents:
    """A folder with a folder for each document; made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def digests(self) -> tuple[str, ...]:
        """The sha256 of every document, sorted."""
        if not self.root.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.root.iterdir() if path.name[:1] != "."))

    def keep(self, sha256: str, raw: bytes, texts: Mapping[str, str]) -> bool:
        """Whether the document is new; then its bytes and texts are kept, all or nothing.

        Raises:
            StoreError: the disk refuses.
        """
        target = self.root / sha256
        if target.exists():
            return False
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=".", dir=self.root))
            try:
                (staging / _RAW).write_bytes(zstd.compress(raw))
                for name, text in texts.items():
                    (staging / name).write_text(text, encoding="utf-8")
                rename_folder(staging, target)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        except OSError as error:
            if target.exists():  # another process was faster
                return False
            raise StoreError(f"{target}: cannot be written: {error}") from error
        return True

    def raw(self, sha256: str) -> bytes:
        """The bytes of a document.

        Raises:
            StoreError: it is not there, or damaged.
        """
        path = self.root / sha256 / _RAW
        try:
            return zstd.decompress(path.read_bytes())
        except (OSError, zstd.ZstdError) as error:
            raise StoreError(f"{path}: cannot be read: {error}") from error

    def text(self, sha256: str, name: str) -> str | None:
        """One text of a document; null where it has none of that name.

        Raises:
            StoreError: it is there and cannot be read.
        """
        path = self.root / sha256 / name
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: cannot be read: {error}") from error

    def put_text(self, sha256: str, name: str, text: str) -> None:
        """Nothing; the text is then with the document, in place of an earlier one.

        Raises:
            StoreError: the disk refuses.
        """
        try:
            replace_text(self.root / sha256 / name, text)
        except OSError as error:
            raise StoreError(f"{self.root / sha256}: cannot be written: {error}") from error

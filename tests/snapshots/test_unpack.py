import bz2
import gzip
import hashlib
import io
import lzma
import os
import sys
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sanctionscreen.errors import ParseError, UnreadableInput
from sanctionscreen.snapshots.unpack import Unpacked, content_digest, keep, reopened

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CONTENT = b"<Sanctions Version='3'>" + bytes(range(256)) * 200 + b"</Sanctions>"
MAX_BYTES = 10_000_000
MEGABYTE = 1 << 20


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def zipped_list(content: bytes) -> bytes:
    return zipped({"list.xml": content})


def plain(content: bytes) -> bytes:
    return content


PACKERS = [
    pytest.param("list.xml", plain, id="plain"),
    pytest.param("list.xml.gz", gzip.compress, id="gz"),
    pytest.param("list.xml.bz2", bz2.compress, id="bz2"),
    pytest.param("list.xml.xz", lzma.compress, id="xz"),
    pytest.param("list.xml.zst", zstd.compress, id="zst"),
    pytest.param("publication.zip", zipped_list, id="zip"),
]
COMPRESSORS = PACKERS[1:]

Packer = Callable[[bytes], bytes]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def contents(raw: Path, files: tuple[Unpacked, ...]) -> dict[str, bytes]:
    """What was kept, read back the way a parser reads it."""
    with reopened(raw, [file.name for file in files]) as streams:
        return {name: stream.read() for name, stream in streams.items()}


def keep_all(raw: Path, *paths: Path, max_bytes: int = MAX_BYTES) -> dict[str, bytes]:
    return contents(raw, keep(paths, raw, max_bytes=max_bytes))


# What can be read.


@pytest.mark.parametrize(("name", "pack"), PACKERS)
def test_every_packing_gives_the_same_file(inbox: Path, raw: Path, name: str, pack: Packer) -> None:
    (kept,) = keep([put(inbox, name, pack(CONTENT))], raw, max_bytes=MAX_BYTES)
    assert kept == Unpacked(
        "list.xml", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), CONTENT[:4096]
    )
    assert contents(raw, (kept,)) == {"list.xml": CONTENT}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_method_of_zip_is_read(inbox: Path, raw: Path, method: int) -> None:
    path = put(inbox, "p.zip", zipped({"list.xml": CONTENT}, method))
    assert keep_all(raw, path) == {"list.xml": CONTENT}


@pytest.mark.parametrize("name", ["SDN.CSV", "SDN.CSV.GZ", "SDN.csv.Gz"])
def test_names_and_suffixes_are_read_in_any_case(inbox: Path, raw: Path, name: str) -> None:
    content = gzip.compress(CONTENT) if name.lower().endswith(".gz") else CONTENT
    assert keep_all(raw, put(inbox, name, content)) == {"sdn.csv": CONTENT}


def test_several_files_in_a_zip_are_several_files(inbox: Path, raw: Path) -> None:
    members = {"SDN.CSV": b"1", "folder/ADD.CSV": b"2", "folder/": b"", "deep/er/alt.csv": b"3"}
    path = put(inbox, "all.zip", zipped(members))
    assert keep_all(raw, path) == {"sdn.csv": b"1", "add.csv": b"2", "alt.csv": b"3"}


def test_a_folder_may_mix_packings_and_its_folders_are_left_alone(inbox: Path, raw: Path) -> None:
    put(inbox, "sdn.csv", b"1")
    put(inbox, "add.csv.gz", gzip.compress(b"2"))
    put(inbox, "rest.zip", zipped({"alt.csv": b"3"}))
    (inbox / "older").mkdir()
    put(inbox / "older", "sdn.csv", b"0")
    assert keep_all(raw, inbox) == {"sdn.csv": b"1", "add.csv": b"2", "alt.csv": b"3"}


def test_several_paths_make_one_publication(inbox: Path, raw: Path) -> None:
    paths = [put(inbox, "sdn.csv", b"1"), put(inbox, "add.csv.bz2", bz2.compress(b"2"))]
    assert keep_all(raw, *paths) == {"sdn.csv": b"1", "add.csv": b"2"}


def test_a_compressed_file_may_have_several_streams(inbox: Path, raw: Path) -> None:
    put(inbox, "a.gz", gzip.compress(b"one ") + gzip.compress(b"two"))
    put(inbox, "b.bz2", bz2.compress(b"one ") + bz2.compress(b"two"))
    put(inbox, "c.xz", lzma.compress(b"one ") + lzma.compress(b"two"))
    assert keep_all(raw, inbox) == {"a": b"one two", "b": b"one two", "c": b"one two"}


def test_a_large_plain_file_in_a_folder_is_no_bomb(inbox: Path, raw: Path) -> None:
    # The bound on growth once counted from the size of the folder's own entry, 4 kB.
    put(inbox, "list.xml", bytes(4 * MEGABYTE))
    assert keep([inbox], raw, max_bytes=MAX_BYTES)[0].size == 4 * MEGABYTE


@pytest.mark.parametrize(
    "member",
    [
        pytest.param("../../evil.xml", id="up"),
        pytest.param("/etc/evil.xml", id="absolute"),
        pytest.param("a\\..\\..\\evil.xml", id="backslashes"),
        pytest.param("C:\\evil.xml", id="drive"),
        pytest.param("C:evil.xml", id="drive without a slash"),
    ],
)
def test_a_member_never_leaves_the_folder(inbox: Path, raw: Path, member: str) -> None:
    path = put(inbox, "p.zip", zipped({member: CONTENT}))
    assert keep_all(raw, path) == {"evil.xml": CONTENT}
    assert [child.name for child in raw.iterdir()] == ["evil.xml.zst"]
    assert not list(inbox.parent.glob("*.zst"))


# What cannot be read.


def refused(raw: Path, *paths: Path, max_bytes: int = MAX_BYTES) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        keep(paths, raw, max_bytes=max_bytes)
    return caught.value


@pytest.mark.parametrize("decile", range(10))
@pytest.mark.parametrize(("name", "pack"), COMPRESSORS)
def test_a_truncated_file_is_never_half_a_list(
    inbox: Path, raw: Path, name: str, pack: Packer, decile: int
) -> None:
    packed = pack(CONTENT)
    path = put(inbox, name, packed[: len(packed) * decile // 10])
    assert refused(raw, path).file == str(path)


@pytest.mark.parametrize(("name", "pack"), COMPRESSORS)
def test_a_file_without_its_last_byte_is_truncated(
    inbox: Path, raw: Path, name: str, pack: Packer
) -> None:
    assert "cannot be read" in refused(raw, put(inbox, name, pack(CONTENT)[:-1])).reason


@pytest.mark.parametrize(("name", "pack"), COMPRESSORS)
def test_a_changed_byte_is_noticed_or_changes_nothing(
    inbox: Path, raw: Path, name: str, pack: Packer
) -> None:
    packed = pack(CONTENT * 3)
    for at in range(0, len(packed), max(1, len(packed) // 60)):
        changed = bytearray(packed)
        changed[at] ^= 0x55
        path = put(inbox, name, bytes(changed))
        try:
            (kept,) = keep([path], raw, max_bytes=MAX_BYTES)
        except UnreadableInput:
            continue
        if name.endswith(".zst"):  # a frame has a checksum only if whoever packed it asked for it
            continue
        assert kept.sha256 == hashlib.sha256(CONTENT * 3).hexdigest()


@pytest.mark.parametrize(("name", "pack"), PACKERS)
def test_an_empty_file_is_no_list(inbox: Path, raw: Path, name: str, pack: Packer) -> None:
    assert refused(raw, put(inbox, name, pack(b""))).reason == "the file is empty"


@pytest.mark.parametrize(
    "name", ["list.xml", "list.xml.gz", "list.xml.bz2", "list.xml.xz", "list.xml.zst", "p.zip"]
)
def test_a_file_of_no_bytes_is_no_list(inbox: Path, raw: Path, name: str) -> None:
    assert refused(raw, put(inbox, name, b"")).file == str(inbox / name)


@pytest.mark.parametrize("name", ["a.gz", "a.bz2", "a.xz", "a.zst", "a.zip"])
@pytest.mark.parametrize("content", [b"<Sanctions>", b"\x00" * 600, b"PK\x03\x04", b"\x1f\x8b"])
def test_a_file_that_is_not_what_its_suffix_claims(
    inbox: Path, raw: Path, name: str, content: bytes
) -> None:
    assert "cannot be read" in refused(raw, put(inbox, name, content)).reason


def test_an_archive_or_folder_or_choice_of_nothing(inbox: Path, raw: Path) -> None:
    archive = put(inbox, "p.zip", zipped({"folder/": b""}))
    assert refused(raw, archive).reason == "there is no file in it"
    archive.unlink()
    assert refused(raw, inbox).reason == "there is no file in it"
    assert refused(raw).reason == "there is no file in it"


def test_a_missing_file_is_named(inbox: Path, raw: Path) -> None:
    error = refused(raw, inbox / "none.xml.gz")
    assert (error.file, "No such file" in error.reason) == (str(inbox / "none.xml.gz"), True)


def test_a_file_nobody_may_read(
    shared_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    path = put(shared_folder, "list.xml", CONTENT)
    path.chmod(0)
    with unprivileged():
        assert "Permission denied" in refused(shared_folder, path).reason


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails")
def test_a_file_whose_reading_fails(raw: Path) -> None:
    assert "Input/output error" in refused(raw, Path("/proc/self/mem")).reason


def test_two_files_of_one_name_are_refused(inbox: Path, raw: Path) -> None:
    paths = [put(inbox, "SDN.csv", b"1"), put(inbox, "sdn.csv.gz", gzip.compress(b"2"))]
    assert refused(raw, *paths).reason == "two files are called sdn.csv"
    twice = put(inbox, "p.zip", zipped({"one/sdn.csv": b"1", "two/SDN.CSV": b"2"}))
    assert refused(raw, twice).reason == "two files are called sdn.csv"


def test_a_zip_of_thousands_of_files_is_cut_short(inbox: Path, raw: Path) -> None:
    path = put(inbox, "p.zip", zipped({f"{number}.csv": b"1" for number in range(2000)}))
    assert refused(raw, path).reason == "more than 64 files"
    assert len(list(raw.iterdir())) == 64


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a\nb.xml", id="line feed"),
        pytest.param("a\x1b[2J.xml", id="escape"),
        pytest.param("x" * 300 + ".xml", id="too long"),
        pytest.param("é" * 101, id="too long in bytes"),
        pytest.param(".", id="no name"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(inbox: Path, raw: Path, name: str) -> None:
    path = put(inbox, "p.zip", zipped({name: CONTENT}))
    assert refused(raw, path).reason.startswith("a file in it has the name")


@pytest.mark.skipif(os.name != "posix", reason="only there a name may be any bytes")
def test_a_name_that_is_not_utf8_is_refused(inbox: Path, raw: Path) -> None:
    path = put(inbox, os.fsdecode(b"\xff.xml"), CONTENT)
    assert refused(raw, path).reason.startswith("a file in it has the name")


def test_a_zip_with_a_name_that_is_not_utf8_is_refused(inbox: Path, raw: Path) -> None:
    packed = zipped({"é.xml": CONTENT}).replace("é.xml".encode(), b"\xc3\x28.xml")
    assert "cannot be read" in refused(raw, put(inbox, "p.zip", packed)).reason


def test_a_zip_with_a_password_is_refused(inbox: Path, raw: Path) -> None:
    packed = bytearray(zipped({"list.xml": CONTENT}))
    packed[6] |= 1  # "encrypted" in the member's own head
    packed[packed.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    assert "encrypted" in refused(raw, put(inbox, "p.zip", bytes(packed))).reason


def test_a_zip_with_an_unknown_method_is_refused(inbox: Path, raw: Path) -> None:
    packed = bytearray(zipped({"list.xml": CONTENT}))
    packed[8] = packed[packed.index(b"PK\x01\x02") + 10] = 9  # deflate64
    assert "cannot be read" in refused(raw, put(inbox, "p.zip", bytes(packed))).reason


# Bounds.


@pytest.mark.parametrize(("name", "pack"), COMPRESSORS)
def test_a_bomb_stops_at_the_growth_of_a_list(
    inbox: Path, raw: Path, name: str, pack: Packer
) -> None:
    path = put(inbox, name, pack(bytes(24 * MEGABYTE)))
    error = refused(raw, path, max_bytes=1_000_000_000)
    assert error.reason == f"larger than {path.stat().st_size * 500 + MEGABYTE:,} bytes unpacked"


@pytest.mark.parametrize(("name", "pack"), PACKERS)
def test_the_largest_size_is_itself_allowed(
    inbox: Path, raw: Path, name: str, pack: Packer
) -> None:
    path = put(inbox, name, pack(CONTENT))
    assert keep([path], raw, max_bytes=len(CONTENT))[0].size == len(CONTENT)
    error = refused(raw, path, max_bytes=len(CONTENT) - 1)
    assert error.reason == f"larger than {len(CONTENT) - 1:,} bytes unpacked"


def test_the_largest_size_bounds_all_files_together(inbox: Path, raw: Path) -> None:
    path = put(inbox, "p.zip", zipped({"a": bytes(600), "b": bytes(400)}))
    assert len(keep([path], raw, max_bytes=1000)) == 2
    assert refused(raw, path, max_bytes=999).file == str(path)


# What was kept.


def test_a_disk_that_cannot_be_written_is_no_fault_of_the_input(inbox: Path) -> None:
    with pytest.raises(FileNotFoundError):
        keep([put(inbox, "list.xml", CONTENT)], inbox / "no folder", max_bytes=MAX_BYTES)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda kept: kept[: len(kept) // 2], id="cut off"),
        pytest.param(lambda kept: kept[:300] + bytes([kept[300] ^ 1]) + kept[301:], id="a bit"),
    ],
)
def test_a_kept_file_that_was_damaged_later_is_noticed(
    inbox: Path, raw: Path, damage: Callable[[bytes], bytes]
) -> None:
    incompressible = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(99))
    files = keep([put(inbox, "list.xml", incompressible)], raw, max_bytes=MAX_BYTES)
    kept = raw / "list.xml.zst"
    kept.write_bytes(damage(kept.read_bytes()))
    with pytest.raises(ParseError, match="damaged"):
        contents(raw, files)


def test_the_digest_of_one_file_is_its_own_and_of_several_has_no_order() -> None:
    one, two = Unpacked("a.csv", "11", 1, b""), Unpacked("b.csv", "22", 1, b"")
    assert content_digest([one]) == "11"
    assert content_digest([one, two]) == content_digest([two, one])
    assert content_digest([one, two]) != content_digest([one, two._replace(sha256="23")])
    assert content_digest([one, two]) != content_digest([one, two._replace(name="c.csv")])

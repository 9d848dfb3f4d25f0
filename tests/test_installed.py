from importlib.metadata import PackageNotFoundError, version

import pytest

from sanctionscreen import installed
from sanctionscreen.installed import installed_version

LIBRARIES = ("sanctionscreen", "anyascii", "babel", "opencc", "pypinyin", "rapidfuzz", "OpenCC")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("known", [True, False])
def test_it_is_the_version_that_python_knows(
    library: str, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not known:
        monkeypatch.setattr(installed, "_versions", dict)
    assert installed_version(library) == version(library)


def test_they_are_found_without_opening_a_file() -> None:
    assert {installed._folded(library) for library in LIBRARIES} <= installed._versions().keys()


def test_what_is_not_installed_is_an_error() -> None:
    with pytest.raises(PackageNotFoundError):
        installed_version("no-such-library-of-anybody")

"""Laws run short and with the same cases by default, so that a run can be repeated;
`--hypothesis-profile=thorough` tries other ones each time, at length.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import settings

from sanctionscreen.matching import neighbours

settings.register_profile("short", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("short")


@pytest.fixture(scope="module")
def few_buckets() -> Iterator[None]:
    """Indexes of a handful of names, built fast: how many buckets keys lie in changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "_BUCKETS", 1 << 6)
        patch.setattr(neighbours, "_SHIFT", np.array([64 - 6], np.uint64))
        yield

"""Tests of real lists run without the measurement of coverage.

They read 120 MB of XML and compare millions of pairs, which takes four times as long when every
line is counted. So coverage is the same where the real lists are absent and those tests skipped.
"""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Pauses pytest-cov while a test marked `real`, with its fixtures, runs."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is None or item.get_closest_marker("real") is None:
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()

"""The command line: one command a public function; reads, calls, writes."""

from sanctionscreen.cli.main import main

__all__ = ["main"]

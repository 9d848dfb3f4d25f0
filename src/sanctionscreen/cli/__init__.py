"""The command line: one command a public function; reads, calls, writes."""

import gc


def main() -> None:
    """Runs the command line and exits with its code."""
    gc.disable()  # nothing that is imported is garbage, and looking through it takes long
    try:
        from sanctionscreen.cli.running import run  # noqa: PLC0415

        run()
    finally:
        gc.enable()

"""`python -m sanctionscreen` is the command line."""

from sanctionscreen.cli import main

main()

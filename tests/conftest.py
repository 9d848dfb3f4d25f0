"""Laws run short by default; `--hypothesis-profile=thorough` runs them at length."""

from hypothesis import settings

settings.register_profile("short", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("short")

"""Hypothesis tries the same examples in every run, takes the time it needs, and leaves no files."""

from hypothesis import settings

settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)
settings.load_profile("deterministic")

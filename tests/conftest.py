"""Hypothesis tries the same examples in every run, has no deadline, and writes no files."""

from hypothesis import settings

settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)
settings.load_profile("deterministic")

"""The sentences that readers are given about a query or its results, by code and language (`messages.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from indexer.model import Notice, Problem, Span

Language = Literal["vi", "en"]


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("messages.toml").read_text("utf-8"))


def message(code: str, lang: Language, **values: object) -> str:
    """Return the sentence for a code, filled in."""
    return _messages()[code][lang].format(**values)


def problem(code: str, at: Span | None, lang: Language, **values: object) -> Problem:
    """Return a problem with its sentence."""
    return Problem(code, message(code, lang, **values), at)


def notice(code: str, lang: Language, **values: object) -> Notice:
    """Return a notice with its sentence."""
    return Notice(code, message(code, lang, **values))

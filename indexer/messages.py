"""Messages to readers about a query or its results, by code and language."""

from indexer.languages import Language, sentence
from indexer.model import Notice, Problem, Span


def message(code: str, lang: Language, **values: object) -> str:
    """Return the message with a code, filled in."""
    return sentence(code, lang).format(**values)


def problem(code: str, at: Span | None, lang: Language, **values: object) -> Problem:
    """Return a problem with its message."""
    return Problem(code, message(code, lang, **values), at)


def notice(code: str, lang: Language, **values: object) -> Notice:
    """Return a notice with its message."""
    return Notice(code, message(code, lang, **values))

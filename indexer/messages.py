"""Messages to readers about a query, its results, or a request that is refused, by code and language."""

from collections.abc import Iterable
from difflib import get_close_matches

from indexer.errors import BadRequest
from indexer.languages import DEFAULT_LANGUAGE, FALLBACKS, LANGUAGES, Language, sentence
from indexer.model import Notice, Problem, Span

_MOST_SHOWN = 40
"""The characters of a wrong value that a message repeats."""


def message(code: str, lang: Language, **values: object) -> str:
    """Return the message with a code, filled in."""
    return sentence(code, lang).format(**values)


def problem(code: str, at: Span | None, lang: Language, **values: object) -> Problem:
    """Return a problem with its message."""
    return Problem(code, message(code, lang, **values), at)


def notice(code: str, lang: Language, **values: object) -> Notice:
    """Return a notice with its message."""
    return Notice(code, message(code, lang, **values))


def bad_request(code: str, *, parameter: str, nearest: object = None, **values: object) -> BadRequest:
    """Return the error that refuses a request; as an exception, it speaks the first fallback language, English.

    The message with this code may name the `parameter` and any of the `values`.
    """
    filled = {"parameter": parameter, **values}
    if isinstance(value := values.get("value"), str):
        filled["value"] = shortened(value)
    return BadRequest(
        message(code, FALLBACKS[0], **filled),
        code=code,
        parameter=parameter,
        nearest=None if nearest is None else str(nearest),
        values=filled,
    )


def error_text(error: BadRequest, lang: Language) -> str:
    """Return what is wrong with a request in a language."""
    return message(error.code, lang, **error.values)


def check_choice(parameter: str, value: object, known: Iterable[str]) -> None:
    """Raise `BadRequest`, with the most similar of the `known` values, for a value that is not among them."""
    names = tuple(known)
    if value not in names:
        nearest = (get_close_matches(str(value), names, n=1, cutoff=0.4) or names)[0]
        raise bad_request("refused-choice", parameter=parameter, nearest=nearest, known=", ".join(names), value=value)


def check_number(parameter: str, value: object, low: int, high: int | None = None) -> None:
    """Raise `BadRequest` for what is not a whole number from `low` on, or to `high`."""
    if type(value) is not int:
        raise bad_request("refused-number", parameter=parameter, value=value)
    if high is None and value < low:
        raise bad_request("refused-low", parameter=parameter, nearest=low, low=low, value=value)
    if high is not None and not low <= value <= high:
        nearest = min(max(value, low), high)
        raise bad_request("refused-range", parameter=parameter, nearest=nearest, low=low, high=high, value=value)


def check_language(lang: Language) -> None:
    """Raise `BadRequest` for a language without a catalogue."""
    if str(lang) not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise bad_request("refused-choice", parameter="lang", nearest=DEFAULT_LANGUAGE, known=known, value=lang)


def shortened(text: str) -> str:
    """Return the start of a wrong text, on one line."""
    return " ".join(text.split())[:_MOST_SHOWN]

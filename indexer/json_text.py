"""JSON as text: the one place that turns the values of the `*_json` functions into what is printed and sent."""

import json
from typing import Any

import msgspec


def plain(value: Any) -> Any:
    """Return a value with dictionaries in place of dataclasses, however deep they are."""
    return msgspec.to_builtins(value)


def json_text(value: Any, *, ascii_only: bool = False) -> str:
    """Return a value, dataclasses included, as JSON on one line; `ascii_only` escapes every other character.

    Names of files that are not UTF-8 have lone surrogates, which only Python's own encoder accepts.
    """
    try:
        text = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return json.dumps(plain(value), ensure_ascii=ascii_only)
    return text if text.isascii() or not ascii_only else json.dumps(plain(value))

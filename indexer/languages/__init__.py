"""The languages of readers. Every catalogue in this folder is one: `vi.toml`, `en.toml`.

A catalogue holds the name of its language and the messages in it. To add a language, add its catalogue here and one in
`webui/translations/`, and label forums and topics in it in the vocabulary if you like; no code names a language.
What a language lacks comes from the fallback that the default catalogue names, then from the default.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer.errors import BadRequest

Language = str
"""A code among `LANGUAGES`."""
DEFAULT_LANGUAGE: Language = "vi"

_FOLDER = Path(__file__).parent


def _codes() -> list[Language]:
    """Return the languages that have a catalogue, the default first."""
    return sorted((path.stem for path in _FOLDER.glob("*.toml")), key=lambda code: (code != DEFAULT_LANGUAGE, code))


@cache
def _table(folder: Path, lang: Language) -> Mapping[str, str]:
    path = folder / f"{lang}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


LANGUAGES: Mapping[Language, str] = {code: _table(_FOLDER, code).get("language", code) for code in _codes()}
"""The languages by code, each with its own name for itself, the default first."""
FALLBACKS: tuple[Language, ...] = (_table(_FOLDER, DEFAULT_LANGUAGE)["fallback"], DEFAULT_LANGUAGE)
"""What stands in for a language, in this order, where it lacks something."""


@cache
def catalogue(folder: Path, lang: Language) -> Mapping[str, str]:
    """Return the table of a language in a folder of catalogues; keys that it lacks have the words of a fallback."""
    merged: dict[str, str] = {}
    for code in (*reversed(FALLBACKS), lang):
        merged |= _table(folder, code)
    return merged


def sentence(code: str, lang: Language) -> str:
    """Return the message with a code, before its braces are filled in. KeyError if there is none."""
    return catalogue(_FOLDER, lang)[code]


def check_language(lang: Language) -> None:
    """Raise `BadRequest` for a language without a catalogue."""
    if lang not in LANGUAGES:
        message = f"lang must be one of {', '.join(LANGUAGES)}, not “{' '.join(lang.split())[:40]}”"
        raise BadRequest(message, parameter="lang", nearest=DEFAULT_LANGUAGE)

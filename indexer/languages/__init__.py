"""The languages of readers, known from the catalogues in this folder: `vi.toml`, `en.toml`.

A catalogue has the name of its language and the messages in it. To add a language, add its catalogue here and another
one in `webui/translations/`, and labels in the vocabulary if you like; no code names a language. What a language lacks
comes from the fallback named in the default catalogue, else from the default language.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

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
"""The name of each language, in itself, by code; the default is first."""
FALLBACKS: tuple[Language, ...] = (_table(_FOLDER, DEFAULT_LANGUAGE)["fallback"], DEFAULT_LANGUAGE)
"""The languages that fill in for what another one lacks, in this order."""


@cache
def catalogue(folder: Path, lang: Language) -> Mapping[str, str]:
    """Return the catalogue of a language in a folder; missing keys come from the fallbacks."""
    merged: dict[str, str] = {}
    for code in (*reversed(FALLBACKS), lang):
        merged |= _table(folder, code)
    return merged


def sentence(code: str, lang: Language) -> str:
    """Return the message with a code, before its braces are filled in. KeyError if there is none."""
    return catalogue(_FOLDER, lang)[code]

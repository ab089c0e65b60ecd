"""The names of encodings, as people state them and as reports show them."""

import re
import tomllib
from functools import cache
from importlib.resources import files

UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be")


@cache
def _spellings() -> dict[str, str]:
    data = tomllib.loads(files(__package__).joinpath("encoding_names.toml").read_text("utf-8"))
    return {spelling: name for name, spellings in data.items() for spelling in spellings.split()}


def known_encodings() -> tuple[str, ...]:
    """Return the canonical names of all encodings, without combinations such as `utf-8/tcvn3`."""
    return tuple(dict.fromkeys(_spellings().values()))


def canonical(stated: str) -> str | None:
    """Return the canonical name of an encoding in any usual spelling, None if it is unknown.

    `utf-8/tcvn3` is Unicode text whose characters stand for the bytes of another encoding.

    >>> canonical("CP1258"), canonical("ABC"), canonical("UTF8 / VNI"), canonical("koi8-r")
    ('windows-1258', 'tcvn3', 'utf-8/vni', None)
    """
    outer, *inner = (_spellings().get(re.sub("[^a-z0-9]", "", layer.lower())) for layer in stated.split("/"))
    if not inner or outer is None:
        return outer
    allowed = len(inner) == 1 and outer in UNICODE and inner[0] not in (None, *UNICODE[1:])
    return f"{outer}/{inner[0]}" if allowed else None

"""The words beside a name that tell a report on a forum from a mention in passing (`contexts.toml`)."""

import tomllib
from typing import NamedTuple

from indexer.vocabulary.names import expand_all


class Context(NamedTuple):
    """Phrases that stand before a name, and behind it, braces expanded."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Contexts(NamedTuple):
    """What `contexts.toml` says; the meaning of each field is written at its top."""

    meeting: Context
    passing: Context


def read_contexts(name: str, content: bytes) -> Contexts:
    """The content of a file of contexts. Raises ValueError, naming the file, for whatever is wrong with it."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
        return Contexts(
            *(Context(*(expand_all(table[kind][side]) for side in Context._fields)) for kind in Contexts._fields)
        )
    except KeyError as error:
        raise ValueError(f"{name}: there is no {error}") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{name}: {error}") from None

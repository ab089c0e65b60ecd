"""The countries that may talk with each other, and the words that tell that two of them do (`parties.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.vocabulary.names import expand_all


@dataclass(frozen=True, slots=True)
class Parties:
    """What `parties.toml` says, braces expanded; the meaning of each field is written at its top."""

    home: str
    countries: Mapping[str, tuple[str, ...]]
    sides: tuple[str, ...]
    offices: tuple[str, ...]


def read_parties(name: str, content: bytes) -> Parties:
    """The content of a file of parties. Raises ValueError, naming the file, for whatever is wrong with it."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
        countries = {id: expand_all(names) for id, names in table["countries"].items()}
        parties = Parties(table["home"], countries, expand_all(table["sides"]), expand_all(table["offices"]))
    except KeyError as error:
        raise ValueError(f"{name}: there is no {error}") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{name}: {error}") from None
    if parties.home not in countries:
        raise ValueError(f"{name}: home: the country “{parties.home}” is unknown")
    return parties

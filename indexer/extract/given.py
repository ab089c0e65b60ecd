"""What a record or a sidecar states, turned into the values of an article; it goes before what the text says."""

import datetime
from typing import NamedTuple

from indexer.extract.dates.dating import Dating
from indexer.ingest.source import Given, Stated
from indexer.model import Evidence, Label, Problem
from indexer.vocabulary import Vocabulary


def given_dating(given: Given) -> Dating | None:
    """The date and year that were stated, None where nobody spoke of them; a Dating of nothing where there is none."""
    if given.date is not None and given.date.value is not None:
        date = datetime.date.fromisoformat(given.date.value)
        return _dating(given.date.basis, date, date.year)
    if given.year is not None and given.year.value is not None:
        return _dating(given.year.basis, None, given.year.value)
    return None if given.date is None and given.year is None else Dating()


def _dating(basis: str, date: datetime.date | None, year: int) -> Dating:
    evidence = Evidence(basis)
    values = (("date", evidence), ("year", evidence)) if date else (("year", evidence),)
    return Dating(date, year, "sidecar" if basis in ("sidecar", "table") else "explicit", values)


class GivenLabels(NamedTuple):
    """Labels that were stated, None where nobody spoke of them, and what was not understood."""

    labels: tuple[Label, ...] | None
    problems: tuple[Problem, ...]


def given_labels(stated: Stated[tuple[str, ...]] | None, vocabulary: Vocabulary, what: str) -> GivenLabels:
    """The narrowest of the ids that were stated, and a problem `unknown-<what>` for each that does not exist.

    None where nothing was stated, or none of it exists: that says nothing, while an empty statement says that
    there are none.
    """
    if stated is None:
        return GivenLabels(None, ())
    known = [id for id in stated.value if id in vocabulary.entries]
    problems = tuple(
        _unknown(id, vocabulary, what, stated.basis) for id in stated.value if id not in vocabulary.entries
    )
    if problems and not known:
        return GivenLabels(None, problems)
    return GivenLabels(tuple(Label(id, stated.basis) for id in vocabulary.narrowest(known)), problems)


def _unknown(id: str, vocabulary: Vocabulary, what: str, basis: str) -> Problem:
    nearest = vocabulary.resolve(id) or vocabulary.nearest(id)
    hint = f"; did you mean “{nearest}”?" if nearest else ""
    return Problem(f"unknown-{what}", f"{basis}: there is no {what} “{id}”{hint}")

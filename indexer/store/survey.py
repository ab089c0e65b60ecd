"""How an archive was read, as the catalog of a generation has it: in numbers, and article by article.

Numbers are sums over the few different readings. Rows come one by one, so that memory does not grow with the archive.
A place is a root of the catalog and a path below it; without places everything is looked at.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.errors import IndexCorrupt, UsageError
from indexer.model import Problem, Skipped
from indexer.reading import SURE, WANTED, Reading
from indexer.store.catalog import Catalog
from indexer.store.manifest import Manifest, catalog_path
from indexer.store.places import BELOW, below_values

Place = tuple[str, str]
Kind = Literal["skipped", "problems"]

_MISSING = " + ".join(f"({name} IS NULL)" for name in WANTED)
_COLUMNS = ", ".join(Reading._fields)
_NEED = f"""(confidence < {SURE}) * 100
    + EXISTS (SELECT 1 FROM problems WHERE problems.id = articles.id) * 10 + {_MISSING}"""


@dataclass(frozen=True, slots=True)
class Example:
    """The path of a file that was skipped, or the id of an article with a problem, and what is wrong with it."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """What has the same code: how often it is there, and the first few."""

    code: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """How an archive was read: the different readings, each with its number of articles, what was skipped, problems."""

    articles: int
    readings: tuple[tuple[Reading, int], ...]
    skipped: tuple[Group, ...]
    problems: tuple[Group, ...]

    @property
    def unsure(self) -> int:
        """The number of articles whose encoding is little more than a guess."""
        return sum(count for reading, count in self.readings if reading.is_unsure)

    def counts(self, field: str) -> Mapping[str | None, int]:
        """Return the number of articles by the value of a field of `Reading`, the highest first."""
        found: dict[str | None, int] = {}
        for reading, count in self.readings:
            value = getattr(reading, field)
            found[value] = found.get(value, 0) + count
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0] or "")))


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One article: its id, the path of its file, how it was read, and what was not understood in it."""

    id: str
    path: str
    reading: Reading
    problems: tuple[Problem, ...]


class Examination:
    """Questions to the catalog of a generation, about everything at some places."""

    def __init__(self, catalog: Catalog, places: Sequence[Place]) -> None:
        self._catalog = catalog
        self._places = places
        self._where = " OR ".join(f"({BELOW})" for _ in places) or "true"
        self._values: list[object] = [value for place in places for value in below_values(*place)]

    def survey(self, *, examples: int = 10) -> Survey:
        """Count everything, with so many examples for each code."""
        rows = self._catalog.rows(
            f"SELECT {_COLUMNS}, count FROM readings JOIN "
            f"(SELECT reading, count(*) AS count FROM articles WHERE {self._where} GROUP BY reading) "
            "ON number = reading ORDER BY count DESC, number",
            self._values,
        )
        readings = tuple((Reading(*row[:-1]), int(row[-1])) for row in rows)
        articles = sum(count for _, count in readings)
        return Survey(articles, readings, self._groups("skipped", examples), self._groups("problems", examples))

    def articles(self) -> Iterator[Surveyed]:
        """Yield every article, sorted by id."""
        yield from self._articles(f"WHERE {self._where} ORDER BY id")

    def needy(self, most: int) -> list[Surveyed]:
        """Return the articles that need attention most: doubtful encodings, then problems, then missing values."""
        return list(self._articles(f"WHERE ({self._where}) AND {_NEED} > 0 ORDER BY {_NEED} DESC, id LIMIT ?", most))

    def skipped(self) -> Iterator[Skipped]:
        """Yield everything that was skipped, sorted by path."""
        sql = f"SELECT name, code, reason FROM skips WHERE {self._where} ORDER BY name, code, reason"
        for row in self._catalog.rows(sql, self._values):
            yield Skipped(*row)

    def some(self, kind: Kind, code: str, *, after: int, most: int) -> tuple[Example, ...]:
        """Return at most so many of those with a code, sorted, after the first ones."""
        columns = "name, reason" if kind == "skipped" else "id, text"
        sql = f"SELECT {columns} FROM {self._table(kind)} WHERE code = ? AND ({self._where}) ORDER BY 1, 2"
        rows = self._catalog.rows(f"{sql} LIMIT ? OFFSET ?", [code, *self._values, most, after])
        return tuple(Example(*row) for row in rows)

    def _articles(self, rest: str, *values: object) -> Iterator[Surveyed]:
        sql = f"SELECT id, path, {_COLUMNS} FROM articles JOIN readings ON number = reading {rest}"
        for article_id, path, *reading in self._catalog.rows(sql, [*self._values, *values]):
            yield Surveyed(article_id, path, Reading(*reading), tuple(self._catalog.remarks.problems(article_id)))

    def _groups(self, kind: Kind, examples: int) -> tuple[Group, ...]:
        sql = f"SELECT code, count(*) FROM {self._table(kind)} WHERE {self._where} GROUP BY code ORDER BY 2 DESC, 1"
        found = list(self._catalog.rows(sql, self._values))
        return tuple(Group(code, count, self.some(kind, code, after=0, most=examples)) for code, count in found)

    def _table(self, kind: Kind) -> str:
        if kind == "skipped":
            return "skips"
        return "problems JOIN articles USING (id)" if self._places else "problems"


@contextmanager
def examine(index: Path, manifest: Manifest, paths: Iterable[Path]) -> Iterator[Examination]:
    """Open the catalog of a generation for questions about what lies at or below some paths, or about everything.

    Raises `UsageError` for a path of which the index knows nothing, `IndexCorrupt` where the catalog is damaged.
    """
    where = catalog_path(index, manifest)
    try:
        catalog = Catalog(where, read_only=True)
        try:
            yield Examination(catalog, [place for path in paths for place in _places(catalog, index, path)])
        finally:
            catalog.close()
    except sqlite3.DatabaseError as error:
        raise IndexCorrupt(f"{where} cannot be used ({error}); run timdau reindex --full") from error


def _places(catalog: Catalog, index: Path, path: Path) -> list[Place]:
    """Return the places of a path: below a root, or all the roots below it."""
    target, found = Path(os.path.realpath(path)), list[Place]()
    for root in catalog.file_roots():
        folder = Path(os.path.normpath(Path(os.path.realpath(index), root)))
        if target.is_relative_to(folder):
            below = target.relative_to(folder).as_posix()
            found.append((root, "" if below == "." else below))
        elif folder.is_relative_to(target):
            found.append((root, ""))
    known = [place for place in found if _is_known(catalog, place)]
    if not known:
        raise UsageError(f"nothing from {path} is in the index; run timdau reindex {path}")
    return known


def _is_known(catalog: Catalog, place: Place) -> bool:
    """Tell whether a file was read there, or anything skipped."""
    questions = (f"SELECT 1 FROM {table} WHERE {BELOW} LIMIT 1" for table in ("files", "skips"))
    return any(next(catalog.rows(question, below_values(*place)), None) for question in questions)

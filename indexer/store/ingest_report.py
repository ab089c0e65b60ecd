"""How well an archive was read, from the catalog of a generation: in numbers, and article by article.

Numbers are sums over the few different readings. Entries come one by one, so memory does not grow with the archive.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.errors import UsageError
from indexer.model import PASSED_OVER, Problem, Skipped
from indexer.reading import SURE, WANTED, Reading
from indexer.store.catalog import Catalog, published_catalog, root_path
from indexer.store.manifest import Manifest
from indexer.store.rows import AT_LOCATION, Location, location_values

DiagnosticKind = Literal["skipped", "problems"]

_MISSING = " + ".join(f"({name} IS NULL)" for name in WANTED)
_COLUMNS = ", ".join(Reading._fields)
_NEED = f"""(confidence < {SURE}) * 100
    + EXISTS (SELECT 1 FROM problems WHERE problems.id = articles.id) * 10 + {_MISSING}"""


@dataclass(frozen=True, slots=True)
class DiagnosticExample:
    """The path of a skipped file or the id of an article with a problem, and what is wrong with it."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class DiagnosticGroup:
    """Everything skipped, or all problems, with one code: their number, and the first few."""

    code: str
    count: int
    examples: tuple[DiagnosticExample, ...]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """How well an archive was read: each different reading with its number of articles, skips and problems by code.

    What was `passed_over` because of its name is a group of its own, maybe an empty one.
    """

    articles: int
    readings: tuple[tuple[Reading, int], ...]
    skipped: tuple[DiagnosticGroup, ...]
    passed_over: DiagnosticGroup
    problems: tuple[DiagnosticGroup, ...]

    def groups(self, kind: DiagnosticKind) -> tuple[DiagnosticGroup, ...]:
        """Return all groups of a kind; what was passed over is the last of those skipped, if there is any."""
        if kind == "problems":
            return self.problems
        return (*self.skipped, self.passed_over) if self.passed_over.count else self.skipped

    @property
    def unsure(self) -> int:
        """The number of articles whose encoding is little more than a guess."""
        return sum(count for reading, count in self.readings if reading.is_unsure)

    def counts(self, field: str) -> Mapping[str | None, int]:
        """Return value → number of articles for a field of `Reading`, the highest number first."""
        found: dict[str | None, int] = {}
        for reading, count in self.readings:
            value = getattr(reading, field)
            found[value] = found.get(value, 0) + count
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0] or "")))


@dataclass(frozen=True, slots=True)
class IngestEntry:
    """One article: its id, the path of its file, how it was read, and its problems."""

    id: str
    path: str
    reading: Reading
    problems: tuple[Problem, ...]


class IngestDetails:
    """What the catalog of a generation knows about some locations, or about all of them if none are given."""

    def __init__(self, catalog: Catalog, locations: Sequence[Location]) -> None:
        self._catalog = catalog
        self._locations = locations
        self._where = " OR ".join(f"({AT_LOCATION})" for _ in locations) or "true"
        self._values: list[object] = [value for location in locations for value in location_values(*location)]

    def report(self, *, examples: int = 10) -> IngestReport:
        """Return the numbers, with at most `examples` examples for each code (-1: all)."""
        rows = self._catalog.rows(
            f"SELECT {_COLUMNS}, count FROM readings JOIN "
            f"(SELECT reading, count(*) AS count FROM articles WHERE {self._where} GROUP BY reading) "
            "ON number = reading ORDER BY count DESC, number",
            self._values,
        )
        readings = tuple((Reading(*row[:-1]), int(row[-1])) for row in rows)
        articles = sum(count for _, count in readings)
        skipped = {group.code: group for group in self._groups("skipped", examples)}
        passed_over = skipped.pop(PASSED_OVER, DiagnosticGroup(PASSED_OVER, 0, ()))
        problems = self._groups("problems", examples)
        return IngestReport(articles, readings, tuple(skipped.values()), passed_over, problems)

    def articles(self) -> Iterator[IngestEntry]:
        """Yield every article, sorted by id."""
        yield from self._entries(f"WHERE {self._where} ORDER BY id")

    def neediest(self, most: int) -> list[IngestEntry]:
        """Return at most `most` articles that need attention: unsure encodings, then problems, then missing values."""
        return list(self._entries(f"WHERE ({self._where}) AND {_NEED} > 0 ORDER BY {_NEED} DESC, id LIMIT ?", most))

    def skipped(self) -> Iterator[Skipped]:
        """Yield everything that was skipped, sorted by path."""
        sql = f"SELECT name, code, reason FROM skips WHERE {self._where} ORDER BY name, code, reason"
        for row in self._catalog.rows(sql, self._values):
            yield Skipped(*row)

    def examples(self, kind: DiagnosticKind, code: str, *, after: int, most: int) -> tuple[DiagnosticExample, ...]:
        """Return at most `most` examples with a code, sorted, leaving out the first `after`."""
        columns = "name, reason" if kind == "skipped" else "id, text"
        sql = f"SELECT {columns} FROM {self._table(kind)} WHERE code = ? AND ({self._where}) ORDER BY 1, 2"
        rows = self._catalog.rows(f"{sql} LIMIT ? OFFSET ?", [code, *self._values, most, after])
        return tuple(DiagnosticExample(*row) for row in rows)

    def _entries(self, rest: str, *values: object) -> Iterator[IngestEntry]:
        sql = f"SELECT id, path, {_COLUMNS} FROM articles JOIN readings ON number = reading {rest}"
        for article_id, path, *reading in self._catalog.rows(sql, [*self._values, *values]):
            problems = tuple(self._catalog.diagnostics.problems(article_id))
            yield IngestEntry(article_id, path, Reading(*reading), problems)

    def _groups(self, kind: DiagnosticKind, examples: int) -> tuple[DiagnosticGroup, ...]:
        sql = f"SELECT code, count(*) FROM {self._table(kind)} WHERE {self._where} GROUP BY code ORDER BY 2 DESC, 1"
        found = list(self._catalog.rows(sql, self._values))
        return tuple(
            DiagnosticGroup(code, count, self.examples(kind, code, after=0, most=examples)) for code, count in found
        )

    def _table(self, kind: DiagnosticKind) -> str:
        if kind == "skipped":
            return "skips"
        return "problems JOIN articles USING (id)" if self._locations else "problems"


@contextmanager
def ingest_details(index: Path, manifest: Manifest, paths: Iterable[Path]) -> Iterator[IngestDetails]:
    """Open the catalog of a generation for questions about everything at or below some paths, by default about all.

    Raises `UsageError` for a path from which the index holds nothing, `IndexCorrupt` if the catalog is damaged.
    """
    with published_catalog(index, manifest) as catalog:
        yield IngestDetails(catalog, [found for path in paths for found in _locations(catalog, index, path)])


def _locations(catalog: Catalog, index: Path, path: Path) -> list[Location]:
    """Return the locations that a path covers: one below a root, or all the roots below it."""
    target, found = Path(os.path.realpath(path)), list[Location]()
    for root in catalog.file_roots():
        folder = root_path(Path(os.path.realpath(index)), root)
        if target.is_relative_to(folder):
            below = target.relative_to(folder).as_posix()
            found.append((root, "" if below == "." else below))
        elif folder.is_relative_to(target):
            found.append((root, ""))
    known = [location for location in found if _is_known(catalog, location)]
    if not known:
        raise UsageError(f"nothing from {path} is in the index; run timdau reindex {path}")
    return known


def _is_known(catalog: Catalog, location: Location) -> bool:
    """Return whether a file was read, or anything skipped, at or below a location."""
    queries = (f"SELECT 1 FROM {table} WHERE {AT_LOCATION} LIMIT 1" for table in ("files", "skips"))
    return any(next(catalog.rows(query, location_values(*location)), None) for query in queries)

"""One file at a time: compare it with the catalog and tell the engine what changed.

The outcome is that of reading everything afresh in order: the first of two files with the same bytes, or of
two articles with the same id, is indexed, the other is reported; when the first goes, the other comes in.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from indexer.ingest.read import is_text, read_articles
from indexer.ingest.source import RawArticle, SourceFile
from indexer.model import Article, Problem, Skipped
from indexer.reindex.output import Output
from indexer.reindex.report import Meter
from indexer.store.catalog import KEPT, SEEN, ArticleRow, Catalog, FileRow

Extract = Callable[[RawArticle], Article]

_BATCH_FAILURES = ("unreadable", "undecodable", "damaged-archive")
_PASSING_FAILURES = ("unreadable", "damaged-archive")
_KEPT = "; what was indexed from it before is kept"


def extracted(extract: Extract, raw: RawArticle, path: str) -> Article | Skipped:
    """Extract an article of the file `path`; whatever goes wrong is a `Skipped`.

    A mistake in a rule, met in one article, must not keep the others from being found.
    """
    try:
        return extract(raw)
    except Exception as error:
        reason = f"extraction failed for {raw.id} ({type(error).__name__}: {error}); please report this"
        return Skipped(path, "extraction-failed", reason)


@dataclass(slots=True)
class Tally:
    """What a run has done so far; `moved` tells that the catalog changed although no article did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    moved: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Update:
    """The update of a catalog and an engine from files.

    `afresh` reads and writes every article, changed or not; `outdated` tells that unchanged ones were made
    by another version. A file touched after `settled_ns` (nanoseconds since 1970) may still change without
    showing in its stamp and is read again in the next run.
    """

    catalog: Catalog
    output: Output
    extract: Extract
    tally: Tally
    meter: Meter
    afresh: bool
    outdated: bool
    settled_ns: int

    def file(self, root: str, source: SourceFile) -> None:
        """Bring everything that is in a file up to date; `root` is what the catalog calls its root."""
        known = self.catalog.file(root, source.path)
        untouched = known is not None and known.stamp == source.stamp
        try:
            content = known.content if known is not None and untouched else _content(source)
        except OSError as error:
            why = error.strerror or str(error)
            self._keep(root, source, [Skipped(source.path, "unreadable", why)])
            return
        stamp = source.stamp if source.changed_ns < self.settled_ns else ""
        row = FileRow(root, source.path, stamp, content)
        if twin := self.catalog.twin(root, source.path, content):
            where = twin[1] if twin[0] == root else f"{twin[1]} in {twin[0]}"
            self.tally.skipped.append(Skipped(source.path, "duplicate", f"the same bytes as {where}"))
            self.catalog.put_file(row)
        elif self.afresh or not untouched or not self._confirm(row):
            self._read(source, row)

    def skip(self, root: str, skipped: Skipped) -> None:
        """Report what the walk left out; what the index holds from an unreadable place stays."""
        below = "" if skipped.path == "." else skipped.path
        kept = skipped.code == "unreadable" and self.catalog.keep(root, below) > 0
        self.tally.skipped.append(replace(skipped, reason=skipped.reason + _KEPT) if kept else skipped)

    def _confirm(self, row: FileRow) -> bool:
        """Take over what is known of an untouched file; False where that is nothing."""
        skips = self.catalog.skips(row.root, row.path)
        if not skips and not self.catalog.has_articles(row.root, row.path):
            return False
        self.tally.unchanged += self.catalog.confirm(row.root, row.path)
        self.tally.skipped += skips
        self.tally.problems += self.catalog.problems_of_file(row.root, row.path)
        return True

    def _read(self, source: SourceFile, row: FileRow) -> None:
        skips: list[Skipped] = []
        settled = True
        for found in read_articles(source, self.meter.at):
            if isinstance(found, Skipped):
                skips.append(found)
            else:
                settled = self._article(found, row, skips) and settled
        if any(is_text(source) or skip.code in _BATCH_FAILURES for skip in skips):
            if self._keep(row.root, source, skips):
                return
            settled = settled and not any(skip.code in _PASSING_FAILURES for skip in skips)
        else:
            self.tally.skipped += skips
        self.catalog.put_file(row if settled else replace(row, stamp=""), skips)

    def _keep(self, root: str, source: SourceFile, skips: Sequence[Skipped]) -> bool:
        """Report a file that could not be read; True where the index holds articles of it, which stay."""
        self.catalog.keep(root, source.path)
        known = self.catalog.file(root, source.path)
        kept = known is not None and self.catalog.has_articles(root, source.path)
        self.tally.skipped += [replace(skip, reason=skip.reason + _KEPT) if kept else skip for skip in skips]
        return kept

    def _article(self, raw: RawArticle, row: FileRow, skips: list[Skipped]) -> bool:
        """Bring one article up to date; False where its file has to be read again in the next run.

        That is so where its id is taken by another file, which may go. Taken by the same file, it is just one
        of the file's `skips`.
        """
        file = (row.root, row.path)
        known = self.catalog.article(raw.id)
        if known is not None and (known.state == SEEN or (known.state == KEPT and known.file != file)):
            reason = f"the id {raw.id} is that of an earlier article in {known.path}"
            same_file = known.file == file
            (skips if same_file else self.tally.skipped).append(Skipped(row.path, "duplicate-id", reason))
            return same_file
        same = known is not None and known.fingerprint == raw.fingerprint
        if (self.afresh or not same) and not self._write(raw, row.path):
            if known is not None:
                self.catalog.put_article(replace(known, state=KEPT))
            return False
        if known is not None and known.file != file:
            self.catalog.forget_stamp(*known.file)
            self.tally.moved = True
        self._count(known is not None, same and not self.outdated)
        self.catalog.put_article(ArticleRow(raw.id, row.root, row.path, raw.fingerprint, SEEN))
        self.tally.problems += [(raw.id, problem) for problem in self.catalog.problems(raw.id)]
        return True

    def _write(self, raw: RawArticle, path: str) -> bool:
        article = extracted(self.extract, raw, path)
        if isinstance(article, Skipped):
            self.tally.skipped.append(article)
            return False
        self.output.put(article)
        self.catalog.put_problems(article.id, article.problems)
        return True

    def _count(self, known: bool, same: bool) -> None:
        if same:
            self.tally.unchanged += 1
        elif known:
            self.tally.updated += 1
        else:
            self.tally.added += 1


def _content(source: SourceFile) -> str:
    with source.absolute.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

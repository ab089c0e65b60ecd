"""One file at a time: compare it with the catalog, and pass on what changed.

The result is that of reading everything from scratch in order: of two files with the same bytes, or two articles with
the same id, the first is indexed and the other reported; when the first goes, the other comes in.

Reading runs ahead of extraction (`indexer.reindex.step_queue`). What depends on the success of an extraction is a step,
with a key for everything it may change: the id of the article; stamp and content of another file that the article was
known from; after a file has been read, that file, its previous content, and its content if it has articles.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from unicodedata import normalize

from indexer.ingest.content_hash import content_hash
from indexer.ingest.formats.known import holds_articles
from indexer.ingest.limits import Runner
from indexer.ingest.read import read_articles
from indexer.ingest.source import RawArticle, SourceFile
from indexer.model import Skipped
from indexer.reindex.extraction import ExtractionOutcome
from indexer.reindex.run_report import Counters, ProgressMeter
from indexer.reindex.step_queue import StepQueue
from indexer.store.catalog import Catalog
from indexer.store.rows import EXPECTED, KEPT, SEEN, WRITTEN, ArticleRow, FileRow, Location

_KEPT = "; its indexed articles are kept"
_BATCH_FAILURES = ("unreadable", "undecodable", "damaged-archive", "damaged", "password", "unknown-format", "link")
_RETRIED = ("unreadable", "damaged-archive", "needs-extra")


@dataclass(frozen=True, slots=True)
class FileUpdater:
    """Brings catalog and engine up to date, file by file.

    With `rebuild`, every article is read and written, changed or not; with `outdated`, another version made the
    unchanged ones. A file changed after `settled_ns` (nanoseconds since 1970) may change again without a new stamp, so
    the next run reads it again.
    """

    catalog: Catalog
    steps: StepQueue
    counters: Counters
    meter: ProgressMeter
    run: Runner
    rebuild: bool
    outdated: bool
    settled_ns: int

    def update(self, root: str, item: SourceFile | Skipped) -> None:
        """Bring a file up to date, or report what the walk skipped; `root` is its name in the catalog."""
        if isinstance(item, Skipped):
            self._skip(root, item)
        else:
            self._compare(root, item)
            self.steps.then(partial(self.meter.done, item.size))

    def finish(self) -> None:
        """Wait for all steps."""
        self.steps.settle()
        self.meter.finish()

    def _skip(self, root: str, skipped: Skipped) -> None:
        """Report what the walk skipped, and keep what the index holds from an unreadable location."""
        if skipped.code == "unreadable":
            self.steps.settle()
            if self.catalog.keep(root, "" if skipped.path == "." else skipped.path):
                skipped = replace(skipped, reason=skipped.reason + _KEPT)
        self._report(root, skipped)

    def _compare(self, root: str, source: SourceFile) -> None:
        """Compare a file with the catalog, and read it unless it is unreadable, a duplicate or untouched."""
        self.steps.settle_if(_stamp_key((root, source.path)))
        known = self.catalog.file(root, source.path)
        untouched = known is not None and known.stamp == source.stamp
        try:
            content = known.content if known is not None and untouched else _content(source)
        except OSError as error:
            skipped = Skipped(source.path, "unreadable", error.strerror or str(error))
            if self._keep(root, source):
                skipped = replace(skipped, reason=skipped.reason + _KEPT)
            self._report(root, skipped)
            return
        stamp = source.stamp if source.changed_ns < self.settled_ns else ""
        row = FileRow(root, source.path, stamp, content)
        self.steps.settle_if(content)
        if twin := self.catalog.twin(root, source.path, content):
            where = twin[1] if twin[0] == root else f"{twin[1]} in {twin[0]}"
            self._report(root, Skipped(source.path, "duplicate", f"the same bytes as {where}"))
            self.catalog.put_file(row)
        elif self.rebuild or not untouched or not self._confirm(row):
            self._read(source, row, known)

    def _confirm(self, row: FileRow) -> bool:
        """Take over what is known of an untouched file; return False if nothing is."""
        unchanged, skips = self.catalog.confirm(row.root, row.path)
        if not unchanged and not skips:
            return False
        problems = self.catalog.diagnostics.problems_of_file(row.root, row.path)
        self.steps.then(partial(self.counters.count_untouched_file, unchanged, skips, problems))
        return True

    def _read(self, source: SourceFile, row: FileRow, known: FileRow | None) -> None:
        """Read a file, update its articles, and store it once all of them are done."""
        current = _CurrentFile(row)
        for found in read_articles(source, current.at, self.run):
            if isinstance(found, Skipped):
                current.skips.append(found)
            else:
                self._article(found, current)
            if self.meter.is_due():
                self.steps.then(partial(self.meter.at, current.position))
        contents = [*([known.content] if known else []), *([row.content] if current.articles else [])]
        self.steps.then(partial(self._store_file, source, current), row.file, *contents)

    def _article(self, raw: RawArticle, current: "_CurrentFile") -> None:
        """Bring one article up to date.

        If another file already has its id, that file may go, so the next run reads this one again. If the same file
        has it, it is just one of the file's skips.
        """
        row = current.row
        current.articles += 1
        known = self._known(raw.id, row)
        if known is not None and (known.state in (SEEN, WRITTEN) or (known.state == KEPT and known.file != row.file)):
            reason = f"an earlier article in {known.path} already has the id {raw.id}"
            skipped = Skipped(row.path, "duplicate-id", reason)
            if known.file == row.file:
                current.skips.append(skipped)
            else:
                current.settled = False
                self._report(row.root, skipped)
            return
        stated = raw.given.forums is not None or raw.given.topics is not None
        number = known.reading if known is not None else 0
        article = ArticleRow(raw.id, row.root, row.path, raw.fingerprint, SEEN, stated, number)
        if self.rebuild or known is None or known.fingerprint != raw.fingerprint:
            step = partial(self._store_extracted, article, known, current)
            self.steps.extract(raw, step, raw.id, *self._keys_of_other_file(known, row))
        else:
            self._store(article, known)
            problems = self.catalog.diagnostics.problems(raw.id)
            same = not self.outdated
            self.steps.then(partial(self.counters.count, raw.id, problems, known=True, same=same))

    def _known(self, article_id: str, row: FileRow) -> ArticleRow | None:
        """Return what the catalog knows of an article that was found in a file."""
        self.steps.settle_if(article_id)
        known = self.catalog.article(article_id)
        if known is None or known.file == row.file or not self.steps.settle_if(known.file):
            return known
        return self.catalog.article(article_id)

    def _keys_of_other_file(self, known: ArticleRow | None, row: FileRow) -> list[Hashable]:
        """Return the keys of the other file an article was known from: its stamp, and its content for twins."""
        if known is None or known.file == row.file:
            return []
        other = self.catalog.file(*known.file)
        return [_stamp_key(known.file), *([other.content] if other else [])]

    def _store_extracted(
        self, article: ArticleRow, known: ArticleRow | None, current: "_CurrentFile", outcome: ExtractionOutcome
    ) -> None:
        if isinstance(outcome, Skipped):
            skipped = replace(outcome, path=article.path)
            if outcome.code == "too-large":
                current.skips.append(skipped)
            else:
                current.settled = False
                self._skipped(article.root, skipped)
            if known is not None:
                self.catalog.put_article(replace(known, state=KEPT))
            return
        if known is not None or outcome.problems:
            self.catalog.diagnostics.put_problems(article.id, outcome.problems)
        number = self.catalog.readings.number(outcome.reading)
        self._store(replace(article, state=WRITTEN, reading=number), known)
        self.counters.note_encoding(article.id, outcome.reading)
        same = known is not None and known.fingerprint == article.fingerprint and not self.outdated
        self.counters.count(article.id, outcome.problems, known=known is not None, same=same)

    def _store(self, article: ArticleRow, known: ArticleRow | None) -> None:
        """Store an article: a new one, whose id may have been redirected, or a known one, maybe of another file."""
        if known is None:
            self.catalog.redirects.drop(article.id)
        elif known.file != article.file:
            self.catalog.invalidate_file(*known.file)
            self.counters.catalog_changed = True
        self.catalog.put_article(article)

    def _store_file(self, source: SourceFile, current: "_CurrentFile") -> None:
        """Store a file whose articles are all done, with its skips."""
        row, skips = current.row, current.skips
        if any(map(current.loses_everything, skips)) and self._keep(row.root, source):
            for skip in skips:
                self._skipped(row.root, replace(skip, reason=skip.reason + _KEPT))
            return
        skips = [self._keep_member(skip, current) for skip in skips]
        settled = current.settled and not any(skip.code in _RETRIED for skip in skips)
        self.counters.skipped += skips
        self.catalog.put_file(row if settled else replace(row, stamp=""), skips)

    def _keep(self, root: str, source: SourceFile) -> bool:
        """Keep what the index holds from a file that could not be read; return False if that is nothing."""
        self.catalog.keep(root, source.path)
        return self.catalog.file(root, source.path) is not None and self.catalog.has_articles(root, source.path)

    def _keep_member(self, skip: Skipped, current: "_CurrentFile") -> Skipped:
        """Keep what the index holds from an archive member that is there but could not be read.

        If the member is a batch, that is everything left of the archive: the catalog does not say which records came
        from which member.
        """
        row = current.row
        known = self.catalog.article(normalize("NFC", skip.path))
        if known is not None and known.file == row.file and known.state == EXPECTED:
            self.catalog.put_article(replace(known, state=KEPT))
        elif not current.loses_batch(skip) or not self.catalog.keep(row.root, row.path):
            return skip
        current.settled = False
        return replace(skip, reason=skip.reason + _KEPT)

    def _report(self, root: str, skipped: Skipped) -> None:
        self.steps.then(partial(self._skipped, root, skipped))

    def _skipped(self, root: str, skipped: Skipped) -> None:
        """Report what was skipped, and store it as a run skip."""
        self.counters.skipped.append(skipped)
        self.catalog.diagnostics.put_run_skip(root, skipped)


@dataclass(slots=True)
class _CurrentFile:
    """The file being read. If not `settled`, the next run reads it again. `position` is in bytes."""

    row: FileRow
    skips: list[Skipped] = field(default_factory=list)
    settled: bool = True
    articles: int = 0
    position: int = 0

    def at(self, position: int) -> None:
        """Set the position."""
        self.position = position

    def loses_everything(self, skip: Skipped) -> bool:
        """Return whether a skip means that the whole file was left out.

        For one article any reason does; for a batch or an archive few do, or that it yielded no article at all.
        """
        path = self.row.path
        return skip.path == path and (not holds_articles(path) or not self.articles or skip.code in _BATCH_FAILURES)

    def loses_batch(self, skip: Skipped) -> bool:
        """Return whether a skip means that a whole batch in the file, an archive, was left out."""
        return skip.path != self.row.path and holds_articles(skip.path) and skip.code in _BATCH_FAILURES


def _stamp_key(file: Location) -> tuple[str, str, str]:
    """Return the key of a file's stamp."""
    return ("stamp", *file)


def _content(source: SourceFile) -> str:
    """Return the hash of a file's bytes."""
    with source.absolute.open("rb") as file:
        return content_hash(file)

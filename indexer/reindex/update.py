"""One file at a time: compare it with the catalog and tell the engine what changed.

The outcome is that of reading everything afresh in order: the first of two files with the same bytes, or of
two articles with the same id, is indexed, the other is reported; when the first goes, the other comes in.

Reading runs ahead of extraction (`indexer.reindex.steps`). What depends on whether an article could be extracted is
a step, with a key for each thing it may change: the id of the article, and stamp and content of another file that it
was known from; when a file has been read, that file and its contents, the one before and the one with articles.
"""

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial
from unicodedata import normalize

from indexer.ingest.formats.archive import Parse
from indexer.ingest.read import read_articles
from indexer.ingest.source import RawArticle, SourceFile
from indexer.model import Skipped
from indexer.reindex.in_hand import FileInHand, passes
from indexer.reindex.report import Meter
from indexer.reindex.steps import Steps
from indexer.reindex.tally import Tally
from indexer.reindex.work import Outcome
from indexer.store.catalog import Catalog
from indexer.store.rows import EXPECTED, KEPT, SEEN, WRITTEN, ArticleRow, FileRow

_DONE = (SEEN, WRITTEN)
_KEPT = "; what was indexed from it before is kept"


@dataclass(frozen=True, slots=True)
class Update:
    """The update of a catalog and an engine from files.

    `afresh` reads and writes every article, changed or not; `outdated` tells that unchanged ones were made
    by another version. A file touched after `settled_ns` (nanoseconds since 1970) may still change without
    showing in its stamp and is read again in the next run.
    """

    catalog: Catalog
    steps: Steps
    tally: Tally
    meter: Meter
    parse: Parse
    afresh: bool
    outdated: bool
    settled_ns: int

    def file(self, root: str, source: SourceFile) -> None:
        """Bring everything that is in a file up to date; `root` is what the catalog calls its root."""
        self.steps.settle_if(_stamp_of((root, source.path)))
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
        elif self.afresh or not untouched or not self._confirm(row):
            self._read(source, row, known)

    def done(self, source: SourceFile) -> None:
        """Tell how far the run is once everything before is done."""
        self.steps.then(partial(self.meter.done, source.size))

    def skip(self, root: str, skipped: Skipped) -> None:
        """Report what the walk left out; what the index holds from an unreadable place stays."""
        if skipped.code == "unreadable":
            self.steps.settle()
            if self.catalog.keep(root, "" if skipped.path == "." else skipped.path):
                skipped = replace(skipped, reason=skipped.reason + _KEPT)
        self._report(root, skipped)

    def _report(self, root: str, skipped: Skipped) -> None:
        self.steps.then(partial(self._skipped, root, skipped))

    def _skipped(self, root: str, skipped: Skipped) -> None:
        """Count what is skipped as long as it stays as it is now."""
        self.tally.skipped.append(skipped)
        self.catalog.remarks.put_passing_skip(root, skipped)

    def _confirm(self, row: FileRow) -> bool:
        """Take over what is known of an untouched file; False where that is nothing."""
        unchanged, skips = self.catalog.confirm(row.root, row.path)
        if not unchanged and not skips:
            return False
        problems = self.catalog.remarks.problems_of_file(row.root, row.path)
        self.steps.then(partial(self.tally.take_over, unchanged, skips, problems))
        return True

    def _read(self, source: SourceFile, row: FileRow, known: FileRow | None) -> None:
        in_hand = FileInHand(row)
        for found in read_articles(source, in_hand.at, self.parse):
            if isinstance(found, Skipped):
                in_hand.skips.append(found)
            else:
                self._article(found, in_hand)
            if self.meter.is_due():
                self.steps.then(partial(self.meter.at, in_hand.position))
        contents = [*([known.content] if known else []), *([row.content] if in_hand.articles else [])]
        self.steps.then(partial(self._finish, source, in_hand), row.file, *contents)

    def _finish(self, source: SourceFile, in_hand: FileInHand) -> None:
        """Note a file whose articles are all done, with what was skipped in it."""
        row, skips = in_hand.row, in_hand.skips
        if any(map(in_hand.is_whole, skips)) and self._keep(row.root, source):
            for skip in skips:
                self._skipped(row.root, replace(skip, reason=skip.reason + _KEPT))
            return
        skips = [self._member(skip, in_hand) for skip in skips]
        settled = in_hand.settled and not any(map(passes, skips))
        self.tally.skipped += skips
        self.catalog.put_file(row if settled else replace(row, stamp=""), skips)

    def _member(self, skip: Skipped, in_hand: FileInHand) -> Skipped:
        """Keep what the index holds of a member of an archive that is there but could not be read.

        Of a batch that is everything left of the archive, as nothing tells which records came from which member.
        """
        row = in_hand.row
        known = self.catalog.article(normalize("NFC", skip.path))
        if known is not None and known.file == row.file and known.state == EXPECTED:
            self.catalog.put_article(replace(known, state=KEPT))
        elif not in_hand.is_batch(skip) or not self.catalog.keep(row.root, row.path):
            return skip
        in_hand.settled = False
        return replace(skip, reason=skip.reason + _KEPT)

    def _keep(self, root: str, source: SourceFile) -> bool:
        """Keep what the index holds from a file that could not be read; False where that is nothing."""
        self.catalog.keep(root, source.path)
        return self.catalog.file(root, source.path) is not None and self.catalog.has_articles(root, source.path)

    def _article(self, raw: RawArticle, in_hand: FileInHand) -> None:
        """Bring one article up to date.

        Where its id is taken by another file, which may go, its own file has to be read again in the next run. Taken
        by the same file, it is just one of the file's `skips`.
        """
        row = in_hand.row
        in_hand.articles += 1
        known = self._known(raw.id, row)
        if known is not None and (known.state in _DONE or (known.state == KEPT and known.file != row.file)):
            reason = f"the id {raw.id} is that of an earlier article in {known.path}"
            skipped = Skipped(row.path, "duplicate-id", reason)
            if known.file == row.file:
                in_hand.skips.append(skipped)
            else:
                in_hand.settled = False
                self._report(row.root, skipped)
            return
        stated = raw.given.forums is not None or raw.given.topics is not None
        number = known.reading if known is not None else 0
        article = ArticleRow(raw.id, row.root, row.path, raw.fingerprint, SEEN, stated, number)
        if self.afresh or known is None or known.fingerprint != raw.fingerprint:
            step = partial(self._extracted, article, known, in_hand)
            self.steps.extract(raw, step, raw.id, *self._stakes(known, row))
        else:
            self._put(article, known)
            problems = self.catalog.remarks.problems(raw.id)
            same = not self.outdated
            self.steps.then(partial(self.tally.count, raw.id, problems, known=True, same=same))

    def _stakes(self, known: ArticleRow | None, row: FileRow) -> list[Hashable]:
        """Return what of the file that an article was known from depends on its extraction: stamp, and being a twin."""
        if known is None or known.file == row.file:
            return []
        other = self.catalog.file(*known.file)
        return [_stamp_of(known.file), *([other.content] if other else [])]

    def _known(self, article_id: str, row: FileRow) -> ArticleRow | None:
        """Return what is known of an article that is in a file."""
        self.steps.settle_if(article_id)
        known = self.catalog.article(article_id)
        if known is None or known.file == row.file or not self.steps.settle_if(known.file):
            return known
        return self.catalog.article(article_id)

    def _extracted(self, article: ArticleRow, known: ArticleRow | None, in_hand: FileInHand, outcome: Outcome) -> None:
        if isinstance(outcome, Skipped):
            in_hand.settled = False
            self._skipped(article.root, replace(outcome, path=article.path))
            if known is not None:
                self.catalog.put_article(replace(known, state=KEPT))
            return
        if known is not None or outcome.problems:
            self.catalog.remarks.put_problems(article.id, outcome.problems)
        number = self.catalog.readings.number(outcome.reading)
        self._put(replace(article, state=WRITTEN, reading=number), known)
        self.tally.weigh(article.id, outcome.reading)
        same = known is not None and known.fingerprint == article.fingerprint and not self.outdated
        self.tally.count(article.id, outcome.problems, known=known is not None, same=same)

    def _put(self, article: ArticleRow, known: ArticleRow | None) -> None:
        """Store an article: a new one, whose id may have led elsewhere, or one known, maybe from another file."""
        if known is None:
            self.catalog.moves.taken(article.id)
        elif known.file != article.file:
            self.catalog.doubts.file(*known.file)
            self.tally.catalog_changed = True
        self.catalog.put_article(article)


def _stamp_of(file: tuple[str, str]) -> tuple[str, str, str]:
    """Return the key of a file's stamp."""
    return ("stamp", *file)


def _content(source: SourceFile) -> str:
    with source.absolute.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

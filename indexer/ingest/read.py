"""Files to articles, whatever their format."""

from collections.abc import Callable, Iterator

from indexer.ingest.beside import Beside
from indexer.ingest.formats import records, text
from indexer.ingest.sidecar import read_sidecar
from indexer.ingest.source import RawArticle, SourceFile
from indexer.ingest.table import read_table
from indexer.model import Skipped


def read_articles(source: SourceFile, at: Callable[[int], None] | None = None) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of a file one by one, and in place of each that cannot be read the reason.

    Never raises for what is wrong with a file or with what stands beside it: codes are `empty`, `binary`,
    `undecodable`, `too-large`, `unreadable` and, in batches, `bad-record` and `damaged-archive`. `at` is told how many
    bytes of a batch were read so far.
    """
    beside = _stated_beside(source)
    if isinstance(beside, Skipped):
        yield beside
        return
    try:
        if is_text(source):
            yield from text.read(source, beside.given, beside.problems, beside.encoding or source.encoding)
        else:
            yield from records.read(source, beside.given, beside.problems, at or _ignore)
    except OSError as error:
        yield Skipped(source.path, "unreadable", error.strerror or str(error))


def _stated_beside(source: SourceFile) -> Beside | Skipped:
    """Read what sidecar and table state; where one of them cannot be read, nobody knows what that is."""
    name = source.path.rpartition("/")[2]
    stated, what = Beside(), ""
    try:
        if source.sidecar is not None:
            what = f"sidecar {source.sidecar}"
            stated = read_sidecar(source.root / source.sidecar, source.sidecar)
        if source.table is not None:
            what = f"table {source.table}"
            stated = stated.over(read_table(source.root / source.table).row(name))
    except OSError as error:
        return Skipped(source.path, "unreadable", f"its {what}: {error.strerror or error}")
    return stated


def _ignore(_position: int) -> None:
    """Do nothing with a position."""


def is_text(source: SourceFile) -> bool:
    """Tell a file that is one article from a batch of records."""
    return source.path.lower().endswith(".txt")

"""Files to articles, whatever their format."""

from collections.abc import Callable, Iterator

from indexer.ingest.formats import records, text
from indexer.ingest.sidecar import read_sidecar
from indexer.ingest.source import Given, RawArticle, SourceFile
from indexer.model import Problem, Skipped


def read_articles(source: SourceFile, at: Callable[[int], None] | None = None) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of a file one by one, and in place of each that cannot be read the reason.

    Never raises for what is wrong with a file or its sidecar: codes are `empty`, `binary`, `undecodable`, `too-large`,
    `unreadable` and, in batches, `bad-record` and `damaged-archive`. `at` is told how many bytes of a batch
    were read so far.
    """
    given = Given()
    problems: tuple[Problem, ...] = ()
    if source.sidecar is not None:
        try:
            given, problems = read_sidecar(source.root / source.sidecar, source.sidecar)
        except OSError as error:
            yield Skipped(source.path, "unreadable", f"its sidecar {source.sidecar}: {error.strerror or error}")
            return
    try:
        if is_text(source):
            yield from text.read(source, given, problems)
        else:
            yield from records.read(source, given, problems, at or _ignore)
    except OSError as error:
        yield Skipped(source.path, "unreadable", error.strerror or str(error))


def _ignore(_position: int) -> None:
    """Do nothing with a position."""


def is_text(source: SourceFile) -> bool:
    """Tell a file that is one article from a batch of records."""
    return source.path.lower().endswith(".txt")

"""What the run has not come across leaves the index; the links of what is elsewhere now lead on to it."""

from itertools import groupby
from unicodedata import normalize

from indexer.reindex.output import Output
from indexer.reindex.tally import Tally
from indexer.store.catalog import Catalog
from indexer.store.rows import EXPECTED, Vanished


def remove_vanished(catalog: Catalog, tally: Tally, output: Output | None) -> None:
    """Remove the articles that are still EXPECTED, from the engine too where `output` is not that of a new index."""
    for _, articles in groupby(catalog.vanished(), key=lambda row: (row.root, row.path, row.before, row.content)):
        gone = list(articles)
        twin = _twin(catalog, gone[0])
        for row in gone:
            _remove(catalog, row, twin, tally)
            if output is not None:
                output.delete(row.id)
    catalog.drop_vanished()


def _remove(catalog: Catalog, row: Vanished, twin: tuple[str, str] | None, tally: Tally) -> None:
    tally.removed += 1
    successor = _successor(catalog, row, twin) if twin is not None else None
    if successor is None:
        catalog.moves.lost(row.id)
    else:
        catalog.moves.note(row.id, successor)
        tally.moved.append((row.id, successor))


def _twin(catalog: Catalog, row: Vanished) -> tuple[str, str] | None:
    """Return another file that has what a file had before the run, else one that has what it has now."""
    contents = dict.fromkeys(content for content in (row.before, row.content) if content)
    twins = (catalog.twin(row.root, row.path, content) for content in contents)
    return next(filter(None, twins), None)


def _successor(catalog: Catalog, row: Vanished, twin: tuple[str, str]) -> str | None:
    """Return the article of a file with the same bytes that is called after it as the vanished one was after its."""
    old, new = normalize("NFC", row.path), normalize("NFC", twin[1])
    if not row.id.startswith(old):
        return None
    known = catalog.article(new + row.id[len(old) :])
    return known.id if known is not None and known.file == twin and known.state != EXPECTED else None

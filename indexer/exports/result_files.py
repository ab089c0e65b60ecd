"""A whole result as a file, written while it is read, so that memory does not grow with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal, get_args

from indexer.exports.bibtex import bibtex, bibtex_comment
from indexer.exports.citation import Citation, hit_citation, labelled
from indexer.exports.csv_rows import CSV_START, CsvCell, csv_row
from indexer.exports.exported_search import SAID, ExportedSearch, exported_search
from indexer.exports.ris import ris
from indexer.json_text import json_text
from indexer.languages import Language
from indexer.messages import message
from indexer.model import Hit, HitStream
from indexer.vocabulary import forums, topics

ExportFormat = Literal["csv", "jsonl", "ris", "bibtex"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
PageAddress = Callable[[str], str | None]
"""Returns the absolute address of the page of an article, given its id; None if nobody knows it."""

_PIECE = 1 << 16
_COLUMNS = (
    *("number", "title", "date", "year", "year-basis", "author", "source", "forums", "topics", "url", "page", "id"),
    *SAID,
)
_HIT = tuple(name for name in Hit.__struct_fields__ if name not in ("title_spans", "snippet", "missing"))


def export_pieces(
    stream: HitStream, format: ExportFormat, *, page: PageAddress, made: datetime, lang: Language
) -> Iterator[str]:
    """Yield the file of a stream of hits in pieces of some 64 KB, each of whole records.

    Each format says which search it comes from where its readers keep it: in columns of CSV, fields of JSON Lines,
    research notes of RIS, and a comment of BibTeX. Headings, labels and remarks are in `lang`.
    """
    about = exported_search(stream.request, stream, made)
    match format:
        case "csv":
            records = _csv(stream.hits, about, page, lang)
        case "jsonl":
            records = _jsonl(stream.hits, about, page)
        case "ris":
            notes = _sentence(about, lang)
            records = (ris(each, notes) for each in _citations(stream.hits, page, made, lang))
        case "bibtex":
            records = _bibtex(_citations(stream.hits, page, made, lang), _sentence(about, lang))
    return in_pieces(records)


def in_pieces(records: Iterable[str]) -> Iterator[str]:
    """Yield records in pieces of some 64 KB, at least one."""
    waiting: list[str] = []
    length = 0
    for record in records:
        waiting.append(record)
        length += len(record)
        if length >= _PIECE:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)


def _csv(hits: Iterable[Hit], about: ExportedSearch, page: PageAddress, lang: Language) -> Iterator[str]:
    yield CSV_START + csv_row(message(f"column-{name}", lang) for name in _COLUMNS)
    inferred = message("year-inferred", lang)
    for number, hit in enumerate(hits, 1):
        cells: tuple[CsvCell, ...] = (
            *(number, hit.name, hit.date, hit.year),
            *(inferred if hit.year_basis == "inferred" else None, hit.author, hit.source),
            *("; ".join(labelled(forums(), hit.forums, lang)), "; ".join(labelled(topics(), hit.topics, lang))),
            *(hit.url, page(hit.id), hit.id, *about.cells),
        )
        yield csv_row(cells)


def _jsonl(hits: Iterable[Hit], about: ExportedSearch, page: PageAddress) -> Iterator[str]:
    search = asdict(about)
    for hit in hits:
        record: dict[str, Any] = {name: getattr(hit, name) for name in _HIT}
        yield json_text({**record, "page": page(hit.id), "search": search}) + "\n"


def _bibtex(citations: Iterable[Citation], about: str) -> Iterator[str]:
    yield bibtex_comment(about)
    for citation in citations:
        yield "\n" + bibtex(citation)


def _citations(hits: Iterable[Hit], page: PageAddress, made: datetime, lang: Language) -> Iterator[Citation]:
    return (hit_citation(hit, page=page(hit.id), accessed=made.date(), lang=lang) for hit in hits)


def _sentence(about: ExportedSearch, lang: Language) -> str:
    """Return what is said about a search as one line of text, without what is empty."""
    values = {name: value for name, value in asdict(about).items() if value != ""}
    return " | ".join(f"{message(f'column-{name}', lang)}: {value}" for name, value in values.items())

"""Other queries that a reader may want instead, each with how many articles it finds under the same choices.

| kind | the query |
| --- | --- |
| `apart` | with the words apart that are searched as one |
| `facet` | with a condition in place of the name of a forum or topic, or that condition alone |
| `keystrokes` | with the letters that its keystrokes of Telex, VNI or VIQR make |
| `spelling` | with words of the archive for those that it does not have |
| `accents` | with its bare words in the accents that the archive has for them |
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, islice
from typing import NamedTuple

from indexer.answers.printed_forms import PrintedForms
from indexer.engines.base import EngineReader
from indexer.model import Span, Suggestion
from indexer.query import ParsedQuery
from indexer.query.joining import Joins, Pair, WordCounts, joins, written
from indexer.query.misspellings import corrections
from indexer.query.readings import is_bare, readings
from indexer.query.typed_keys import keyed_words

_MOST_CONDITIONS = 3
"""The forums and topics that are offered for a query, as each takes a search."""
_MOST_READINGS = 5
"""The readings of bare words that are offered."""
_MOST_COUNTED = 8
"""The readings that are searched to see what they find."""
_MOST_WORDS = 20
"""In a query of more words, neither keystrokes nor misspellings nor readings are looked for."""

_REMEMBERED = 1 << 12
"""The joined words of which the spelling is remembered."""

Totals = Callable[[str], int]
"""Returns how many articles another query finds, everything else in the request as it is; 0 if that is not known."""


class Archive(NamedTuple):
    """What one state of an index says about words: how often they occur, which are joined, how they are written."""

    counts: WordCounts
    joins: Joins
    printed: PrintedForms
    written: Callable[[str, str], Pair]
    """Returns the most frequent spelling of two words that are joined; it remembers what it was asked for."""


def archive_of(reader: EngineReader) -> Archive:
    """Return what one state of an index says about words."""
    counts = reader.counts
    spelling = lru_cache(_REMEMBERED)(partial(written, counts))
    return Archive(counts, joins(counts), PrintedForms(reader), spelling)


class _NewWords(NamedTuple):
    """A stretch of a query, and the words that it becomes; none if it stays."""

    at: Span
    surfaces: tuple[str, ...]
    is_new: bool


class _ReadQuery(NamedTuple):
    """A query in other accents, and whether the archive has the words of each of its rows side by side."""

    is_together: bool
    text: str


def suggestions(query: str, parsed: ParsedQuery, archive: Archive, total: Totals) -> tuple[Suggestion, ...]:
    """Return what to suggest instead of a query; what finds nothing is left out."""
    return tuple(each for each in _all(query, parsed, archive, total) if each.count)


def _all(query: str, parsed: ParsedQuery, archive: Archive, total: Totals) -> Iterator[Suggestion]:
    if parsed.joined:
        yield Suggestion(parsed.apart, total(parsed.apart), "apart")
    for condition, narrowed in islice(_conditions(query, parsed), _MOST_CONDITIONS):
        count = total(narrowed)
        yield Suggestion(narrowed, count, "facet") if count else Suggestion(condition, total(condition), "facet")
    if max(len(query.split()), sum(map(len, parsed.rows))) > _MOST_WORDS:
        return
    if keyed := _decoded(query, archive):
        yield Suggestion(keyed, total(keyed), "keystrokes")
        return
    if corrected := _corrected(query, parsed, archive):
        yield Suggestion(corrected, total(corrected), "spelling")
    read = list(islice(_read(query, parsed, archive), _MOST_COUNTED))
    together = [each for each in read if each.is_together]
    found = (each for _, text in together or read if (each := Suggestion(text, total(text), "accents")).count)
    yield from sorted(islice(found, _MOST_READINGS), key=lambda each: (-each.count, each.query))


def _decoded(query: str, archive: Archive) -> str | None:
    """Return a query with its keystrokes decoded, None if it has none."""
    row = [_NewWords(each.at, (each.surface,), each.is_decoded) for each in keyed_words(archive.counts, query)]
    return _replaced(query, [row], archive) if row else None


def _corrected(query: str, parsed: ParsedQuery, archive: Archive) -> str | None:
    """Return a query with its misspelled words corrected, None if it has none."""
    rows = []
    for row in parsed.rows:
        words = [_NewWords(each.at, (each.surface,), is_new=False) for each in row]
        for each in reversed(corrections(archive.counts, [each.surface for each in row])):
            at = row[each.start].at[0], row[each.end - 1].at[1]
            words[each.start : each.end] = [_NewWords(at, each.surfaces, is_new=True)]
        rows.append(_with_accents(words, archive))
    is_corrected = any(each.is_new for each in chain.from_iterable(rows))
    return _replaced(query, rows, archive) if is_corrected else None


def _with_accents(row: Sequence[_NewWords], archive: Archive) -> list[_NewWords]:
    """Return a row in which bare words that are joined to a new one have the accents that the archive mostly has."""
    words = list(row)
    surfaces = [each.surfaces[-1] for each in words]
    for gap in archive.joins(surfaces):
        pair = words[gap : gap + 2]
        if any(each.is_new for each in pair) and all(len(each.surfaces) == 1 for each in pair):
            spelled = archive.written(*surfaces[gap : gap + 2])
            for number, surface in enumerate(spelled, gap):
                if is_bare(surfaces[number]):
                    words[number] = _NewWords(words[number].at, (surface,), is_new=True)
    return words


def _read(query: str, parsed: ParsedQuery, archive: Archive) -> Iterator[_ReadQuery]:
    """Yield a query with its bare words in the accents that the archive has for them, the most probable first."""
    joined = {each.at[1] for each in parsed.joined}
    for reading in readings(archive.counts, [[each.surface for each in row] for row in parsed.rows]):
        surfaces = iter(reading)
        rows = [[_NewWords(each.at, (next(surfaces),), is_bare(each.surface)) for each in row] for row in parsed.rows]
        if any(new.surfaces[0] != each.surface for new, each in zip(chain(*rows), chain(*parsed.rows), strict=True)):
            printed = (archive.printed.form(tuple(each.surfaces[0] for each in row)) for row in rows)
            yield _ReadQuery(all(printed), _replaced(query, rows, archive, joined))


def _replaced(query: str, rows: Iterable[Sequence[_NewWords]], archive: Archive, joined: Container[int] = ()) -> str:
    """Return a query with new words for stretches of it, as the archive writes them.

    `joined` has the end of each word that is joined to the one before it: they get quotation marks if the new words are
    not joined, as they would find articles that the query does not.
    """
    text, end = "", 0
    for row in rows:
        surfaces = [surface for each in row for surface in each.surfaces]
        shown, closed = iter(_as_printed(surfaces, archive)), archive.joins(surfaces)
        for number, each in enumerate(row):
            words = " ".join(islice(shown, len(each.surfaces)))
            opens = number + 1 < len(row) and row[number + 1].at[1] in joined and number not in closed
            closes = each.at[1] in joined and number - 1 not in closed
            new = words if each.is_new else query[each.at[0] : each.at[1]]
            text += query[end : each.at[0]] + '"' * opens + new + '"' * closes
            end = each.at[1]
    return text + query[end:]


def _as_printed(surfaces: Sequence[str], archive: Archive) -> Iterator[str]:
    """Yield words typed side by side as the archive writes them: side by side, else joined, else by themselves."""
    if together := archive.printed.form(tuple(surfaces)):
        yield from together
        return
    joined = archive.joins(surfaces)
    for number in range(len(surfaces)):
        if number - 1 not in joined:
            word = tuple(surfaces[number : number + 1 + (number in joined)])
            yield from archive.printed.form(word) or word


def _conditions(query: str, parsed: ParsedQuery) -> Iterator[tuple[str, str]]:
    """Yield a condition for each forum or topic that is named, and the query with it in place of the name."""
    places: dict[tuple[str, str], Span] = {}
    for name in parsed.named:
        for label in () if name.excluded else name.labels:
            places.setdefault(label, name.at)
    for (field, id), (start, end) in places.items():
        before, after = query[:start], query[end:]
        condition = f"{field}:{id}"
        if condition in (*before.split(), *after.split()):
            continue
        yield condition, f"{before}{_gap(before[-1:])}{condition}{_gap(after[:1])}{after}"


def _gap(neighbour: str) -> str:
    """Return the space that keeps a condition apart from a letter that was typed right next to a quotation mark."""
    return " " if neighbour.isalnum() else ""

"""A reference as it is printed in a list of sources, by the convention of a language."""

from collections.abc import Iterator
from datetime import date

from indexer.exports.citation import Citation
from indexer.messages import message

_ENDS = (".", "?", "!", "…")


def reference_text(citation: Citation) -> str:
    """Return a reference on one line, in the language of the citation.

    Square brackets around a year say that the article itself does not state it.
    """
    parts = [part for part in _parts(citation) if part]
    separator = message("cite-separator", citation.lang)
    # A title with a full stop or question mark gets no second one.
    joined = [part + (separator.lstrip(".") if part.endswith(_ENDS) else separator) for part in parts[:-1]]
    last = parts[-1]
    return "".join(joined) + last + ("" if last == citation.link or last.endswith(_ENDS) else ".")


def _parts(citation: Citation) -> Iterator[str | None]:
    lang, when = citation.lang, _when(citation)
    who = message("cite-between-authors", lang).join(citation.authors) or citation.source
    title = message("cite-title", lang, title=citation.title)
    # Without author and source, the title comes first.
    yield message("cite-first", lang, first=who or title, when=when)
    yield title if who else None
    yield citation.source if citation.authors else None
    yield _day(citation)
    yield citation.link


def _when(citation: Citation) -> str:
    if citation.year is None:
        return message("cite-undated", citation.lang)
    return message("cite-year-inferred" if citation.inferred else "cite-year", citation.lang, year=citation.year)


def _day(citation: Citation) -> str | None:
    if citation.date is None:
        return None
    day = date.fromisoformat(citation.date)
    month = message("cite-months", citation.lang).split()[day.month - 1]
    return message("cite-day", citation.lang, day=day.day, month=month, year=day.year)

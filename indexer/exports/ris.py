"""RIS: one tag and one value per line, as Zotero, EndNote and Mendeley read it."""

from collections.abc import Iterator

from indexer.exports.citation import Citation
from indexer.messages import message


def ris(citation: Citation, research_notes: str | None = None) -> str:
    """Return a record, from `TY` to `ER`.

    A name without a comma gets one at its end. Programs then keep it as it is printed; otherwise they take the last
    word of it for the family name, which in a Vietnamese name is the first.
    """
    notes = [("RN", research_notes)] if research_notes else []
    lines = [f"{tag}  - {value}\r\n" for tag, value in (*_fields(citation), *notes, ("ER", ""))]
    return "".join(lines) + "\r\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS" if citation.source else "GEN"
    yield "ID", citation.key
    yield "TI", citation.title
    for name in citation.authors:
        yield "AU", name if "," in name else f"{name},"
    if citation.source:
        yield "T2", citation.source
    if citation.year is not None:
        yield "PY", f"{citation.year:04}"
    if citation.date:
        yield "DA", citation.date.replace("-", "/")
    for address in dict.fromkeys(filter(None, (citation.url, citation.page))):
        yield "UR", address
    if citation.accessed and citation.link:
        yield "Y2", citation.accessed.strftime("%Y/%m/%d")
    yield "LA", "vi"
    for keyword in citation.keywords:
        yield "KW", keyword
    if citation.inferred:
        yield "N1", message("year-inferred", citation.lang)

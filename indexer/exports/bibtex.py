"""BibTeX entries for LaTeX, with both classic BibTeX and biblatex, in UTF-8."""

from collections.abc import Iterator
from urllib.parse import quote

from indexer.exports.citation import Citation
from indexer.messages import message

_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces even after a backslash, so that a lone one would swallow the rest of the file.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{sign: f"\\{sign}" for sign in "$&#%_"},
    }
)
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%-._~"


def bibtex(citation: Citation) -> str:
    """Return an entry. Braces keep names in the order in which they are printed, and the capitals of the title."""
    kind = "article" if citation.source else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(citation))
    return f"@{kind}{{{citation.key},\n{fields}}}\n"


def bibtex_comment(text: str) -> str:
    """Return a line that BibTeX takes for a comment, as is everything that is in no entry."""
    return f"% {text.replace('@', '(at)')}\n"


def escaped(text: str) -> str:
    """Return a text with the signs replaced that mean something in LaTeX.

    >>> print(escaped("50% {kín}"))
    50\\% \\textbraceleft{}kín\\textbraceright{}
    """
    return text.translate(_ESCAPED)


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.authors:
        yield "author", " and ".join(f"{{{escaped(name)}}}" for name in citation.authors)
    yield "title", f"{{{escaped(citation.title)}}}"
    if citation.source:
        yield "journal", escaped(citation.source)
    if citation.year is not None:
        yield "year", str(citation.year)
    if citation.date:
        yield "date", citation.date
    if citation.link:
        yield "url", quote(citation.link, safe=_IN_ADDRESSES)
        if citation.accessed:
            yield "urldate", citation.accessed.isoformat()
    yield "language", "vietnamese"
    if citation.keywords:
        yield "keywords", escaped(", ".join(keyword.replace(",", "") for keyword in citation.keywords))
    if citation.inferred:
        yield "note", escaped(message("year-inferred", citation.lang))

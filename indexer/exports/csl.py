"""CSL-JSON: what citation processors such as citeproc and pandoc take."""

from typing import Any

from indexer.exports.citation import Citation


def csl(citation: Citation) -> dict[str, Any]:
    """Return an item of CSL-JSON. Names are literal, so that no style turns their order around."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "article-newspaper" if citation.source else "article",
        "title": citation.title,
    }
    if citation.authors:
        item["author"] = [{"literal": name} for name in citation.authors]
    if citation.source:
        item["container-title"] = citation.source
    if citation.year is not None:
        parts = [int(part) for part in citation.date.split("-")] if citation.date else [citation.year]
        item["issued"] = {"date-parts": [parts], **({"circa": True} if citation.inferred else {})}
    if citation.link:
        item["URL"] = citation.link
        if citation.accessed:
            day = citation.accessed
            item["accessed"] = {"date-parts": [[day.year, day.month, day.day]]}
    if citation.keywords:
        item["keyword"] = "; ".join(citation.keywords)
    return {**item, "language": "vi"}

"""The formats of a reference to one article."""

import json
from typing import Literal, get_args

from indexer.exports.bibtex import bibtex
from indexer.exports.citation import Citation
from indexer.exports.csl import csl
from indexer.exports.reference_text import reference_text
from indexer.exports.ris import ris

CitationFormat = Literal["ris", "bib", "json", "txt"]
CITATION_FORMATS: tuple[CitationFormat, ...] = get_args(CitationFormat)
"""The endings of the files: RIS, BibTeX, CSL-JSON and plain text."""


def reference(citation: Citation, format: CitationFormat) -> str:
    """Return a reference as a whole file in one of `CITATION_FORMATS`."""
    match format:
        case "ris":
            return ris(citation)
        case "bib":
            return bibtex(citation)
        case "json":
            return json.dumps([csl(citation)], ensure_ascii=False, indent=2) + "\n"
        case "txt":
            return reference_text(citation) + "\n"

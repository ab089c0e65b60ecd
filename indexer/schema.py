"""The Whoosh schema of an article: every field of `indexer.fields`, and the columns for order and results.

| column | holds |
| --- | --- |
| `id` | the article's id |
| a word field | its terms with positions |
| `FACET_values` | the facet values of the article as a JSON list |
| `date` | `YYYY-MM-DD`, empty if undated |
| `words` | the number of words of the text; Whoosh itself stores lengths roughly |
| `title_key` | ICU's Vietnamese sort key of the title |
| `article` | the article itself, compressed JSON |
"""

import json
from collections.abc import Sequence

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from indexer.analysis.analyzers import WordAnalyzer
from indexer.fields import WORDS
from indexer.model import FACETS, Facet, FacetCode


def schema() -> Schema:
    """Return the schema."""
    analyzer = WordAnalyzer()
    return Schema(
        id=ID(unique=True, sortable=True),
        date=COLUMN(VarBytesColumn()),
        words=COLUMN(NumericColumn("I")),
        title_key=COLUMN(VarBytesColumn()),
        article=STORED,
        **{name: TEXT(analyzer=analyzer, phrase=True) for name in WORDS},
        **{facet_column(facet): COLUMN(VarBytesColumn()) for facet in FACETS},
    )


def facet_column(facet: Facet) -> str:
    """Return the name of the column with the values of a facet."""
    return f"{facet}_values"


def packed(values: Sequence[FacetCode]) -> bytes:
    """Return facet values as their column stores them."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8")


def unpacked(stored: bytes) -> tuple[FacetCode, ...]:
    """Return facet values from their column; `(None,)` if there are none.

    >>> unpacked(packed(("arf", "asean"))), unpacked(packed(()))
    (('arf', 'asean'), (None,))
    """
    return tuple(json.loads(stored)) or (None,)

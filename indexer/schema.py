"""The one Whoosh schema: every field of an article, how it is analysed, and whether it is a facet.

| field | holds | searched as |
| --- | --- | --- |
| `id` | the article's id | itself |
| `text` | title, body and the lines around it | words |
| `title`, `author`, `source` | | words |
| `forum`, `topic` | ids, broader ones included | themselves; facets |
| `year` | 0 for none | ranges; facet |
| `date` | `YYYY-MM-DD`, empty for none | ranges, order |
| `title_key` | ICU's Vietnamese sort key of the title | order |
| `article` | the article itself, compressed JSON | – |
"""

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from indexer.analysis.analyzers import WordAnalyzer


def schema() -> Schema:
    """Return the schema."""
    words = WordAnalyzer()
    return Schema(
        id=ID(unique=True, sortable=True),
        text=TEXT(analyzer=words, phrase=True),
        title=TEXT(analyzer=words, phrase=True),
        author=TEXT(analyzer=words, phrase=True),
        source=TEXT(analyzer=words, phrase=True),
        forum=COLUMN(VarBytesColumn()),
        topic=COLUMN(VarBytesColumn()),
        year=COLUMN(NumericColumn("H", default=0)),
        date=COLUMN(VarBytesColumn()),
        title_key=COLUMN(VarBytesColumn()),
        article=STORED,
    )

"""From articles found to files that other programs read, all of them pure functions over values.

- `plain_text`: a text → the same on one line, without control characters
- `csv_rows`: cells → a line of CSV that is safe in spreadsheets
- `citation`: a hit or an article → what a reference to it has; its key
- `ris`, `bibtex`, `csl`, `reference_text`: a citation → a reference in that format
- `references`: a citation → a file in any of these formats
- `exported_search`: a request → what an export says about its search
- `result_files`: a stream of hits → a file of the whole result, piece by piece
- `occurrence_rows`: a stream of matches → a table of them
- `batch_rows`: the counts of a list of queries → a table
- `count_tables`: counts by year, or by forum and year → a table
"""

from indexer.exports.batch_rows import batch_csv, query_remarks
from indexer.exports.citation import Citation, article_citation, hit_citation
from indexer.exports.count_tables import forum_years_csv, years_csv
from indexer.exports.csv_rows import CSV_START, csv_row
from indexer.exports.exported_search import remarks_of
from indexer.exports.occurrence_rows import occurrences_csv
from indexer.exports.plain_text import one_line, slug
from indexer.exports.references import CITATION_FORMATS, CitationFormat, reference
from indexer.exports.result_files import EXPORT_FORMATS, ExportFormat, export_pieces

__all__ = [
    "CITATION_FORMATS",
    "CSV_START",
    "EXPORT_FORMATS",
    "Citation",
    "CitationFormat",
    "ExportFormat",
    "article_citation",
    "batch_csv",
    "csv_row",
    "export_pieces",
    "forum_years_csv",
    "hit_citation",
    "occurrences_csv",
    "one_line",
    "query_remarks",
    "reference",
    "remarks_of",
    "slug",
    "years_csv",
]

"""timdau: full-text search for archives of Vietnamese articles, with or without accents.

>>> from indexer import SearchRequest, open_index, reindex
>>> report = reindex(["docs_in"], index="index")                            # doctest: +SKIP
>>> with open_index("index") as index:                                      # doctest: +SKIP
...     result = index.search(SearchRequest(query="hoi nghi", years=((2010, 2022),)))
"""

from indexer.answers import UNKNOWN, check_request, parse_years
from indexer.api import ENGINES, extract_articles, open_index, reindex, rollback, verify
from indexer.article_json import article_json
from indexer.errors import (
    BadRequest,
    BadSetting,
    DocsMissing,
    IndexCorrupt,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    StorageError,
    TimdauError,
    UsageError,
)
from indexer.index import Highlighted, Index, Stats
from indexer.messages import Language
from indexer.model import (
    FACETS,
    MAX_SIZE,
    MODES,
    SORTS,
    TIERS,
    Article,
    Contribution,
    Evidence,
    Explanation,
    Facet,
    FacetValue,
    Hit,
    Label,
    Mode,
    Notice,
    Problem,
    SearchRequest,
    SearchResult,
    Skipped,
    Sort,
    Span,
    Suggestion,
    Tier,
    page_count,
)
from indexer.reading import Reading
from indexer.reindex import Progress, ReindexReport
from indexer.reports_json import (
    ORIGINS,
    explanation_json,
    report_json,
    result_json,
    stats_json,
    survey_json,
    surveyed_json,
    verification_json,
)
from indexer.store.survey import Examination, Example, Group, Kind, Survey, Surveyed
from indexer.store.verify import Verification
from indexer.summary import opening
from indexer.vocabulary import forums, topics

__all__ = [
    "ENGINES",
    "FACETS",
    "MAX_SIZE",
    "MODES",
    "ORIGINS",
    "SORTS",
    "TIERS",
    "UNKNOWN",
    "Article",
    "BadRequest",
    "BadSetting",
    "Contribution",
    "DocsMissing",
    "Evidence",
    "Examination",
    "Example",
    "Explanation",
    "Facet",
    "FacetValue",
    "Group",
    "Highlighted",
    "Hit",
    "Index",
    "IndexCorrupt",
    "IndexLocked",
    "IndexMissing",
    "IndexOutdated",
    "Kind",
    "Label",
    "Language",
    "Mode",
    "Notice",
    "Problem",
    "Progress",
    "Reading",
    "ReindexReport",
    "SearchRequest",
    "SearchResult",
    "Skipped",
    "Sort",
    "Span",
    "Stats",
    "StorageError",
    "Suggestion",
    "Survey",
    "Surveyed",
    "Tier",
    "TimdauError",
    "UsageError",
    "Verification",
    "article_json",
    "check_request",
    "explanation_json",
    "extract_articles",
    "forums",
    "open_index",
    "opening",
    "page_count",
    "parse_years",
    "reindex",
    "report_json",
    "result_json",
    "rollback",
    "stats_json",
    "survey_json",
    "surveyed_json",
    "topics",
    "verification_json",
    "verify",
]

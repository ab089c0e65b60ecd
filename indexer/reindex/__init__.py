"""Bring an index up to date with folders of articles.

An article leaves the index only when its file, or its record in a batch, is gone. A file that is still there
and cannot be read keeps the articles it had, and is reported. Nothing changes for readers before the end of
a run, and then everything at once; where nothing changed there is no new generation.
"""

from indexer.reindex.report import Progress, ReindexReport
from indexer.reindex.run import reindex

__all__ = ["Progress", "ReindexReport", "reindex"]

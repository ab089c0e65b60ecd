"""Bring an index up to date with folders of articles.

An article leaves the index only when its file, or its record in a batch, is gone. A file that is still there but cannot
be read keeps its articles and is reported. Readers see no change before the end of a run, and then all of it at once.
A run that changes nothing publishes no new generation.

The files, in the order in which a run uses them:

- `run_options`: what the run was asked to do, as one value
- `transaction`: options → lock, fill a draft, publish it → report
- `sync`: folders and catalog → what is new, changed, gone or kept
- `update`: a file → its new and changed articles; what becomes of those it no longer has
- `step_queue`: articles to extract → the steps that wait for them, in order
- `workers`: a batch → its result, from this process or another
- `extraction`: a batch of raw articles → prepared for the engine; a failing article is skipped, the rest are kept
- `relabelling`: articles that the run does not read → labelled by a new vocabulary, or carried over as they are
- `lazy_writer`: prepared articles → the engine's writer, opened at the first change
- `run_report`: counts → progress while the run works, a report at its end
"""

from indexer.reindex.run_options import Labelling, RunOptions
from indexer.reindex.run_report import Progress, ReindexReport
from indexer.reindex.transaction import reindex

__all__ = ["Labelling", "Progress", "ReindexReport", "RunOptions", "reindex"]

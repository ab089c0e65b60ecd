"""Forums and topics of articles that are stored already, by the vocabulary as it is now; no file is needed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from indexer.extract.labelled import Labelled, label
from indexer.extract.layout import Layout
from indexer.extract.page import page_of
from indexer.ingest.source import Basis, Given, Stated
from indexer.model import Article, Label

LABEL_PROBLEMS = ("unknown-forum", "unknown-topic")
"""The problems that come from the vocabulary; such an article states ids that are not stored with it."""


def relabel(articles: Sequence[Article]) -> list[Article]:
    """Return articles with the labels that `extract` would give them now.

    Labels that were stated stay, but for ids that the vocabulary no longer has. Of stated ids only the narrowest are
    stored: where others would count now (one that was unknown, or no longer broader), only its file tells.
    """
    pages = [page_of(Layout(article.title, article.body)) for article in articles]
    return list(map(_with, articles, label(pages, list(map(_given, articles)))))


def _with(article: Article, labels: Labelled) -> Article:
    unstated = {name: found for name, found in article.evidence.items() if name not in ("forums", "topics")}
    return replace(
        article,
        forums=labels.forums,
        topics=labels.topics,
        evidence={**unstated, **labels.stated},
        problems=(*article.problems, *labels.problems),
    )


def _given(article: Article) -> Given:
    return Given(forums=_stated(article, "forums", article.forums), topics=_stated(article, "topics", article.topics))


def _stated(
    article: Article, name: Literal["forums", "topics"], labels: Sequence[Label]
) -> Stated[tuple[str, ...]] | None:
    said = article.evidence.get(name)
    return None if said is None else Stated(tuple(each.id for each in labels), cast(Basis, said.text))

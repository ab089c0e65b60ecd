"""The forums and topics of an article: those that were stated, else those found in its text.

`assign_labels` is for articles as they are read, `relabel` for articles that are stored already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, cast

from indexer.extract.article_parts import ArticleParts
from indexer.extract.article_text import ArticleText, article_text
from indexer.extract.labels.label_finder import ArticleLabels, find_labels
from indexer.ingest.source import Basis, Given, Stated
from indexer.model import Article, Evidence, Label, Problem
from indexer.vocabulary import Vocabulary, forums, topics

MAX_CHARACTERS = 1 << 20
"""Names of forums and topics are looked for in this much of an article, from its title on."""


class LabelAssignment(NamedTuple):
    """Forums, topics, and problems with those stated; `stated` holds who stated them, by `forums` and `topics`."""

    forums: tuple[Label, ...]
    topics: tuple[Label, ...]
    problems: tuple[Problem, ...]
    stated: Mapping[str, Evidence]


class _StatedLabels(NamedTuple):
    """Labels that were stated, None if nobody stated any, and what was wrong with them."""

    labels: tuple[Label, ...] | None
    problems: tuple[Problem, ...]


class _BothStated(NamedTuple):
    forums: _StatedLabels
    topics: _StatedLabels

    @property
    def complete(self) -> bool:
        """Whether the text need not be read."""
        return self.forums.labels is not None and self.topics.labels is not None


def assign_labels(texts: Sequence[ArticleText], givens: Sequence[Given]) -> list[LabelAssignment]:
    """Return the forums and topics that were stated; if nobody stated any, those that title and body name."""
    stated = [
        _BothStated(_stated_labels(given.forums, forums(), "forum"), _stated_labels(given.topics, topics(), "topic"))
        for given in givens
    ]
    unstated = [text for text, each in zip(texts, stated, strict=True) if not each.complete]
    found = iter(find_labels([(text.nfc.text[:MAX_CHARACTERS], text.body_start) for text in unstated]))
    return [_assignment(text, given, each, found) for text, given, each in zip(texts, givens, stated, strict=True)]


def relabel(articles: Sequence[Article]) -> list[Article]:
    """Return stored articles with the labels that `extract` would give them now; no file is needed.

    Stated labels stay, except for ids that the vocabulary no longer has. An id that was unknown and now is not comes
    back from the file alone: articles with `LABEL_PROBLEMS` must be read again.
    """
    texts = [article_text(ArticleParts(article.title, article.body)) for article in articles]
    return list(map(_relabelled, articles, assign_labels(texts, list(map(_given, articles)))))


def _assignment(text: ArticleText, given: Given, both: _BothStated, found: Iterator[ArticleLabels]) -> LabelAssignment:
    """Return what was stated; for what was not, take the next of the labels found."""
    of_forums, of_topics = both.forums.labels, both.topics.labels
    if not both.complete:
        read = next(found)
        of_forums = _as_written(text, read.forums) if of_forums is None else of_forums
        of_topics = _as_written(text, read.topics) if of_topics is None else of_topics
    stated = {
        name: Evidence(by.basis)
        for name, by, labels in (
            ("forums", given.forums, both.forums.labels),
            ("topics", given.topics, both.topics.labels),
        )
        if by is not None and labels is not None
    }
    return LabelAssignment(of_forums or (), of_topics or (), (*both.forums.problems, *both.topics.problems), stated)


def _as_written(text: ArticleText, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    evidence = [text.evidence(label.evidence, label.at) for label in labels]
    return tuple(replace(label, evidence=e.text, at=e.at) for label, e in zip(labels, evidence, strict=True))


def _stated_labels(stated: Stated[tuple[str, ...]] | None, vocabulary: Vocabulary, facet: str) -> _StatedLabels:
    """Return the ids as stated, and a problem `unknown-<facet>` for each that does not exist.

    If none of them exists, the statement says nothing; an empty statement says that there are none.
    """
    if stated is None:
        return _StatedLabels(None, ())
    known = [id for id in stated.value if id in vocabulary.entries]
    problems = tuple(
        _unknown(id, vocabulary, facet, stated.basis) for id in stated.value if id not in vocabulary.entries
    )
    if problems and not known:
        return _StatedLabels(None, problems)
    return _StatedLabels(tuple(Label(id, stated.basis) for id in known), problems)


def _unknown(id: str, vocabulary: Vocabulary, facet: str, basis: str) -> Problem:
    nearest = vocabulary.resolve(id) or vocabulary.nearest(id)
    hint = f"; did you mean “{nearest}”?" if nearest else ""
    return Problem(f"unknown-{facet}", f"{basis}: there is no {facet} “{id}”{hint}")


def _relabelled(article: Article, labels: LabelAssignment) -> Article:
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
    by = article.evidence.get(name)
    return None if by is None else Stated(tuple(each.id for each in labels), cast(Basis, by.text))

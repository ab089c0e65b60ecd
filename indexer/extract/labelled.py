"""The forums and topics of articles: those that were stated, and those that are read in the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.extract.given import GivenLabels, given_labels
from indexer.extract.labels.labels import Labels, find_labels
from indexer.extract.page import Page
from indexer.ingest.source import Given
from indexer.model import Evidence, Label, Problem
from indexer.vocabulary import forums, topics


class Labelled(NamedTuple):
    """Forums, topics and what was not understood of those stated; `stated` says by whom (`forums`, `topics`)."""

    forums: tuple[Label, ...]
    topics: tuple[Label, ...]
    problems: tuple[Problem, ...]
    stated: Mapping[str, Evidence]


class _Said(NamedTuple):
    forums: GivenLabels
    topics: GivenLabels

    @property
    def all(self) -> bool:
        return self.forums.labels is not None and self.topics.labels is not None


def label(pages: Sequence[Page], givens: Sequence[Given]) -> list[Labelled]:
    """The forums and topics that were stated; where nobody spoke of them, those that title and body name."""
    said = [
        _Said(given_labels(given.forums, forums(), "forum"), given_labels(given.topics, topics(), "topic"))
        for given in givens
    ]
    silent = [page for page, each in zip(pages, said, strict=True) if not each.all]
    found = iter(find_labels([(page.text.text, page.body_start) for page in silent]))
    return [_labelled(page, given, each, found) for page, given, each in zip(pages, givens, said, strict=True)]


def _labelled(page: Page, given: Given, said: _Said, found: Iterator[Labels]) -> Labelled:
    """What was stated, and for what was not the next of the labels that were found."""
    of_forums, of_topics = said.forums.labels, said.topics.labels
    if not said.all:
        read = next(found)
        of_forums = _written(page, read.forums) if of_forums is None else of_forums
        of_topics = _written(page, read.topics) if of_topics is None else of_topics
    stated = {
        name: Evidence(by.basis)
        for name, by, labels in (
            ("forums", given.forums, said.forums.labels),
            ("topics", given.topics, said.topics.labels),
        )
        if by is not None and labels is not None
    }
    return Labelled(of_forums or (), of_topics or (), (*said.forums.problems, *said.topics.problems), stated)


def _written(page: Page, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    evidence = [page.evidence(label.evidence, label.at) for label in labels]
    return tuple(replace(label, evidence=e.text, at=e.at) for label, e in zip(labels, evidence, strict=True))

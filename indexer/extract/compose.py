"""From an article as it was read to an article with its metadata, each value with the words it was read in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import NamedTuple

from indexer.analysis.normalise import Normalised, compose, normal_form, normalise
from indexer.extract.byline import Found, find_author, find_source, find_url, is_stamp
from indexer.extract.dates.dating import Dating, date_article
from indexer.extract.given import given_dating, given_labels
from indexer.extract.labels.labels import find_labels
from indexer.extract.labels.words import Words
from indexer.extract.layout import Layout, lay_out
from indexer.ingest.source import Given, RawArticle, Stated
from indexer.model import Article, Evidence, Label, Problem
from indexer.vocabulary import forums, topics


class _Value(NamedTuple):
    value: str | None
    evidence: Evidence | None


class Labels(NamedTuple):
    """Forums, topics and what was not understood of those stated; `stated` says by whom (`forums`, `topics`)."""

    forums: tuple[Label, ...]
    topics: tuple[Label, ...]
    problems: tuple[Problem, ...]
    stated: Mapping[str, Evidence]


@dataclass(frozen=True, slots=True)
class Page:
    """An article's parts, its title and body as one text, as written and in NFC, and where in NFC the body begins."""

    layout: Layout
    written: str
    text: Normalised
    body_start: int

    @property
    def body(self) -> str:
        return self.text.text[self.body_start :]

    def evidence(self, words: str, at: tuple[int, int] | None) -> Evidence:
        """Evidence whose span, and words, are those of title and body as they are written."""
        if at is None:
            return Evidence(words)
        start, end = self.text.origin(*at)
        return Evidence(self.written[start:end], (start, end))


def extract(raw: RawArticle) -> Article:
    """The article with its title, body, date, author, source, address, forums and topics.

    What a record or a sidecar states goes before what the text says. The body of a record is taken as it is; of
    a file's text, credits, captions and page furniture go to `aside`. Raises nothing: what cannot be used of the
    stated values becomes a problem of the article.
    """
    given = raw.given
    page = page_of(_layout(raw))
    credits, body = page.layout.credits, page.body
    url = _value(page, given.url, find_url(credits))
    author = _value(page, given.author, find_author(credits, body))
    source = _value(page, given.source, find_source(credits, body))
    name = PurePosixPath(raw.id).name if raw.kind == "file" else None
    dating = _dating(page, given, url.value, name)
    labels = labels_of(page, given)
    evidence = {
        "title": _title_evidence(page, given),
        **{key: page.evidence(each.text, each.at) for key, each in dating.evidence},
        "author": author.evidence,
        "source": source.evidence,
        "url": url.evidence,
        **labels.stated,
    }
    return Article(
        id=raw.id,
        path=raw.path,
        body=page.layout.body,
        title=page.layout.title,
        aside="\n".join(page.layout.aside),
        date=dating.date.isoformat() if dating.date else None,
        year=dating.year,
        year_basis=dating.basis,
        author=author.value,
        source=source.value,
        url=url.value,
        encoding=raw.encoding,
        encoding_confidence=raw.confidence,
        normal_form="NFC" if page.text.starts is None else normal_form(page.written),
        forums=labels.forums,
        topics=labels.topics,
        evidence={key: value for key, value in evidence.items() if value is not None},
        problems=(*raw.problems, *labels.problems),
    )


def page_of(layout: Layout) -> Page:
    """The title and body of a layout as one text."""
    title = layout.title or ""
    written = f"{title}\n{layout.body}"
    return Page(layout, written, normalise(written), len(compose(title)) + 1)


def _layout(raw: RawArticle) -> Layout:
    stated = raw.given.title
    if raw.kind == "record":
        return Layout(stated.value if stated else None, raw.text)
    layout = lay_out(raw.text)
    return layout.with_title(stated.value) if stated else layout


def _title_evidence(page: Page, given: Given) -> Evidence | None:
    title = page.layout.title
    if title is None:
        return None
    return Evidence(given.title.basis) if given.title else Evidence(title, (0, len(title)))


def _value(page: Page, stated: Stated[str | None] | None, found: Found | None) -> _Value:
    if stated is not None:
        return _Value(stated.value, Evidence(stated.basis) if stated.value is not None else None)
    if found is None:
        return _Value(None, None)
    at = (page.body_start + found.at[0], page.body_start + found.at[1]) if found.at else None
    return _Value(found.value, page.evidence(found.words, at))


def _dating(page: Page, given: Given, url: str | None, file: str | None) -> Dating:
    stated = given_dating(given)
    if stated is not None:
        return stated
    stamps = [line for line in page.layout.credits if is_stamp(line)]
    return date_article(page.text.text, page.body_start, stamps=stamps, url=url, file=file)


def labels_of(page: Page, given: Given) -> Labels:
    """The forums and topics that were stated; where nobody spoke of them, those that title and body name."""
    given_forums, forum_problems = given_labels(given.forums, forums(), "forum")
    given_topics, topic_problems = given_labels(given.topics, topics(), "topic")
    found_forums, found_topics = given_forums, given_topics
    if found_forums is None or found_topics is None:
        words = Words(page.text.text)
        found = find_labels(words, words.before(page.body_start))
        found_forums = _written(page, found.forums) if found_forums is None else found_forums
        found_topics = _written(page, found.topics) if found_topics is None else found_topics
    stated = {
        name: Evidence(said.basis)
        for name, said, labels in (("forums", given.forums, given_forums), ("topics", given.topics, given_topics))
        if said is not None and labels is not None
    }
    return Labels(found_forums, found_topics, (*forum_problems, *topic_problems), stated)


def _written(page: Page, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    evidence = [page.evidence(label.evidence, label.at) for label in labels]
    return tuple(replace(label, evidence=e.text, at=e.at) for label, e in zip(labels, evidence, strict=True))

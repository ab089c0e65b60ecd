"""What was read out of an article, as people read it in a terminal."""

from collections.abc import Iterator

from indexer import Article
from indexer.cli.terminal import printable, write, write_rows


def show_article(article: Article) -> None:
    """Print the id, then one line for each metadata value with the words it was read in."""
    write((printable(article.id), "bold cyan"))
    write_rows([(name, printable(value)) for name, value in article_rows(article)])
    write()


def article_rows(article: Article) -> Iterator[tuple[str, str]]:
    """Yield (name, value with its evidence) for each value that is known."""
    year = None if article.year is None else f"{article.year} ({article.year_basis})"
    values = {
        "title": article.title,
        "date": article.date,
        "year": year,
        "author": article.author,
        "source": article.source,
        "url": article.url,
    }
    for name, value in values.items():
        if value is not None:
            evidence = article.evidence.get(name)
            yield name, value + (quoted(evidence.text) if evidence and evidence.text != value else "")
    for label in article.forums:
        yield "forum", label.id + quoted(label.evidence)
    for label in article.topics:
        yield "topic", label.id + quoted(label.evidence)
    sure = "" if article.encoding_confidence == 1 else f" (confidence {article.encoding_confidence:.2f})"
    yield "text", f"{len(article.body):,} characters, {article.encoding}{sure}"
    for problem in article.problems:
        yield "problem", problem.text


def quoted(evidence: str) -> str:
    """Return the words in quotation marks, ready to follow a value."""
    return f" “{evidence}”" if evidence else ""

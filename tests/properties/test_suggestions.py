"""On random archives, every engine suggests the same queries, and each finds what its count says."""

from bench.mistyping import misspelled
from indexer import ENGINES
from indexer.answers import archive_of, suggestions
from indexer.engines.base import EngineReader, EngineRequest
from indexer.model import Suggestion
from indexer.query import parse
from indexer.query.joining import joins
from tests.properties.test_engines import opened
from tests.strategies import Draw

ARCHIVES, QUERIES = 15, 15


def suggested(reader: EngineReader, query: str) -> tuple[Suggestion, ...]:
    """Return the suggestions for a query, and check their counts."""
    joined = joins(reader.counts)

    def total(text: str) -> int:
        found = reader.search(EngineRequest(parse(text, joins=joined).tree))
        return 0 if found.relaxed else found.total

    archive = archive_of(reader)._replace(joins=joined)
    found = suggestions(query, parse(query, joins=joined), archive, total)
    assert [each.count for each in found] == [total(each.query) for each in found]
    assert query not in [each.query for each in found]
    return found


def test_every_engine_suggests_the_same() -> None:
    kinds = set()
    for seed in range(ARCHIVES):
        draw = Draw(seed)
        archive = draw.archive(longest=40)
        queries = [query for _ in range(QUERIES) for query, _ in (draw.request(), draw.side_by_side())]
        texts = [text for _ in range(QUERIES) if (text := draw.text(4)) and max(map(len, text.split())) > 2]
        queries += [misspelled(text, draw.rng) for text in texts]
        found = []
        for engine in ENGINES.values():
            with opened(engine, archive) as reader:
                found.append([suggested(reader, query) for query in queries])
        assert found[1:] == found[:-1], seed
        kinds |= {each.kind for suggestions in found[0] for each in suggestions}
    assert kinds >= {"accents", "spelling"}

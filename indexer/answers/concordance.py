"""Every occurrence of what a query matches, with the words around it: keywords in context."""

from collections.abc import Callable, Iterable, Iterator

from icu import Collator, Locale

from indexer.answers.highlight import Highlighter
from indexer.engines.budget import Budget
from indexer.messages import check_choice
from indexer.model import CONTEXT_ORDERS, Article, ContextOrder, Hit, Mode, Occurrence
from indexer.query.nodes import Query

MAX_OCCURRENCES = 1_000
"""The most occurrences on one page of articles."""
STREAM_STEPS = 400_000_000
"""What the occurrences in a whole result may cost, in the steps of `Budget`."""
_READ, _FOUND = 20_000, 500
"""The steps to read an article, and to cut out the words around a match."""
_REMEMBERED = 256
"""After this many articles, a new highlighter forgets the words of the old one, so that memory stays bounded."""
_CONTEXT = 80
"""The most characters of the text on either side."""
_REACH = 2 * _CONTEXT
"""White space is shortened, so that more of the text may fit."""
_COLLATOR = Collator.createInstance(Locale("vi"))


class OccurrenceFinder:
    """Finds what a query matches in the articles of hits; it is `bounded` if there may be more than was found."""

    def __init__(self, tree: Query, mode: Mode, budget: Budget) -> None:
        self._tree = tree
        self._mode = mode
        self._budget = budget
        self._highlighter = Highlighter(tree, mode, budget)
        self._had_more = False

    @property
    def bounded(self) -> bool:
        """Whether occurrences were left out."""
        return self._had_more or self._highlighter.bounded

    @property
    def has_words(self) -> bool:
        """Whether the query has words that may be in a text."""
        return self._highlighter.has_words

    def occurrences(self, hits: Iterable[Hit], article: Callable[[str], Article | None]) -> Iterator[Occurrence]:
        """Yield the occurrences in the articles of hits, in their order, until the budget is used up."""
        if not self.has_words:
            return
        for number, hit in enumerate(hits, 1):
            if not self._budget.spend(_READ):
                return
            found = article(hit.id)
            if found is not None:
                yield from self._in_article(hit, found)
            if not number % _REMEMBERED:
                self._had_more = self.bounded
                self._highlighter = Highlighter(self._tree, self._mode, self._budget)

    def _in_article(self, hit: Hit, article: Article) -> Iterator[Occurrence]:
        for name, text in (("title", article.title or ""), ("body", article.body), ("aside", article.aside)):
            for start, end in self._highlighter.spans(text, name):
                self._budget.spend(_FOUND)
                yield Occurrence(hit, _before(text, start), " ".join(text[start:end].split()), _after(text, end))


def in_order(found: Iterable[Occurrence], order: ContextOrder) -> tuple[Occurrence, ...]:
    """Return occurrences by the words after the keyword, by those before it (the nearest first), or as they are."""
    if order == "left":
        return tuple(sorted(found, key=lambda each: _key(" ".join(reversed(each.left.split())))))
    if order == "right":
        return tuple(sorted(found, key=lambda each: _key(each.right)))
    return tuple(found)


def check_context_order(order: str) -> None:
    """Raise `BadRequest` for an unknown order of occurrences."""
    check_choice("by", order, CONTEXT_ORDERS)


def _before(text: str, end: int) -> str:
    """Return the words before an offset, without one that is cut."""
    start = max(0, end - _REACH)
    shown = " ".join(text[start:end].split())
    cut = start > 0 or len(shown) > _CONTEXT
    shown = shown[-_CONTEXT:]
    return shown.partition(" ")[2] or shown if cut else shown


def _after(text: str, start: int) -> str:
    """Return the words after an offset, without one that is cut."""
    end = start + _REACH
    shown = " ".join(text[start:end].split())
    cut = end < len(text) or len(shown) > _CONTEXT
    shown = shown[:_CONTEXT]
    return shown.rpartition(" ")[0] or shown if cut else shown


def _key(text: str) -> bytes:
    """Return a sort key of words, as Vietnamese sorts them; signs before the first word do not count."""
    key: bytes = _COLLATOR.getSortKey(text.lstrip("\"'“”‘’(),.;:!?…–- "))
    return key

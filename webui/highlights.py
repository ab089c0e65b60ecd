"""The matches of a hit as HTML: words are highlighted, a syllable of one that matched alone only faintly."""

from collections.abc import Sequence, Set
from itertools import pairwise

from markupsafe import Markup

from indexer import SearchResult, Span
from webui.markup import Wrap, wrapped
from webui.texts import bare


def syllables_of(joined: SearchResult | None) -> frozenset[str]:
    """Return the syllables of the words that a result joins, without accents; none without a result."""
    words = [word for notice in joined.notices if notice.code == "joined" for word in notice.words] if joined else []
    return frozenset(bare(syllable.lower()) for word in words for syllable in word.split())


def highlighted(text: str, spans: Sequence[Span], syllables: Set[str]) -> Markup:
    """Return a text with its matches, given in order; one of the `syllables` is faint if no match is next to it."""
    if not syllables:
        return wrapped(text, [Wrap(start, end, "mark") for start, end in spans])
    wraps = []
    for number, (start, end) in enumerate(spans):
        gaps = [text[before:after] for before, after in _gaps(spans, number)]
        is_lone = bare(text[start:end].lower()) in syllables and all(gap.strip() for gap in gaps)
        wraps.append(Wrap(start, end, "mark", css="lone" if is_lone else ""))
    return wrapped(text, wraps)


def _gaps(spans: Sequence[Span], number: int) -> list[Span]:
    """Return what is between a match and the ones before and after it."""
    around = spans[max(0, number - 1) : number + 2]
    return [(one[1], other[0]) for one, other in pairwise(around)]

"""States that links and readers can produce."""

from hypothesis import strategies as st

from indexer import LANGUAGES, MODES, SORTS, WORD_MODES, FacetChoice, SearchRequest, forums, topics
from webui.state import CHARTS, State

_years = st.none() | st.tuples(st.integers(1, 9999), st.integers(1, 9999)).map(lambda pair: (min(pair), max(pair)))


def _unique(choices: st.SearchStrategy[FacetChoice]) -> st.SearchStrategy[tuple[FacetChoice, ...]]:
    return st.lists(choices, max_size=4, unique=True).map(tuple)


_forums = _unique(st.none() | st.sampled_from(forums().ids))
_topics = _unique(st.none() | st.sampled_from(topics().ids))
SOURCES = ("TTXVN", "ttxvn", "Báo Quê", "Bao Que")
_sources = _unique(st.none() | st.sampled_from(SOURCES))

requests = st.builds(
    SearchRequest,
    query=st.text(max_size=40),
    forums=_forums,
    years=_unique(_years),
    topics=_topics,
    sources=_sources,
    not_forums=_forums,
    not_years=_unique(_years),
    not_topics=_topics,
    not_sources=_sources,
    mode=st.sampled_from(MODES),
    words=st.sampled_from(WORD_MODES),
    aliases=st.booleans(),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 10**6),
    size=st.integers(1, 100),
)
states = st.builds(State, requests, st.sampled_from(list(LANGUAGES)), st.sampled_from(CHARTS))

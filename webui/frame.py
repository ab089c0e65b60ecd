"""What surrounds every page: title, search box, language switch, links to the start and the status page."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import LANGUAGES, Language
from webui import transitions
from webui.state import DESCRIPTION, SEARCH, SUGGEST, State, pairs, url, with_query
from webui.texts import Texts


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `current` if it leads to what is shown already."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page; `hidden` are the parameters that the search form sends along to the address `search`.

    `suggest` answers with what a typed text may become.
    """

    texts: Texts
    title: str
    query: str
    hidden: tuple[tuple[str, str], ...]
    search: str
    suggest: str
    home: str
    status: str
    batch: str
    description: str
    languages: tuple[tuple[Language, Link], ...]


def frame(state: State, path: str, title: str, texts: Texts) -> Frame:
    """Return the frame of the page at `path`."""
    return Frame(
        texts=texts,
        title=title,
        query=state.request.query,
        hidden=hidden_fields(state, without=("q",)),
        search=with_query(SEARCH, ""),
        suggest=with_query(SUGGEST, ""),
        home=url("/", State(lang=state.lang)),
        status=url("/status", State(lang=state.lang)),
        batch=url("/batch", State(lang=state.lang)),
        description=url(DESCRIPTION, State(lang=state.lang)),
        languages=tuple((lang, _language(state, path, lang)) for lang in LANGUAGES),
    )


def hidden_fields(state: State, *, without: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the parameters that a form sends along to keep the state; it leads to the first page."""
    return tuple(pair for pair in pairs(transitions.at_page(state, 1)) if pair[0] not in without)


def _language(state: State, path: str, lang: Language) -> Link:
    return Link(LANGUAGES[lang], url(path, transitions.changed(state, lang=lang)), lang == state.lang)

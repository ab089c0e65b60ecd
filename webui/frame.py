"""What surrounds every page: language, title, search box, language switch, the way to the status page."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import LANGUAGES, Language
from webui import steps
from webui.state import State, pairs, url
from webui.texts import Texts


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `current` where one is there already."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: language, title, search box with its hidden fields, language switch, addresses."""

    texts: Texts
    title: str
    query: str
    hidden: tuple[tuple[str, str], ...]
    home: str
    status: str
    languages: tuple[tuple[Language, Link], ...]


def frame(state: State, path: str, title: str, texts: Texts) -> Frame:
    """Return what surrounds a page that lives at `path`."""
    return Frame(
        texts=texts,
        title=title,
        query=state.request.query,
        hidden=hidden_fields(state, without=("q",)),
        home=url("/", State(lang=state.lang)),
        status=url("/status", State(lang=state.lang)),
        languages=tuple((lang, _language(state, path, lang)) for lang in LANGUAGES),
    )


def hidden_fields(state: State, *, without: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the parameters a form sends along to keep the state; it asks for the first page."""
    return tuple(pair for pair in pairs(steps.at_page(state, 1)) if pair[0] not in without)


def _language(state: State, path: str, lang: Language) -> Link:
    return Link(LANGUAGES[lang], url(path, steps.changed(state, lang=lang)), lang == state.lang)

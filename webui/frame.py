"""What surrounds every page: title, search box, language switch, links to the start and the status page."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import LANGUAGES, Language
from webui import transitions
from webui.appearance import the_appearance
from webui.site import address, languages, the_site
from webui.state import DESCRIPTION, SEARCH, SUGGEST, State, pairs, url
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

    `suggest` answers with what a typed text may become. `site` is the title of the archive. `logo`, `theme` (a
    stylesheet) and `contact` are addresses, None if the settings have none. There are no `languages` to choose from if
    there is only one.
    """

    texts: Texts
    title: str
    site: str
    tagline: str
    logo: str | None
    theme: str | None
    contact: str | None
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
    site, looks, offered = the_site(), the_appearance(), languages()
    return Frame(
        texts=texts,
        title=title,
        site=site.title,
        tagline=site.tagline or texts("site.tagline"),
        logo=looks.url("logo"),
        theme=looks.url("theme.css"),
        contact=_contact(site.contact),
        query=state.request.query,
        hidden=hidden_fields(state, without=("q",)),
        search=address(SEARCH),
        suggest=address(SUGGEST),
        home=url("/", State(lang=state.lang)),
        status=url("/status", State(lang=state.lang)),
        batch=url("/batch", State(lang=state.lang)),
        description=url(DESCRIPTION, State(lang=state.lang)),
        languages=tuple((lang, _language(state, path, lang)) for lang in offered) if len(offered) > 1 else (),
    )


def hidden_fields(state: State, *, without: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the parameters that a form sends along to keep the state; it leads to the first page."""
    return tuple(pair for pair in pairs(transitions.at_page(state, 1)) if pair[0] not in without)


def _language(state: State, path: str, lang: Language) -> Link:
    return Link(LANGUAGES[lang], url(path, transitions.changed(state, lang=lang)), lang == state.lang)


def _contact(contact: str | None) -> str | None:
    """Return the address of a link to a page or an e-mail address."""
    return f"mailto:{contact}" if contact and not contact.startswith(("http://", "https://")) else contact

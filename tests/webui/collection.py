"""The collection of articles for the tests of the page, and a parser for pages."""

from html.parser import HTMLParser
from pathlib import Path

ARTICLES = Path(__file__).parent / "archive"


class Page(HTMLParser):
    """The language, links, text and element ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lang: str | None = None
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang")
        if tag in ("a", "link", "script") and (address := values.get("href", values.get("src"))):
            self.links.append(address)
        if "id" in values:
            self.ids.append(values["id"])

    def handle_data(self, data: str) -> None:
        self.text += data

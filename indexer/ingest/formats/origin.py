"""Where articles come from: what all articles of a file, or of a member of an archive, have in common."""

from typing import NamedTuple
from unicodedata import normalize

from indexer.ingest.beside import Beside
from indexer.ingest.fingerprint import raw_article
from indexer.ingest.formats.document import Document
from indexer.ingest.source import RawArticle


class Origin(NamedTuple):
    """A file, or a member of an archive, and what its sidecar states.

    `path` is that of the file and `name` what articles and reports call it (`path/member` within an archive), both
    spelled as on disk. `stated` is what is said beside it.
    """

    path: str
    name: str
    stated: Beside = Beside()

    @property
    def id(self) -> str:
        """The id of its article, the beginning of the ids of its records."""
        return normalize("NFC", self.name)

    def article(self, document: Document) -> RawArticle:
        """Return the article that a document is; what stands beside it goes before what it says of itself."""
        return raw_article(
            id=self.id,
            path=normalize("NFC", self.path),
            text=document.text,
            encoding=document.encoding,
            kind="file",
            given=self.stated.given.over(document.given),
            problems=self.stated.problems + document.problems,
            confidence=document.confidence,
        )

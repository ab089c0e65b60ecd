"""Rich Text Format (RTF): its text; cells of a table are divided by bars."""

from striprtf.striprtf import rtf_to_text

from indexer.ingest.encodings import repair
from indexer.ingest.formats.document import Blob, Document, Refused, document, tidy


def read(blob: Blob) -> Document:
    """Read an RTF file, which is ASCII but for bytes of the code page that it names. Raises `Refused`."""
    if not blob.data.lstrip().startswith(b"{\\rtf"):
        raise Refused("damaged", "no RTF file: it does not begin as one")
    if blob.data.count(b"}") < blob.data.count(b"{") // 2:
        raise Refused("damaged", "not all of an RTF file: groups in it have no end")
    text = rtf_to_text(blob.data.decode("latin-1"), encoding="cp1252", errors="replace")
    found = repair(tidy(text.replace("\n", "\n\n")), "rtf")
    return document(found, found.text)

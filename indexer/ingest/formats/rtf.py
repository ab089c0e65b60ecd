"""Rich Text Format (RTF): the text; cells of a table are separated by vertical bars."""

from striprtf.striprtf import rtf_to_text

from indexer.ingest.encodings import repair
from indexer.ingest.formats.document import Blob, ParsedDocument, Refused, parsed, tidy


def read(blob: Blob) -> ParsedDocument:
    """Read an RTF file: ASCII, except for bytes of the code page that it names. Raises `Refused`."""
    if not blob.data.lstrip().startswith(b"{\\rtf"):
        raise Refused("damaged", "not an RTF file: it does not begin with {\\rtf")
    if blob.data.count(b"}") < blob.data.count(b"{") // 2:
        raise Refused("damaged", "an incomplete RTF file: groups in it have no end")
    text = rtf_to_text(blob.data.decode("latin-1"), encoding="cp1252", errors="replace")
    found = repair(text, "rtf")
    return parsed(found, tidy(found.text.replace("\n", "\n\n")))

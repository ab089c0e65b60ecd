"""Bytes to text: Unicode, and the encodings that were in use for Vietnamese before it.

decode.py          the whole chain: a stated encoding, else Unicode, else the encoding that fits best
encoding_names.py  which encodings can be stated, and how their names are spelled (encoding_names.toml)
legacy.py          the encodings before Unicode: windows-1258, TCVN3, VNI, VISCII, VIQR (a .toml table each)
confidence.py      how Vietnamese a text looks, by which guesses are compared
characters.py      control characters, surrogates, line ends
"""

from indexer.ingest.encodings.characters import has_controls, is_printable, unify_line_ends, without_surrogates
from indexer.ingest.encodings.decode import Decoded, NotText, decode, repair
from indexer.ingest.encodings.encoding_names import canonical, known_encodings

__all__ = [
    "Decoded",
    "NotText",
    "canonical",
    "decode",
    "has_controls",
    "is_printable",
    "known_encodings",
    "repair",
    "unify_line_ends",
    "without_surrogates",
]

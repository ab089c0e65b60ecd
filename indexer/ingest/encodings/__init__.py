"""Bytes to text: Unicode, and the encodings that were in use for Vietnamese before it.

decoded.py         what reading gives: `Decoded`, or `NotText`
decode.py          the whole chain: a stated encoding, else Unicode, else the encoding that fits best
repair.py          Unicode whose characters are the bytes of another encoding, run by run
encoding_names.py  which encodings can be stated, and how their names are spelled (encoding_names.toml)
legacy.py          the encodings before Unicode: windows-1258, TCVN3, VNI, VISCII, VIQR (a .toml table each), and
                   the characters that fonts show for their bytes (glyphs.toml)
confidence.py      how Vietnamese a text looks, by which guesses are compared
characters.py      control characters, surrogates, line ends
"""

from indexer.ingest.encodings.characters import has_controls, is_printable, unify_characters, without_surrogates
from indexer.ingest.encodings.decode import decode
from indexer.ingest.encodings.decoded import Decoded, NotText
from indexer.ingest.encodings.encoding_names import canonical, known_encodings
from indexer.ingest.encodings.repair import RepairedRuns, repair, repair_runs

__all__ = [
    "Decoded",
    "NotText",
    "RepairedRuns",
    "canonical",
    "decode",
    "has_controls",
    "is_printable",
    "known_encodings",
    "repair",
    "repair_runs",
    "unify_characters",
    "without_surrogates",
]

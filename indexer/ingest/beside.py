"""What stands beside an article and speaks of it: its sidecar, then its row in the folder's table."""

from typing import NamedTuple

from indexer.ingest.encodings import canonical, known_encodings
from indexer.ingest.metadata import KEYS, state
from indexer.ingest.source import Basis, Given
from indexer.model import Problem

ENCODING = "encoding"
BESIDE_KEYS = (*KEYS, ENCODING)


class Beside(NamedTuple):
    """What is stated of an article beside it, what of that cannot be used, and the encoding to read it in."""

    given: Given = Given()
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None

    def over(self, other: "Beside") -> "Beside":
        """Complete this with what only `other` states."""
        return Beside(self.given.over(other.given), self.problems + other.problems, self.encoding or other.encoding)


def state_beside(fields: dict[str, object], basis: Basis) -> Beside:
    """Read what the known keys of `fields` state; other keys are passed over."""
    given, problems = state(fields, basis)
    stated = fields.get(ENCODING) or None
    encoding = canonical(stated) if isinstance(stated, str) else None
    if stated is not None and encoding is None:
        known = " ".join(known_encodings())
        what = f"{basis}: encoding = {stated!r:.80} is not used: it is none of {known}"
        problems += (Problem("bad-value", what),)
    return Beside(given, problems, encoding)

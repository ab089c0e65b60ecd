"""What checking an index found."""

from dataclasses import dataclass

from indexer.engines.base import Finding


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether an index is sound, and what is wrong with it."""

    sound: bool
    generation: int
    articles: int
    findings: tuple[Finding, ...]

"""A place in the catalog: a root, and a path below it, empty for all of the root."""

BELOW = "root = ? AND (? = '' OR path = ? OR substr(path, 1, length(?) + 1) = ? || '/')"
"""The condition that a row is of a root, and of a path or below it; `below_values` fills it in."""


def below_values(root: str, below: str) -> tuple[str, str, str, str, str]:
    """Return the values of `BELOW` for a root and a path below it, empty for all of it."""
    return root, below, below, below, below

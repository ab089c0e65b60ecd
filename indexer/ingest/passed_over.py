"""Names that are passed over without a word."""

_BACKUPS = ("~", ".bak", ".orig", ".swp")


def is_passed_over(name: str) -> bool:
    """Tell names that begin with a dot, and backup or lock files of editors."""
    hidden = name.startswith((".", "~$")) or (name[0] == name[-1] == "#")
    return hidden or name.lower().endswith(_BACKUPS)

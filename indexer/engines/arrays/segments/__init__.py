"""A segment of the index: its file, and what can be asked of it once it is open; see `docs/index-format.md`."""

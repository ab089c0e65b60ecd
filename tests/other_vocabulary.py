"""Replace the vocabulary of the package, in this process only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from indexer import vocabulary
from indexer.vocabulary.vocabulary_files import file_bytes


@contextmanager
def other_vocabulary(forums: str, topics: str) -> Iterator[None]:
    """Use these two texts as `forums.toml` and `topics.toml`; caches of the package are cleared before and after."""
    texts = {"forums.toml": forums.encode(), "topics.toml": topics.encode()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "file_bytes", lambda name: texts.get(name) or file_bytes(name))
        _forget()
        yield
    _forget()


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("indexer."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()

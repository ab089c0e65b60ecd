"""Functions that are imported when they are first called, so that a run which needs none of them starts sooner."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Deferred:
    """A function of a module, by its name there; it can be passed to other processes like the function itself."""

    module: str
    name: str

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        return getattr(import_module(self.module), self.name)(*args, **kwargs)

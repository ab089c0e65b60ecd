"""The kernel: matching and scoring in one call for each segment, in C; None if it is not built or switched off.

It also looks up the chunks of a batch and groups its tokens by term. Whatever it answers, `searching` and `writing`
answer with NumPy too, to the bit: that is its specification, and the way without a compiler. `kernel.h` and `tokens.h`
are the map of it, `_kernel.pyi` what it offers.
"""

import os
import sys
from types import ModuleType

VERSION = 2
"""Of what Python and the kernel exchange: another one, of other sources, is not used. `kernel.h` has the same."""

kernel: ModuleType | None
try:
    from indexer.engines.arrays.kernel import _kernel as kernel
except ImportError:  # built without a compiler
    kernel = None
if getattr(kernel, "VERSION", None) != VERSION:
    kernel = None
if os.environ.get("TIMDAU_KERNEL") == "off" or sys.byteorder != "little":  # the order in files, which C reads as it is
    kernel = None

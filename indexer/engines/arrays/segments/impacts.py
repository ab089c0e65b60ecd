"""The saturation of BM25 in one byte: quantised once, when it is written.

An impact code c stands for the saturation c / 255. As saturation is x / (1 + x), with x the frequency over the
length norm, the x of several words add up: `RATIO` leads from a code to its x, `quantise` back.
"""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.scoring import K1, B

LEVELS = 255
LAST = LEVELS - 1
"""The greatest code: a saturation of 1 would need an endless frequency."""

RATIO: NDArray[np.float64] = np.arange(LEVELS) / (LEVELS - np.arange(LEVELS))
"""The x of each code, float64[255]."""


def norms(lengths: NDArray[np.integer], average: float) -> NDArray[np.float32]:
    """Return 1 / (k1 · (1 − b + b · length / average)) for each document, float32."""
    return (1 / (K1 * (1 - B + B * lengths.astype(np.float32) / np.float32(average)))).astype(np.float32)


def saturation(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return x / (1 + x) for each x."""
    return ratios / (1 + ratios)


def quantise(ratios: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the code, 1 to 254, of each x above 0."""
    codes: NDArray[np.float32] = np.rint(LEVELS * ratios / (1 + ratios))
    return codes.clip(1, LAST).astype(np.uint8)

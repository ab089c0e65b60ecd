"""The picture of a run: mean search times by group and engine."""

from pathlib import Path
from statistics import fmean

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.figures import Results
from bench.peers import CONTENDERS
from bench.peers.contract import QueryGroup

_GROUPS: tuple[QueryGroup, ...] = ("bare", "accented", "bare phrase", "accented phrase")
_ENGINES = {
    "arrays": "#0b6e4f",
    "strict": "#3c9473",
    "facade": "#7fb69f",
    "reference": "#b9d6cb",
    "tantivy": "#c8553d",
    "xapian": "#e0a458",
    "fts5": "#6d597a",
    "whoosh": "#8d99ae",
}
_BAR = 0.17  # inches


def draw(results: Results, path: Path) -> None:
    """Write bars of mean times on a log scale, one panel per group, as SVG."""
    names = [name for name in _ENGINES if name in results.engines]
    groups = [group for group in _GROUPS if any(group in results.engines[name].times for name in names)]
    matplotlib.rcParams.update({"svg.hashsalt": "timdau", "font.size": 9})
    figure = Figure(figsize=(8, 1 + len(groups) * (0.3 + _BAR * len(names))), layout="constrained")
    panels = figure.subplots(len(groups), 1, sharex=True, squeeze=False)[:, 0]
    for panel, group in zip(panels, groups, strict=True):
        measured = [name for name in names if group in results.engines[name].times]
        _bars(panel, {name: fmean(results.engines[name].times[group]) for name in measured})
        panel.set_title(group, loc="left", fontsize=9, fontweight="bold")
    panels[-1].set_xlabel("milliseconds per search, mean of the group (log scale, shorter is better)")
    figure.suptitle(f"Ten hits and three facets over {results.articles:,} articles", fontsize=11)
    figure.savefig(path, metadata={"Date": None})


def _bars(panel: Axes, means: dict[str, float]) -> None:
    names = list(means)
    bars = panel.barh(
        [CONTENDERS[name].title for name in names], list(means.values()), color=[_ENGINES[n] for n in names]
    )
    panel.bar_label(bars, [f"{mean:.3g}" for mean in means.values()], padding=3, fontsize=8)
    panel.set_xscale("log")
    panel.invert_yaxis()
    panel.margins(x=0.12)
    panel.spines[["top", "right"]].set_visible(False)

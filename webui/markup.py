"""Text with elements around stretches of it, as HTML: matches, evidence and problems may overlap in any way.

Spans are half-open and count code points of the plain text, as everywhere in timdau.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around a stretch of text; `after` is HTML that follows it, or its first part if it is cut."""

    start: int
    end: int
    tag: str
    id: str = ""
    css: str = ""
    after: Markup = _NOTHING

    @property
    def opening(self) -> str:
        """The start tag as HTML."""
        # Pages have hundreds of them, and to format `Markup` takes ten times as long.
        named = f' id="{escape(self.id)}"' if self.id else ""
        styled = f' class="{escape(self.css)}"' if self.css else ""
        return f"<{self.tag}{named}{styled}>"

    @property
    def closing(self) -> str:
        """The end tag and what follows it, as HTML."""
        return f"</{self.tag}>{self.after}"


def wrapped(text: str, wraps: Iterable[Wrap], *, start: int = 0, end: int | None = None) -> Markup:
    """Return `text[start:end]` escaped, with its part of every wrap around it.

    If two wraps cross, the later one is cut in two; its id, and what follows it, stay with the first part.
    """
    end = len(text) if end is None else end
    inside = sorted(_clipped(wraps, start, end), key=lambda wrap: (wrap.start, -wrap.end))
    return Markup("".join(_render(text, start, end, inside)))


def paragraphs(text: str, wraps: Iterable[Wrap], *, start: int = 0) -> tuple[Markup, ...]:
    """Return the lines of `text` from `start` on that are not blank, each with its part of the wraps."""
    lines = []
    waiting = deque(sorted(enumerate(wraps), key=lambda numbered: numbered[1].start))
    reaching: list[tuple[int, Wrap]] = []
    for line in text[start:].split("\n"):
        end = start + len(line)
        while waiting and waiting[0][1].start < end:
            reaching.append(waiting.popleft())
        reaching = [numbered for numbered in reaching if numbered[1].end > start]
        if line.strip():
            # If two wraps enclose the same stretch, the one given first is the outer one.
            here = [wrap for _, wrap in sorted(reaching, key=lambda numbered: numbered[0])]
            lines.append(wrapped(text, here, start=start, end=end))
        start = end + 1
    return tuple(lines)


def _clipped(wraps: Iterable[Wrap], start: int, end: int) -> list[Wrap]:
    return [part for wrap in wraps if (part := _clip(wrap, start, end))]


def _clip(wrap: Wrap, start: int, end: int) -> Wrap | None:
    if wrap.start >= end or wrap.end <= start or wrap.start == wrap.end:
        return None
    if start <= wrap.start and wrap.end <= end:
        return wrap
    return replace(
        wrap,
        start=max(wrap.start, start),
        end=min(wrap.end, end),
        id=wrap.id if wrap.start >= start else "",
        after=wrap.after if wrap.start >= start else _NOTHING,
    )


def _render(text: str, start: int, end: int, wraps: list[Wrap]) -> Iterator[str]:
    """Yield parts of HTML."""
    at = 0
    while at < len(wraps):
        first = wraps[at]
        after = next((n for n in range(at + 1, len(wraps)) if wraps[n].start >= first.end), len(wraps))
        crossing = wraps[at + 1 : after]
        yield escape(text[start : first.start])
        yield first.opening
        yield from _render(text, first.start, first.end, _clipped(crossing, first.start, first.end))
        yield first.closing
        start = first.end
        tails = _clipped(crossing, start, end)
        at = after - len(tails)
        wraps[at:after] = tails
    yield escape(text[start:end])

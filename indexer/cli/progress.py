"""A progress bar on standard error, if that is a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from indexer import Progress as Step


@contextmanager
def progress_bar() -> Iterator[Callable[[Step], None] | None]:
    """Yield a function that shows a step on the bar; None without a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.fields[files]}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reindex", total=None, files="looking for articles")

        def show(step: Step) -> None:
            files = f"{step.files:,} of {'' if step.totals_final else 'at least '}{step.files_total:,} files"
            total = step.bytes_total if step.totals_final else None
            bar.update(task, completed=step.bytes, total=total, files=files)

        yield show

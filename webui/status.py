"""What the status templates get: what the index holds, how the archive was read, what was skipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlencode

from indexer import (
    ORIGINS,
    DiagnosticExample,
    DiagnosticGroup,
    DiagnosticKind,
    Facet,
    Index,
    IngestReport,
    Stats,
    bad_request,
    page_count,
)
from webui.frame import Frame, frame
from webui.state import SEARCH, Arguments, State, article_path, url
from webui.texts import Texts
from webui.transitions import at_page, only

STATUS = "/status"
CODES = (
    *("attachment", "bad-front-matter", "bad-name", "bad-record", "bad-row", "bad-sidecar", "bad-table", "bad-value"),
    *("binary", "damaged", "damaged-archive", "damaged-characters", "duplicate", "duplicate-id", "empty"),
    *("encoding-doubtful", "encoding-guessed", "extraction-failed", "frames", "link", "link-outside", "needs-extra"),
    *(
        "nested-archive",
        "nested-too-deeply",
        "no-text",
        "not-a-file",
        "passed-over",
        "password",
        "stray-row",
        "stray-sidecar",
        "too-large",
        "too-slow",
    ),
    *("undecodable", "unknown-column", "unknown-format", "unknown-forum", "unknown-key", "unknown-topic", "unreadable"),
)
"""Codes of what was skipped or not understood that have a name in the translations; others are shown as they are."""
ROWS = 100

_NAMES = {"forums": "facet.forum", "topics": "facet.topic"}
_FACETS: dict[str, Facet] = {
    "year": "year",
    "forums": "forum",
    "topics": "topic",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the articles: number and percent as printed, and `width` from 0 to 100 for a bar."""

    name: str
    count: str
    percent: str
    width: int


@dataclass(frozen=True, slots=True)
class ValueOrigins:
    """How many articles have a value, where it came from, how many lack it, and a search for these."""

    known: Share
    origins: tuple[str, ...]
    missing: str | None
    search: str | None


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A skipped file, or an article with its address, and what is wrong with it."""

    where: str
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Everything with one code: its name, the number, the first few, and the address of all if there are more."""

    name: str
    count: str
    rows: tuple[StatusRow, ...]
    all: str | None


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything the status page shows."""

    frame: Frame
    facts: tuple[tuple[str, str], ...]
    encodings: tuple[Share, ...]
    forms: tuple[Share, ...]
    origins: tuple[ValueOrigins, ...]
    unsure: str | None
    skipped: tuple[CodeGroup, ...]
    problems: tuple[CodeGroup, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of everything with a code."""

    kind: DiagnosticKind
    code: str
    total: int
    page: int
    rows: tuple[DiagnosticExample, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class ListingPage:
    """Everything the page of a code shows; `previous` and `next` are addresses."""

    frame: Frame
    heading: str
    summary: str
    rows: tuple[StatusRow, ...]
    back: str
    previous: str | None
    next: str | None


def listing(index: Index, arguments: Arguments, page: int) -> Listing | None:
    """Return what the parameter `skipped=CODE` or `problems=CODE` requests, None without one.

    Raises `BadRequest` for a code that does not exist and for a page past the end.
    """
    requested: list[tuple[DiagnosticKind, str]] = [
        (kind, arguments[kind][-1]) for kind in ("skipped", "problems") if arguments.get(kind)
    ]
    if not requested:
        return None
    kind, code = requested[0]
    groups = {group.code: group.count for group in index.ingest_report().groups(kind)}
    if code not in groups and code not in CODES:
        alike = get_close_matches(code, (*groups, *CODES), n=1)
        nearest = next(iter((*alike, *groups)), None)
        raise bad_request("refused-code", parameter=kind, nearest=nearest, value=code)
    total = groups.get(code, 0)
    last = page_count(total, ROWS)
    if page > last:
        raise bad_request("refused-page", parameter="page", nearest=last, value=page, last=last)
    with index.ingest_details() as details:
        rows = details.examples(kind, code, after=(page - 1) * ROWS, most=ROWS)
    return Listing(kind, code, total, page, rows, pages=last)


def status_page(state: State, stats: Stats, report: IngestReport, texts: Texts) -> StatusPage:
    """Lay out how an archive was read."""
    return StatusPage(
        frame=frame(state, STATUS, texts("status.title"), texts),
        facts=_facts(stats, texts),
        encodings=_shares(report, "encoding", texts),
        forms=_shares(report, "normal_form", texts),
        origins=tuple(_origin(state, report, name, texts) for name in ORIGINS),
        unsure=texts.count("status.unsure", report.unsure) if report.unsure else None,
        skipped=tuple(_group(state, "skipped", group, texts) for group in report.groups("skipped")),
        problems=tuple(_group(state, "problems", group, texts) for group in report.problems),
    )


def listing_page(state: State, found: Listing, texts: Texts) -> ListingPage:
    """Lay out one page of everything with a code."""
    here = _listing_path(found.kind, found.code)
    heading = f"{texts(f'status.{found.kind}')}: {_name(found.code, texts)}"
    summary = texts.number(found.total)
    if found.pages > 1:
        summary = texts("results.page", found=summary, page=found.page, pages=texts.number(found.pages))
    return ListingPage(
        frame=frame(state, here, heading, texts),
        heading=heading,
        summary=summary,
        rows=_rows(state, found.kind, found.rows),
        back=url(STATUS, State(lang=state.lang)),
        previous=_page_url(state, here, found.page - 1) if found.page > 1 else None,
        next=_page_url(state, here, found.page + 1) if found.page < found.pages else None,
    )


def _facts(stats: Stats, texts: Texts) -> tuple[tuple[str, str], ...]:
    made = f"{texts.date(stats.created[:10])}, {stats.created[11:16]} UTC"
    return (
        (texts("status.articles"), texts.number(stats.articles)),
        (texts("status.made"), made),
        (texts("status.generation"), texts.number(stats.generation)),
        (texts("status.engine"), stats.engine),
        (texts("status.size"), texts("status.megabytes", n=texts.number(-(-stats.bytes // 1_000_000)))),
    )


def _shares(report: IngestReport, field: str, texts: Texts) -> tuple[Share, ...]:
    counts = report.counts(field).items()
    return tuple(_share(str(value), count, report.articles, texts) for value, count in counts)


def _share(name: str, count: int, total: int, texts: Texts) -> Share:
    width = round(100 * count / total) if total else 0
    rounded = min(max(width, 1), 99) if 0 < count < total else width
    return Share(name, texts.number(count), f"{rounded}%", width)


def _origin(state: State, report: IngestReport, name: str, texts: Texts) -> ValueOrigins:
    counts = dict(report.counts(name))
    missing = counts.pop(None, 0)
    known = report.articles - missing
    facet = _FACETS.get(name)
    return ValueOrigins(
        known=_share(texts(_NAMES.get(name, f"fact.{name}")), known, report.articles, texts),
        origins=tuple(f"{texts(f'origin.{origin}')} {texts.number(count)}" for origin, count in counts.items()),
        missing=texts.count("status.missing", missing) if missing else None,
        search=url(SEARCH, only(State(lang=state.lang), facet, None)) if missing and facet else None,
    )


def _group(state: State, kind: DiagnosticKind, group: DiagnosticGroup, texts: Texts) -> CodeGroup:
    more = group.count > len(group.examples)
    return CodeGroup(
        name=_name(group.code, texts),
        count=texts.number(group.count),
        rows=_rows(state, kind, group.examples),
        all=url(_listing_path(kind, group.code), State(lang=state.lang)) if more else None,
    )


def _name(code: str, texts: Texts) -> str:
    return f"{texts(f'code.{code}')} ({code})" if code in CODES else code


def _rows(state: State, kind: DiagnosticKind, examples: Sequence[DiagnosticExample]) -> tuple[StatusRow, ...]:
    """Return rows; those of articles have an address, skipped files have nothing to show."""
    here = State(lang=state.lang)
    return tuple(
        StatusRow(found.where, found.text, url(article_path(found.where), here) if kind == "problems" else None)
        for found in examples
    )


def _listing_path(kind: DiagnosticKind, code: str) -> str:
    return f"{STATUS}?{urlencode([(kind, code)])}"


def _page_url(state: State, path: str, page: int) -> str:
    return url(path, at_page(State(lang=state.lang), page))

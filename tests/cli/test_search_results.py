import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from indexer.cli.search_results import HIGHLIGHT, facet_rows, highlighted, show_problem, show_result
from indexer.model import FacetValue, Hit, Notice, Problem, SearchResult, Snippet, Suggestion


def forum(value: str | None, count: int, parent: str | None = None, **state: bool) -> FacetValue:
    return FacetValue(value, f"Nhãn {value}", count, parent=parent, **state)


HIT = Hit(
    id="2021/arf.txt",
    title="Họp <kín>",
    date="2021-06-29",
    year=2021,
    year_basis="explicit",
    forums=("arf-som",),
    topics=("public-health",),
    author=None,
    source="Báo Thử",
    url=None,
    score=1.5,
    tier="fuller",
    title_spans=((0, 3),),
    snippet=Snippet("… bàn về\nhợp tác & y tế", ((9, 12),)),
)


def result(**changes: object) -> SearchResult:
    values: dict[str, object] = {
        "query": "hop",
        "mode": "auto",
        "total": 11,
        "page": 2,
        "size": 10,
        "sort": "relevance",
        "took_ms": 1.25,
        "generation": 3,
        "hits": (HIT,),
        "facets": {"forum": (forum("arf", 11),), "year": (), "topic": ()},
        **changes,
    }
    return SearchResult(**values)  # type: ignore[arg-type] # the fields that a test changes have their types


def test_a_hit_shows_all_its_metadata(capsys: pytest.CaptureFixture[str]) -> None:
    show_result(result())
    assert capsys.readouterr().out.split("\n") == [
        "11 articles, page 2 of 2 (1.2 ms)",
        "",
        " 11. Họp <kín>",
        "     2021-06-29  Báo Thử  arf-som  public-health  [fuller]",
        "     … bàn về hợp tác & y tế",
        "     2021/arf.txt",
        "",
        "Forum",
        "  11   arf  Nhãn arf",
        "",
    ]


def test_a_result_without_hits_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show_result(result(total=0, page=1, hits=(), facets={}))
    assert capsys.readouterr().out == "0 articles, page 1 of 1 (1.2 ms)\n"


def test_the_closest_articles_follow_the_hits_with_what_they_lack(capsys: pytest.CaptureFixture[str]) -> None:
    near = replace(HIT, id="2020/gan.txt", title_spans=(), missing=("lần thứ", "nhất\x1b"), snippet=None)
    show_result(result(total=11, near=(near,), facets={}))
    assert capsys.readouterr().out.split("\n")[6:] == [
        "",
        "Closest, each without some of the query",
        "",
        "  ~  Họp <kín>",
        "     2021-06-29  Báo Thử  arf-som  public-health  [fuller]",
        "     missing: lần thứ, nhất\ufffd",
        "     2020/gan.txt",
        "",
    ]


def test_a_hit_without_title_and_date_shows_its_id_and_year(capsys: pytest.CaptureFixture[str]) -> None:
    bare = Hit("x", None, None, 1999, "inferred", (), (), None, None, None, 0.0, None)
    show_result(result(hits=(bare,), facets={}))
    assert " 11. x\n     1999\n     x\n" in capsys.readouterr().out


def test_problems_notices_and_suggestions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    show_result(
        result(
            query="hạt year:abc",
            problems=(Problem("bad-year", "Không phải năm: abc", (4, 12)),),
            notices=(Notice("relaxed", "Không bài nào có đủ các từ"),),
            suggestions=(Suggestion("hạt nhân", 1204, "longer"),),
        )
    )
    lines = capsys.readouterr().out.split("\n")
    assert lines[:4] == [
        "Không phải năm: abc",
        "    hạt year:abc",
        "        ^^^^^^^^",
        "Không bài nào có đủ các từ",
    ]
    assert "Or: hạt nhân (1,204)" in lines


@pytest.mark.parametrize(
    ("query", "at"),
    [("hạt (", (4, 5)), ("ha\u0323t nope:x", (5, 9)), ("東海 nope:x", (3, 7)), ("hạt\tnope:x", (4, 8)), ('"', (1, 1))],
)
def test_carets_are_below_the_span(capsys: pytest.CaptureFixture[str], query: str, at: tuple[int, int]) -> None:
    show_problem(query, Problem("code", "Lời", at))
    _, shown, carets, _ = capsys.readouterr().out.split("\n")
    before, spanned = query[: at[0]].replace("\t", "\ufffd"), query[at[0] : at[1]]
    assert carets == " " * (4 + cell_len(before)) + "^" * max(1, cell_len(spanned))
    assert shown.startswith("    " + before + spanned)


def test_a_problem_without_span_has_no_carets(capsys: pytest.CaptureFixture[str]) -> None:
    show_problem("hạt", Problem("code", "Lời"))
    assert capsys.readouterr().out == "Lời\n"


def test_spans_are_highlighted_and_the_text_stays_on_one_line() -> None:
    assert list(highlighted("\n a <mark> b &\nc\x1b ", [(11, 16)], "bold")) == [
        ("a <mark> ", "bold"),
        ("b & c", HIGHLIGHT),
        ("\ufffd", "bold"),
    ]


def test_narrower_facet_values_follow_their_broader_one() -> None:
    values = (
        forum("un", 9),
        forum("arf-som", 2, "arf", selected=True),
        forum("asean", 8),
        forum("arf", 7, "asean", excluded=True),
        forum("gone", 1, "not-in-the-list"),
        forum(None, 3),
    )
    assert facet_rows(values) == [
        (9, " un", "Nhãn un"),
        (8, " asean", "Nhãn asean"),
        (7, "  -arf", "Nhãn arf"),
        (2, "    +arf-som", "Nhãn arf-som"),
        (1, " gone", "Nhãn gone"),
        (3, " unknown", "Nhãn None"),
    ]


def test_long_facets_show_the_most_frequent_and_the_chosen() -> None:
    years = [FacetValue(year, str(year), year - 1990, selected=year == 1991) for year in range(1991, 2025)]
    rows = facet_rows(tuple(years))
    assert [count for count, _, _ in rows[:-1]] == [1, *range(25, 35)]
    assert rows[0] == (1, "+1991", "")
    assert rows[-1] == ("", "… 23 more", "(--json lists all)")

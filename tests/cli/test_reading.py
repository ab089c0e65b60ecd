"""`search`, `suggest`, `explain`, `extract`, `stats` and `verify` on a sound index."""

import json
from pathlib import Path

import pytest

from indexer.config import DEFAULT_ENGINE
from tests.cli.conftest import Ended, Run


def found(ended: Ended) -> set[str]:
    assert ended.code == 0, ended.err
    return {hit["id"] for hit in json.loads(ended.out)["hits"]}


ALL = {"2021/arf.txt", "2022/nga.txt", "ghi-chu.txt"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ALL),
        (["hoi nghi"], ALL),
        (["hội", "nghị"], ALL),
        (["hội nghị -nga"], ALL - {"2022/nga.txt"}),
        (["hội", "nghị", "-nga"], ALL - {"2022/nga.txt"}),
        (["-nga"], ALL - {"2022/nga.txt"}),
        (["--", "-nga"], ALL - {"2022/nga.txt"}),
        (['"an ninh mạng"'], {"2022/nga.txt"}),
        (["=đường"], {"2021/arf.txt"}),
        (["nghị", "--forum", "arf"], {"2021/arf.txt"}),
        (["nghị", "--forum", "unknown"], {"2022/nga.txt", "ghi-chu.txt"}),
        (["nghị", "--forum", "arf", "--forum", "unknown"], ALL),
        (["nghị", "--not-forum", "unknown"], {"2021/arf.txt"}),
        (["nghị", "--year", "2021..2022"], {"2021/arf.txt", "2022/nga.txt"}),
        (["nghị", "--year", "2021-2022"], {"2021/arf.txt", "2022/nga.txt"}),
        (["--year", "2022", "--year", "unknown"], {"2022/nga.txt", "ghi-chu.txt"}),
        (["--not-year", "2021"], {"2022/nga.txt", "ghi-chu.txt"}),
        (["--topic", "cyber-security"], {"2022/nga.txt"}),
        (["--not-topic", "cyber-security", "--not-topic", "unknown"], {"2021/arf.txt"}),
        (["hoi nghi", "--mode", "strict"], set()),
        (["cyber", "security"], {"2022/nga.txt"}),
        (["cyber", "security", "--aliases", "on"], {"2022/nga.txt"}),
        (["cyber", "security", "--aliases", "off"], set()),
    ],
)
def test_search_takes_words_and_choices(run: Run, indexed: Path, arguments: list[str], expected: set[str]) -> None:
    assert found(run("search", "--json", *arguments)) == expected


def test_search_json_is_one_object_of_the_promised_shape(run: Run, indexed: Path) -> None:
    ended = run("search", "họp", "--json", "--size", "1", "--sort", "newest")
    assert ended.out.count("\n") == 1
    answer = json.loads(ended.out)
    assert {"query", "mode", "total", "page", "size", "sort", "took_ms", "generation"} <= answer.keys()
    assert {"hits", "facets", "problems", "notices", "suggestions"} <= answer.keys()
    assert (answer["query"], answer["mode"], answer["size"], answer["sort"]) == ("họp", "auto", 1, "newest")
    assert answer["hits"][0]["id"] == "2021/arf.txt"
    assert "<mark>" in answer["hits"][0]["snippet_html"]


def test_search_answers_in_the_chosen_language(run: Run, indexed: Path) -> None:
    labels = {
        lang: {value["label"] for value in json.loads(run("search", "--json", "--lang", lang).out)["facets"]["forum"]}
        for lang in ("vi", "en")
    }
    assert "Diễn đàn khu vực ASEAN (ARF)" in labels["vi"]
    assert "ASEAN Regional Forum (ARF)" in labels["en"]


def test_search_prints_text_for_people(run: Run, indexed: Path) -> None:
    ended = run("search", "hop year:abc", "--page", "1")
    assert ended.code == 0
    assert "    hop year:abc\n             ^^^\n" in ended.out
    assert "1 article, page 1 of 1" in ended.out
    assert "Quan chức ARF họp trực tuyến" in ended.out
    assert "\x1b" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "--forum", "arff"], "Did you mean arf?"),
        (["search", "--not-topic", "nuclaer"], "nuclear"),
        (["search", "--page", "99"], "page"),
        (["search", "--page", "0"], "page"),
        (["search", "--size", "101"], "size"),
        (["search", "--size", "ten"], "--size"),
        (["search", "--year", "202I"], "Write 2021, 2010..2022 or unknown"),
        (["search", "--mode", "lax"], "loose"),
        (["search", "--aliases", "no"], "--aliases"),
        (["search", "--frm", "arf"], "--frm"),
        (["explain", "2022/nga.txt"], "QUERY"),
        (["explain", "nga", "2022/ngaa.txt"], "no article “2022/ngaa.txt”"),
        (["explain", "nga", "\udcff"], "no article “?”"),
        (["explain", "nga", "--mode", "lax", "2022/nga.txt"], "loose"),
        (["explain", "nga", "--sort", "2022/nga.txt"], "--sort"),
        (["extract"], "PATH"),
        (["extract", "docs_in", "nowhere"], "'nowhere' does not exist"),
        (["stats", "--jsn"], "--json"),
        (["serch"], "search"),
        (["serve", "--port", "http"], "--port: 'http' is not a port"),
        (["reindex", "--engine", "lucene"], "--engine: 'lucene'"),
    ],
)
def test_wrong_usage_is_one_line_that_helps(run: Run, indexed: Path, arguments: list[str], said: str) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("timdau: ")
    assert ended.err.count("\n") == 1
    assert said in ended.err
    command = "" if arguments == ["serch"] else f" {arguments[0]}"
    assert ended.err.endswith(f"(see timdau{command} --help)\n")


def test_labels_and_remarks_of_a_search_are_in_vietnamese_or_in_the_language_of_the_option(
    run: Run, indexed: Path
) -> None:
    vietnamese, english = run("search", "forum:zzz").out, run("search", "forum:zzz", "--lang", "en").out
    assert "Không có diễn đàn" in vietnamese
    assert "Không rõ" in vietnamese
    assert "There is no forum" in english
    assert "Không rõ" not in english


def test_explain_json_adds_up_to_the_score_of_the_hit(run: Run, indexed: Path) -> None:
    (hit,) = json.loads(run("search", "an ninh mạng", "--json").out)["hits"]
    ended = run("explain", "an", "ninh", "mạng", "2022/nga.txt", "--json")
    assert (ended.code, ended.err, ended.out.count("\n")) == (0, "", 1)
    answer = json.loads(ended.out)
    assert (answer["id"], answer["tier"]) == (hit["id"], hit["tier"])
    assert answer["score"] == pytest.approx(hit["score"], abs=2e-4)
    parts = [(part["kind"], part["text"]) for part in answer["parts"]]
    words, pairs = ("an", "ninh", "mạng"), ("an ninh", "ninh mạng")
    near = ("nearness", "an … ninh … mạng")
    assert parts == [*(("word", word) for word in words), *(("pair", pair) for pair in pairs), near]
    assert sum(part["score"] for part in answer["parts"]) == pytest.approx(answer["score"])
    for part in answer["parts"]:
        assert part["boost"] * part["weight"] * part["saturation"] == pytest.approx(part["score"])


def test_explain_prints_a_row_for_each_contribution(run: Run, indexed: Path) -> None:
    ended = run("explain", '"an ninh"^2 nga', "2022/nga.txt")
    assert (ended.code, ended.err) == (0, "")
    first, heads, *rows = [line.split() for line in ended.out.splitlines()]
    assert first[:-1] == ["2022/nga.txt:", "tier", "exact,", "score"]
    assert heads == ["boost", "weight", "saturation", "score"]
    near = ["nearness", "an", "ninh", "…", "nga"]
    assert [row[:-4] for row in rows[:-1]] == [["phrase", "an", "ninh"], ["word", "nga"], near]
    assert [row[-4] for row in rows[:-1]] == ["2.0000", "1.0000", "1.0000"]
    assert rows[-1] == ["total", first[-1]]


def test_explain_follows_the_switch_of_aliases(run: Run, indexed: Path) -> None:
    found = run("explain", "cyber", "security", "2022/nga.txt")
    assert "an ninh mạng" in found.out
    missed = run("explain", "--aliases", "off", "cyber", "security", "2022/nga.txt")
    assert missed.out.startswith("The query cyber security does not find 2022/nga.txt")


@pytest.mark.parametrize(
    ("query", "mode"), [(["họp"], "auto"), (["nghị", "-hội"], "auto"), (["--", "-nga"], "auto"), (["nghi"], "strict")]
)
def test_explain_says_if_a_query_misses_the_article(run: Run, indexed: Path, query: list[str], mode: str) -> None:
    words = " ".join(word for word in query if word != "--")
    said = f"The query {words} does not find 2022/nga.txt (mode {mode}, words joined).\n"
    assert run("explain", "--mode", mode, *query, "2022/nga.txt") == Ended(0, said, "")
    assert run("explain", "--json", "--mode", mode, *query, "2022/nga.txt") == Ended(0, "null\n", "")


def test_a_query_without_words_has_no_score(run: Run, indexed: Path) -> None:
    assert run("explain", "year:2022", "2022/nga.txt") == Ended(0, "2022/nga.txt: score 0.0000\n", "")


def test_extract_prints_one_object_a_line(run: Run, indexed: Path) -> None:
    ended = run("extract", "docs_in", "--json")
    assert ended.code == 0
    articles = {article["id"]: article for article in map(json.loads, ended.out.splitlines())}
    assert articles.keys() == ALL
    arf = articles["2021/arf.txt"]
    assert arf["title"] == "Quan chức ARF họp trực tuyến"
    assert (arf["date"], arf["year"], arf["year_basis"]) == ("2021-06-29", 2021, "explicit")
    assert "arf" in {forum["id"].partition("-")[0] for forum in arf["forums"]}
    assert ended.err.startswith("timdau: rong.txt was skipped: ")
    assert ended.err.count("\n") == 1


def test_extract_prints_values_with_their_evidence(run: Run, indexed: Path) -> None:
    ended = run("extract", "docs_in/2022/nga.txt")
    assert ended.code == 0
    lines = [line.split(maxsplit=1) for line in ended.out.splitlines() if line]
    assert lines[0] == ["2022/nga.txt"]
    values = dict(line for line in lines[1:])
    assert values["title"] == "Tham vấn an ninh với Nga"
    assert values["date"].startswith("2022-08-22 “")
    assert "22/8/2022" in values["date"]
    assert "utf-8" in values["text"]


def test_stats_show_what_the_index_holds(run: Run, indexed: Path) -> None:
    stats = json.loads(run("stats", "--json").out)
    assert (stats["articles"], stats["generation"], stats["engine"]) == (3, 1, DEFAULT_ENGINE)
    assert stats["bytes"] > 1000
    assert "\narticles    3\n" in "\n" + run("stats").out


def test_a_sound_index_verifies(run: Run, indexed: Path) -> None:
    ended = run("verify", "--json")
    assert ended.code == 0
    assert json.loads(ended.out) == {"sound": True, "generation": 1, "articles": 3, "findings": []}
    assert run("verify") == Ended(0, "sound: generation 1, 3 articles\n", "")


def test_suggest_shows_words_labels_and_titles(run: Run, indexed: Path) -> None:
    ended = run("suggest", "hoi")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == ["Words", "  3  hội"]
    assert run("suggest", "an", "ni").out.splitlines() == [
        *("Forums and topics", "  1  topic:cyber-security  An ninh mạng"),
        *("Titles", "  Tham vấn an ninh với Nga  2022/nga.txt"),
    ]
    assert run("suggest", "zz") == Ended(0, "No word, forum, topic, title or file starts like this.\n", "")


def test_suggest_as_json_has_the_groups(run: Run, indexed: Path) -> None:
    answer = json.loads(run("suggest", "arf", "--json", "--lang", "en").out)
    assert answer["labels"][0] == {
        **{"text": "ASEAN Regional Forum (ARF)", "count": 1, "kind": "label"},
        **{"facet": "forum", "value": "arf"},
    }
    assert answer["titles"] == [
        {"text": "Quan chức ARF họp trực tuyến", "count": 1, "kind": "title", "id": "2021/arf.txt"}
    ]
    assert run("suggest", "arf", "--limit", "0").code == 2


def test_inspect_shows_origins_labels_and_words(run: Run, indexed: Path) -> None:
    ended = run("inspect", "2022/nga.txt")
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert ["topics", "sidecar"] in lines
    assert ["cyber-security", "100%"] in [line[:2] for line in lines]
    assert ["compounds", "22/8", "22/8/2022", "8/2022"] in lines


def test_inspect_as_json_lists_every_word(run: Run, indexed: Path) -> None:
    answer = json.loads(run("inspect", "2022/nga.txt", "--json").out)
    assert answer["id"] == "2022/nga.txt"
    assert answer["origins"]["topics"] == "sidecar"
    assert [word["surface"] for word in answer["words"]["title"]] == ["tham", "vấn", "an", "ninh", "với", "nga"]


def test_inspect_names_an_id_that_does_not_exist(run: Run, indexed: Path) -> None:
    ended = run("inspect", "2022/ngaa.txt")
    assert (ended.code, ended.out) == (2, "")
    assert "no article “2022/ngaa.txt”" in ended.err

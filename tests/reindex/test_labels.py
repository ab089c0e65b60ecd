"""With another vocabulary, articles are relabelled from the live index; few are written, and fewer read again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import ReindexReport, SearchRequest, open_index, reindex, verify
from indexer.model import Article
from indexer.reindex import Labelling, RunOptions, relabelling, sync
from indexer.reindex import reindex as run_reindex
from indexer.store.manifest import read_manifest
from tests.other_vocabulary import other_vocabulary
from tests.reindex.archive import counts, forbid
from tests.store.json_engine import JsonEngine, extract

FORUMS = """
[song]
vi = "Diễn đàn Sông Hồng"
en = "Red River Forum"

[nui]
vi = "Diễn đàn Núi Cao"
en = "High Mountain Forum"
"""
TOPICS = """
[nuoc]
vi = "Nước"
en = "Water"
aliases = ["nguồn nước"]
"""
ARTICLES = {
    "song.txt": "Diễn đàn Sông Hồng họp\n\nCác tỉnh bàn về đê.",
    "nui.txt": "Diễn đàn Núi Cao họp\n\nCác tỉnh bàn về rừng.",
    "hop.txt": "Hội sông nước mở cửa\n\nĐại biểu của Hội sông nước đến đông.",
    "khac.txt": "Một bài khác\n\nKhông có gì về các cuộc họp.",
    "noi.txt": "Bài có tệp kèm\n\nVề chuyện Diễn đàn Sông Hồng.",
    "noi.txt.meta.toml": 'forums = ["song", "bien"]\ntopics = []',
}
ENGINES = ("arrays", "whoosh")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "_TICK_NS", -(10**12))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name, text in ARTICLES.items():
        write(tmp_path / "docs" / name, text)
    return tmp_path / "docs"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(docs: Path, forums: str = FORUMS, topics: str = TOPICS, **options: object) -> ReindexReport:
    with other_vocabulary(forums, topics):
        report = reindex([docs], index=docs.parent / "index", **options)  # type: ignore[arg-type]
        if not options.get("dry_run"):
            assert verify(docs.parent / "index", engine="whoosh").findings == ()
        return report


def labels(docs: Path) -> dict[str, list[str]]:
    with open_index(docs.parent / "index", engine="whoosh") as index:
        ids = [hit.id for hit in index.iterate(SearchRequest(snippets=False))]
        articles = [article for article in map(index.article, ids) if article is not None]
    return {article.id: [label.id for label in article.forums] for article in articles}


def facet(docs: Path, forums: str) -> dict[object, int]:
    with other_vocabulary(forums, TOPICS), open_index(docs.parent / "index", engine="whoosh") as index:
        return {value.value: value.count for value in index.search(SearchRequest()).facets["forum"]}


NUI = FORUMS[FORUMS.index("[nui]") :]
ALIAS = FORUMS.replace('en = "Red', 'aliases = ["Hội sông nước"]\nen = "Red')


@pytest.mark.parametrize("engine", ENGINES)
def test_a_new_alias_writes_the_articles_it_labels_and_reads_none(
    docs: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "noi.txt.meta.toml").unlink()
    run(docs, engine=engine)
    forbid(monkeypatch, *docs.rglob("*.txt"))
    report = run(docs, ALIAS, engine=engine)
    assert (counts(report), report.skipped, report.generation) == ((0, 1, 4, 0), (), 2)
    assert labels(docs)["hop.txt"] == ["song"]
    report = run(docs, ALIAS, engine=engine)
    assert (counts(report), report.generation) == ((0, 0, 5, 0), 2)


def test_a_file_that_changed_too_is_written_once(docs: Path) -> None:
    run(docs)
    write(docs / "khac.txt", "Hội sông nước họp\n\nBài khác của Hội sông nước.")
    write(docs / "moi.txt", "Bài mới\n\nKhông về gì cả.")
    (docs / "nui.txt").unlink()
    assert counts(run(docs, ALIAS)) == (1, 3, 1, 1)  # noi.txt states an unknown id, so it is read again
    assert labels(docs)["khac.txt"] == labels(docs)["hop.txt"] == ["song"]


def test_a_comment_in_the_vocabulary_writes_no_article_and_is_checked_once(docs: Path) -> None:
    (docs / "noi.txt.meta.toml").unlink()
    run(docs)
    report = run(docs, "# khác\n" + FORUMS)
    assert (counts(report), report.generation) == ((0, 0, 5, 0), 2)
    assert run(docs, "# khác\n" + FORUMS).generation == 2


def test_a_dry_run_reports_what_would_change(docs: Path) -> None:
    (docs / "noi.txt.meta.toml").unlink()
    run(docs)
    report = run(docs, ALIAS, dry_run=True)
    assert (counts(report), report.generation) == ((0, 1, 4, 0), 1)
    assert labels(docs)["hop.txt"] == []


def test_a_stated_id_that_becomes_known_is_read_from_its_file(docs: Path) -> None:
    report = run(docs)
    assert [problem.code for _, problem in report.problems] == ["unknown-forum"]
    report = run(docs, FORUMS + '[bien]\nvi = "Biển"\nen = "Sea"')
    assert (counts(report), report.problems) == ((0, 1, 4, 0), ())
    assert labels(docs)["noi.txt"] == ["song", "bien"]


@pytest.mark.parametrize("engine", ENGINES)
def test_new_broader_ids_show_in_the_facets(docs: Path, engine: str) -> None:
    run(docs, engine=engine)
    tree = FORUMS.replace('en = "Red', 'broader = "nui"\nen = "Red')
    report = run(docs, tree, engine=engine)
    assert counts(report) == (0, 2, 3, 0)
    assert facet(docs, tree) == {"nui": 3, "song": 2, None: 2}
    assert counts(run(docs, FORUMS, engine=engine)) == (0, 2, 3, 0)
    assert facet(docs, FORUMS) == {"nui": 1, "song": 2, None: 2}


def test_stated_ids_stay_as_stated_whichever_is_broader(docs: Path) -> None:
    write(docs / "noi.txt.meta.toml", 'forums = ["nui", "song"]')
    for forums in (FORUMS.replace('en = "Red', 'broader = "nui"\nen = "Red'), FORUMS):
        run(docs, forums)
        assert labels(docs)["noi.txt"] == ["nui", "song"]


@pytest.mark.parametrize("full", [False, True])
def test_an_unreadable_file_loses_a_removed_id_and_is_read_later(
    docs: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """The article keeps its remaining labels, and its file is read as soon as it can be."""
    run(docs)
    with monkeypatch.context() as patch:
        forbid(patch, docs / "noi.txt", docs / "noi.txt.meta.toml")
        report = run(docs, NUI, full=full)
        assert [skipped.code for skipped in report.skipped] == ["unreadable"]
        assert labels(docs)["noi.txt"] == []
    report = run(docs, NUI)
    assert counts(report) == (0, 1, 4, 0)
    assert [problem.code for _, problem in report.problems] == ["unknown-forum"] * 2


def test_articles_out_of_scope_are_relabelled_too(docs: Path) -> None:
    other = docs.parent / "other"
    write(other / "o.txt", ARTICLES["hop.txt"])
    write(other / "p.txt", "Bài p\n\nCó tệp kèm.")
    write(other / "p.txt.meta.toml", 'forums = ["bien"]')
    (docs / "noi.txt.meta.toml").unlink()
    (docs / "hop.txt").unlink()
    run(docs)
    with other_vocabulary(FORUMS, TOPICS):
        reindex([other], index=docs.parent / "index")
    report = run(docs, ALIAS + '[bien]\nvi = "Biển"\nen = "Sea"')
    assert counts(report) == (0, 2, 4, 0)
    assert (labels(docs)["o.txt"], labels(docs)["p.txt"]) == (["song"], ["bien"])


def test_a_failing_label_costs_one_article_alone(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (docs / "noi.txt.meta.toml").unlink()
    index, engine = docs.parent / "index", JsonEngine()

    def bring_up_to_date(vocabulary: str) -> ReindexReport:
        labelling = Labelling(vocabulary, dict, label, ())
        return run_reindex(RunOptions([docs], index, engine, extract, "1", labelling))

    bring_up_to_date("1")
    report = bring_up_to_date("2")
    assert counts(report) == (0, 3, 2, 0)
    assert [(skipped.path, skipped.code) for skipped in report.skipped] == [("khac.txt", "extraction-failed")]
    assert engine.writers[-1].changes.keys() == {"hop.txt", "nui.txt", "song.txt"}
    assert counts(bring_up_to_date("2")) == (0, 1, 4, 0)


def label(articles: Sequence[Article]) -> list[Article]:
    return list(map(label_one, articles))


def label_one(article: Article) -> Article:
    """Set an author in place of a label. Fail for an article that says “Không có gì”."""
    if "Không có gì" in article.body:
        raise LookupError("no label")
    return article if "Sông Hồng." in article.body else replace(article, author="nhãn")


def test_any_number_of_workers_gives_the_same_index(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relabelling, "_ARTICLES", 2)
    written = []
    for workers in (1, 2):
        index, engine = docs.parent / f"index-{workers}", JsonEngine()
        for vocabulary in ("1", "2"):
            labelling = Labelling(vocabulary, dict, label, ())
            run_reindex(RunOptions([docs], index, engine, extract, "1", labelling, workers=workers))
        written.append(list(engine.writers[-1].changes.items()))
        assert read_manifest(index).vocabulary == "2"
    assert written[0] == written[1]

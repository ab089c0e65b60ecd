"""`Index.inspect`: what each stage made of an article."""

from pathlib import Path

from indexer import inspection_json, open_index, reindex

TEXT = """Họp về máy bay F-16

Theo TTXVN, ngày 29/6/2021, cuộc họp của Diễn đàn khu vực ASEAN bàn về máy bay F-16 cách bờ 5km.
"""


def test_an_article_is_shown_with_origins_labels_and_words(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "f16.txt").write_text(TEXT, "utf-8")
    reindex([docs], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        inspected = index.inspect("f16.txt")
        assert index.inspect("f17.txt") is None
    assert inspected is not None
    article = inspected.article
    assert inspected.reading.date == "text"
    assert [label.id for label in article.forums] == ["arf"]
    for section, words in inspected.words.items():
        text = getattr(article, section) or ""
        assert all(text[slice(*word.at)].lower() == word.surface for word in words)
    title = [(word.surface, word.folded, word.position, word.width) for word in inspected.words["title"]]
    assert title[-4:] == [("bay", "bay", 3, 1), ("f", "f", 4, 1), ("f-16", "f-16", 4, 2), ("16", "16", 5, 1)]
    assert {"5", "5km", "km"} <= {word.surface for word in inspected.words["body"]}
    answer = inspection_json(inspected)
    assert answer["origins"]["title"] == "text"
    assert answer["words"]["title"][0] == {"surface": "họp", "folded": "hop", "at": (0, 3), "position": 0, "width": 1}
    assert answer["body"] == article.body

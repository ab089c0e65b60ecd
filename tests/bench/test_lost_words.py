"""What counts as a lost word."""

import gzip
import json
from pathlib import Path

from bench.lost_words import losses
from tests.ingest.formats.files import docx, zipped


def test_words_are_counted_for_each_format(tmp_path: Path) -> None:
    record = json.dumps({"id": "a", "body": "Nước đã rút", "mục": "thời sự"})
    files = {
        "a.txt": b"Tin nhanh",
        "a.html": b"<nav>Trang nhat</nav><h1>Tin</h1><script>var x</script><p>ng&agrave;y mai</p>",
        "a.docx": docx("Một hai"),
        "a.rtf": rb"{\rtf1{\fonttbl{\f0 Arial;}}\b mot\b0\par hai{\*\generator x}}",
        "a.jsonl": record.encode(),
        "a.csv": b"body,note\nmot,hai\n",
        "a.eml": b"Subject: Tin\nContent-Type: text/plain\n\nmot hai",
        "a.zip": zipped({"b.txt": "mot hai"}),
        "a.txt.gz": gzip.compress(b"mot hai ba"),
        "trong.txt": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = losses(tmp_path, 9)
    words = {
        ".txt": 2,
        ".html": 3,
        ".docx": 2,
        ".rtf": 2,
        ".jsonl": 5,
        ".csv": 2,
        ".eml": 2,
        ".zip": 2,
        "compressed": 3,
    }
    assert {name: each.words for name, each in found.items()} == words
    assert {name: each.lost for name, each in found.items()} == dict.fromkeys(words, 0)
    assert (found[".txt"].files, found[".txt"].skipped) == (1, 1)


def test_a_lost_word_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<h1>Tin</h1><article>{'<p>Nước đã rút.</p>' * 5}</article><div>lạc</div>", "utf-8"
    )
    (tmp_path / "b.html").write_text("<template>lạc</template><p>Tin</p>", "utf-8")
    (tmp_path / "a.md").write_text("Tin\n\n[nhãn]: https://vi.example 'một'\n\n<style>lạc</style>", "utf-8")
    (tmp_path / "a.csv").write_text("body,note\nmột,hai\n,lạc\n", "utf-8")
    found = losses(tmp_path, 9)
    assert (found[".html"].lost, found[".html"].silent) == (1, 1)
    assert (found[".csv"].lost, found[".csv"].silent) == (1, 0)
    assert "lạc" in found[".html"].examples[0]

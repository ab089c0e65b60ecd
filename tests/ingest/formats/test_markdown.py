"""Markdown: plain text, and metadata from the front matter."""

import pytest

from indexer.ingest.source import Stated
from tests.ingest.formats.parsed import document, stated

YAML = """---
title: "Bản tin: tháng Sáu"
date: 2021-06-29T08:00:00+07:00
author: [Lan, Tú]
Forums: [arf]
draft: false
---
Dòng đầu.
"""
TOML = '+++\ntitle = "Bản tin"\ndate = 2021-06-29\n+++\n\nDòng đầu.\n'


def test_front_matter_in_yaml() -> None:
    found = document("a.md", YAML.encode())
    assert found.text == "Bản tin: tháng Sáu\n\nDòng đầu."
    assert stated(found) == {"title": "Bản tin: tháng Sáu", "date": "2021-06-29", "author": "Lan, Tú"}
    assert found.given.forums == Stated(("arf",), "front-matter")
    assert found.problems == ()


def test_front_matter_in_toml() -> None:
    found = document("a.markdown", TOML.encode())
    assert found.text == "Bản tin\n\nDòng đầu."
    assert stated(found) == {"title": "Bản tin", "date": "2021-06-29"}


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: [\n---\n",
        "---\n- một\n---\n",
        "---\na: &x [1]\ntitle: *x\n---\n",
        "---\na: !!python/object:os.system {}\n---\n",
        "+++\ntitle =\n+++\n",
        "---\n" + "[" * 5000 + "\n---\n",
    ],
)
def test_front_matter_that_cannot_be_used_is_a_problem(front: str) -> None:
    found = document("a.md", f"{front}Dòng đầu.".encode())
    assert [problem.code for problem in found.problems] == ["bad-front-matter"]
    assert found.text == "Dòng đầu."


def test_values_that_cannot_be_used_are_problems() -> None:
    found = document("a.md", b"---\ndate: soon\n---\ntext")
    assert [problem.code for problem in found.problems] == ["bad-value"]


def test_markdown_becomes_plain_text() -> None:
    source = (
        "# Tin *trong* nước\n\nXem [trang này](https://vi.example/a) và **đậm**,\ndòng hai.\n\n"
        "- một\n- hai\n\n1. ba\n\n> lời dẫn\n\n| Tên | Số |\n|-----|----|\n| Huế | 5 |\n\n"
        "```\nmã = 1\n```\n\n![ảnh](a.png) `mã`\n\n<div>khối</div>\n\na &amp; b\n\n---\n\nhết\n"
    )
    assert document("a.md", source.encode()).text.split("\n\n") == [
        "Tin trong nước",
        "Xem trang này và đậm,\ndòng hai.",
        "một\nhai",
        "ba",
        "lời dẫn",
        "Tên | Số\nHuế | 5",
        "mã = 1",
        "ảnh mã",
        "khối",
        "a & b",
        "hết",
    ]


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert document("a.md", b"---\n\nM\xe1\xbb\x99t\n").text == "Một"

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
        "---\na: &x [1]\ntitle: *x\n---\n",
        "---\na: !!python/object:os.system {}\n---\n",
        "+++\ntitle =\n+++\n",
        "---\ntitle: " + "[" * 5000 + "\n---\n",
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


def test_front_matter_with_a_slip_states_what_is_written() -> None:
    front = 'title: Đua thuyền: "kết quả"\ndate: 2021-06-29\nauthor:\n  - Lan\n  - Tú\nforums: [arf'
    found = document("a.md", f"---\n{front}\n---\nDòng đầu.".encode())
    assert found.text == 'Đua thuyền: "kết quả\n\nDòng đầu.'
    assert stated(found) == {"title": 'Đua thuyền: "kết quả', "date": "2021-06-29", "author": "Lan, Tú"}
    assert [problem.code for problem in found.problems] == ["bad-front-matter"]


def test_a_number_may_be_a_title() -> None:
    assert stated(document("a.md", b"---\ntitle: 1984\n---\ntext")) == {"title": "1984"}


@pytest.mark.parametrize(
    "first",
    [
        "\nĐoạn một.\n\n",
        "Lời: một.\n\n",
        "Huế: mưa.\nVinh tạnh.\n\n",
        "\nASEAN: họp.\n\n",
        "- một\n\n",
        "[" * 5000 + "\n\n",
    ],
)
def test_text_between_rules_is_not_front_matter(first: str) -> None:
    found = document("a.md", f"---\n{first}---\n\nĐoạn hai.\n".encode())
    assert found.text.endswith("Đoạn hai.")
    assert first.strip(" \n-") in found.text
    assert found.problems == ()


def test_html_in_markdown_separates_words_as_it_does_on_a_page() -> None:
    source = (
        "| A | B |\n|---|---|\n| Huế<br>Vinh | 1<br/>2 |\n\nnăm<br />sáu b<sub>ả</sub>y\n\n"
        "<table><tr><td>tám</td><td>ch&iacute;n &lt;3</td></tr></table>\n\n"
        "<script>\nvar x;\n\n</script>\n\n<style>p {}</style>\n\n<!-- bỏ -->\n\n<p>mười</p>\n"
    )
    assert document("a.md", source.encode()).text.split() == [
        "A",
        "|",
        "B",
        "Huế",
        "Vinh",
        "|",
        "1",
        "2",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "<3",
        "mười",
    ]


def test_a_text_that_nests_too_deep_is_kept_as_written() -> None:
    items = "\n".join(f"{'  ' * level}- mục {level}" for level in range(60))
    found = document("a.md", f"{items}\n\nĐoạn **cuối**.".encode())
    assert "mục 59" in found.text
    assert found.text.endswith("Đoạn **cuối**.")


def test_ten_lists_in_each_other_are_plain_text() -> None:
    items = "\n".join(f"{'  ' * level}- mục {level}" for level in range(20))
    assert document("a.md", f"{items}\n\nĐoạn **cuối**.".encode()).text.endswith("mục 19\n\nĐoạn cuối.")


@pytest.mark.parametrize("front", [f"---\nyear: 0x{'f' * 5000}\n---\n", f"---\nyear: 1{':1' * 5000}\n---\n"])
def test_a_number_too_long_to_be_written_is_a_bad_value(front: str) -> None:
    found = document("a.md", f"{front}Dòng đầu.".encode())
    assert (found.text, [problem.code for problem in found.problems]) == ("Dòng đầu.", ["bad-value"])

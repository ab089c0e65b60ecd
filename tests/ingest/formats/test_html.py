"""Web pages: the main text, and what a page states about itself."""

from collections.abc import Callable
from html.entities import codepoint2name
from pathlib import Path

import pytest

from tests.ingest.encodings.encoders import tcvn3, vni
from tests.ingest.formats.parsed import code, document, stated

PAGES = Path(__file__).parent / "pages"
ARTICLE = "<p>Sáng 3/2, hội nghị bộ trưởng đã khai mạc tại Huế với sự có mặt của hơn hai trăm đại biểu.</p>"


def page(body: str = ARTICLE, head: str = "") -> bytes:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def test_a_modern_page() -> None:
    found = document("bao-moi.html", (PAGES / "bao-moi.html").read_bytes())
    assert stated(found) == {
        "title": "Họp quan chức cao cấp ARF bàn về an ninh hàng hải",
        "url": "https://songhong.example/the-gioi/hop-quan-chuc-arf-20210629101500.htm",
        "date": "2021-06-29",
        "author": "Minh Phương",
        "source": "Báo Sông Hồng",
    }
    assert found.given.date is not None
    assert found.given.date.basis == "document"
    paragraphs = found.text.split("\n\n")
    assert paragraphs[0] == "Họp quan chức cao cấp ARF bàn về an ninh hàng hải"
    assert paragraphs[1].startswith("Ngày 29/6")
    assert "tại Đà Nẵng hồi tháng Tư" in found.text
    assert "| Khóa đào tạo ứng phó thiên tai | Viêng Chăn |" in found.text
    assert any(paragraph.endswith("do Campuchia chủ trì.") for paragraph in paragraphs)
    assert "Toàn cảnh cuộc họp. Ảnh: Báo Sông Hồng" in found.aside
    for boilerplate in ("Thể thao", "Chia sẻ", "Bát Tràng", "Bạn đọc", "Đọc nhiều", "Giấy phép", "không phải nội dung"):
        assert boilerplate not in "\n".join([found.text, *found.aside])


def test_a_page_with_layout_tables_and_no_metadata() -> None:
    found = document("cong-bo.htm", (PAGES / "cong-bo.html").read_bytes())
    assert stated(found) == {}
    paragraphs = found.text.split("\n\n")
    assert paragraphs[0] == "Đoàn công tác của tỉnh dự hội nghị hợp tác tiểu vùng Mê Công"
    assert paragraphs[-2].startswith("Hội nghị kéo dài hai ngày")
    for boilerplate in ("Thủ tục", "Liên kết", "lượt truy cập", "tiếp công dân", "Bản quyền"):
        assert boilerplate not in found.text


def test_a_short_page() -> None:
    found = document("tin-ngan.xhtml", (PAGES / "tin-ngan.html").read_bytes())
    assert found.text == "Tàu cá gặp nạn được cứu\n\nTối 4/3, tàu kiểm ngư đã đưa sáu ngư dân vào bờ an toàn."
    assert stated(found)["date"] == "2019-03-05"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            '<meta property="og:title" content="Tin A | Báo B"><meta property="og:site_name" content="Báo B">',
            "",
            "Tin A",
        ),
        ('<meta property="og:title" content="Tin A - Thế giới - Báo B">', "<h1>Tin A</h1>", "Tin A"),
        ("<title>Báo B</title>", "", None),
        ("", "<h1>Một</h1><h1>Hai</h1>", None),
        ('<script type="application/ld+json">{hỏng</script>', "<h1>Một</h1>", "Một"),
        ('<script type="application/ld+json">[{"@type": ["NewsArticle"], "headline": "Tin A"}]</script>', "", "Tin A"),
    ],
)
def test_titles(head: str, body: str, expected: str | None) -> None:
    assert stated(document("a.html", page(body + ARTICLE, head))).get("title") == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="pubdate" content="2020-02-03T23:30:00Z">', "", "2020-02-03"),
        ('<meta property="article:modified_time" content="2020-02-03">', "", None),
        ('<meta property="article:published_time" content="hôm qua">', "", None),
        ("", '<time datetime="2020-02-03">3/2</time>', "2020-02-03"),
        ("", '<time datetime="2020-02-03">a</time><time datetime="2020-02-04">b</time>', None),
        (
            "",
            '<span itemprop="datePublished" datetime="2020-02-03">3/2</span><time datetime="2021-01-01">',
            "2020-02-03",
        ),
    ],
)
def test_only_dates_of_publication_are_used(head: str, body: str, expected: str | None) -> None:
    assert stated(document("a.html", page(body + ARTICLE, head))).get("date") == expected


def test_an_address_or_the_site_is_not_an_author() -> None:
    several = '{"@type": "NewsArticle", "author": [{"name": "Lan"}, {"name": "Tú"}]}'
    assert stated(document("a.html", page(head=f'<script type="application/ld+json">{several}</script>')))[
        "author"
    ] == ("Lan, Tú")
    site = '<meta name="author" content="Báo B"><meta property="og:site_name" content="Báo B">'
    assert stated(document("a.html", page(head=site))) == {"source": "Báo B"}
    profile = '<meta property="article:author" content="https://mang.example/lan">'
    assert "author" not in stated(document("a.html", page(head=profile)))


def test_the_declared_charset_is_used_if_detection_is_unsure() -> None:
    text = "Đoàn công tác đi thăm làng, nghe các cô chú trên đê kê ra tên cây và tên sông cho con cháu."
    found = document("a.html", b'<meta charset="windows-1258"><body><p>' + text.encode("cp1258") + b"</p></body>")
    assert (found.text, found.encoding) == (text, "windows-1258")
    assert document("a.html", page().replace(b"utf-8", b"us-ascii")).text.startswith("Sáng 3/2")


def test_pages_without_an_article() -> None:
    assert code("a.html", b"") == "empty"
    assert code("a.html", b"<html><body><img src='a.png'></body></html>") == "empty"
    assert code("a.html", b"\x89PNG\x00\x00") == "binary"
    assert "Chỉ một dòng" in document("a.html", page("<div>Chỉ một dòng</div>")).text


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_entities_of_an_old_font_are_read(encode: Callable[[str], bytes]) -> None:
    title, text = "Nước sông đã rút", "Đường sá lại thông, người dân trở về nhà sau ba ngày lánh nạn ở trường học."
    font = {code: f"&{name};" for code, name in codepoint2name.items() if code > 127}
    written, heading = (encode(each).decode("cp1252").translate(font) for each in (text, title))
    found = document("a.html", f"<html><body><h1>{heading}</h1><p>{written}</p></body></html>".encode("ascii"))
    assert found.text == f"{title}\n\n{text}"
    assert stated(found) == {"title": title}
    assert found.encoding == f"utf-8/{encode.__name__}"


def everything(body: str) -> str:
    found = document("a.html", page(body))
    return "\n".join([found.text, *found.aside, *(problem.text for problem in found.problems)])


@pytest.mark.parametrize(
    "written",
    [
        "<aside><p>Hộp bên lề</p></aside>",
        "<details><summary>Hộp bên</summary>lề</details>",
        "<table><caption>Hộp bên</caption><tr><td>lề</td><td><table><tr><td>sâu</td></tr></table></td></tr></table>",
        "<ul><li>Hộp<ul><li>bên lề</li></ul></li></ul>",
        "<dl><dt>Hộp bên</dt><dd>lề</dd></dl>",
        '<img src="a.jpg" alt="Hộp bên lề">',
        '<p style="display: none">Hộp bên lề</p>',
        "<blockquote>Hộp bên lề</blockquote>",
        "<pre>Hộp bên lề</pre>",
        '<div class="box"><span>Hộp</span> <span>bên lề</span></div>',
    ],
)
def test_whatever_stands_in_the_article_is_found(written: str) -> None:
    found = everything(f"<div><h1>Nước sông đã rút</h1><div>{ARTICLE}{ARTICLE}{written}{ARTICLE}</div></div>")
    assert all(word in found for word in ("Hộp", "bên", "lề"))


def test_comments_in_highlighted_source_code_are_text() -> None:
    code = '<pre><code><span class="hljs-comment">// dòng ghi chú</span>\n<span>x = 1</span></code></pre>'
    assert "dòng ghi chú" in everything(f"<h1>Nước sông</h1><div>{ARTICLE * 3}{code}</div>")


def test_an_article_in_two_elements_is_read_whole() -> None:
    halves = "".join(f"<div>{ARTICLE.replace('3/2', f'{day}/2') * 3}</div><div><img></div>" for day in (3, 4))
    assert "4/2" in everything(f"<div><h1>Nước sông đã rút</h1>{halves}</div>")


def test_a_title_that_is_not_a_heading_is_found() -> None:
    assert "Nước sông đã rút" in everything(f"<div><div>Nước sông đã rút</div><div>{ARTICLE * 3}</div></div>")


def test_names_next_to_each_other_in_a_byline_are_not_joined() -> None:
    byline = '<div><span class="author">Lê Thu Hà</span><span class="time">5/4/2021</span></div>'
    found = document("a.html", page(f"<div><h1>Nước sông đã rút</h1>{byline}<div>{ARTICLE * 3}</div></div>"))
    assert found.aside == ("Lê Thu Hà", "5/4/2021")


def test_pages_in_frames_are_reported() -> None:
    made = (
        '<frameset><frame src="menu.html"><frame src="bai.html"><noframes><p>Hội nghị ở Huế</p></noframes></frameset>'
    )
    found = everything(made)
    assert all(words in found for words in ("menu.html", "bai.html", "Hội nghị ở Huế"))


LEAD = "Sau ba ngày mưa lớn, nước sông đã rút và người dân trở về nhà."
TITLE = "Nước sông đã rút"


@pytest.mark.parametrize(
    "layout",
    [
        "<div><h1>{0}</h1><p class=sapo>{1}</p><article>{2}</article></div>",
        "<div><h1>{0}</h1><h2>{1}</h2><div><div itemprop=articleBody>{2}</div></div></div>",
        "<article><h1>{0}</h1><section><p>{1}</p><div class=body>{2}</div></section></article>",
        "<table><tr><td><font>{0}</font></td></tr><tr><td><b>{1}</b></td></tr><tr><td>{2}</td></tr></table>",
    ],
)
def test_the_lead_is_read_wherever_it_stands_below_the_title(layout: str) -> None:
    body = "".join(ARTICLE.replace("3/2", f"{day}/2") for day in range(3, 9))
    menu = "<nav><p>Trang chủ thời sự thế giới kinh doanh giải trí</p></nav>"
    made = page(menu + layout.format(TITLE, LEAD, body), f'<meta property="og:title" content="{TITLE}">')
    text = document("a.html", made).text
    assert text.startswith(f"{TITLE}\n\n{LEAD}\n\nSáng 3/2")
    assert text.count(LEAD) == text.count(TITLE) == 1
    assert "giải trí" not in text


@pytest.mark.parametrize("depth", [300, 2000, 100_000])
def test_deeply_nested_text_is_found(depth: int) -> None:
    text = "Các bộ trưởng khai mạc hội nghị sáng nay tại Huế để bàn về hợp tác biển và nghề cá trong khu vực."
    markup = f"<html><title>Khai mạc</title><body>{'<div>' * depth}<p>{text}</p>{'</div>' * depth}<p>Sau đó họp báo."
    found = document("a.html", markup.encode())
    assert text in found.text
    assert ("nested-too-deeply" in {problem.code for problem in found.problems}) == (depth > 2048)

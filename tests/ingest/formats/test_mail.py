"""Email: header, text, charsets and attachments."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from indexer.ingest.formats import known
from tests.ingest.encodings.encoders import tcvn3, vni, windows_1258
from tests.ingest.formats.parsed import code, document, stated


def mail(text: str | None = "Kính gửi quý độc giả.\nHội nghị hoãn.", html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Bản tin: hội nghị hoãn"
    message["From"] = "Nguyễn Văn Lan <lan@baochi.example>"
    message["Date"] = "Tue, 29 Jun 2021 23:30:00 +0700"
    if text is not None:
        message.set_content(text)
    if html is not None:
        (message.set_content if text is None else message.add_alternative)(html, subtype="html")
    return message


def test_plain_text_is_preferred_to_html() -> None:
    found = document("a.eml", mail(html="<p>khác</p>").as_bytes())
    assert found.text == "Bản tin: hội nghị hoãn\n\nKính gửi quý độc giả.\nHội nghị hoãn."
    assert stated(found) == {"title": "Bản tin: hội nghị hoãn", "date": "2021-06-29", "author": "Nguyễn Văn Lan"}
    assert found.problems == ()


def test_an_email_with_only_html() -> None:
    html = "<html><body><p>Hội nghị hoãn đến ngày 3/7 vì bão số 2 đang vào gần bờ.</p></body></html>"
    assert "Hội nghị hoãn đến ngày 3/7" in document("a.eml", mail(None, html).as_bytes()).text


def test_an_email_with_only_html_needs_the_extra_of_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "find_spec", lambda _name: None)
    assert code("a.eml", mail(None, "<p>Hội nghị</p>").as_bytes()) == "needs-extra"


def test_attachments_are_reported() -> None:
    message = mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="chương trình.pdf")
    (problem,) = document("a.eml", message.as_bytes()).problems
    assert problem.code == "attachment"
    assert "chương trình.pdf" in problem.text


def test_the_declared_charset_of_an_email_is_used() -> None:
    head = b"Subject: Tin\nContent-Type: text/plain; charset=windows-1258\nContent-Transfer-Encoding: 8bit\n\n"
    assert "các cô chú" in document("a.eml", head + "các cô chú đi thăm".encode("cp1258")).text


def test_what_is_not_an_email_or_has_no_text_is_reported() -> None:
    assert code("a.eml", b"") == "damaged"
    assert code("a.eml", "Kính gửi".encode()) == "damaged"
    assert code("a.eml", b"Subject: x\nContent-Type: image/png\n\nabc") == "no-text"
    assert code("a.eml", b"From: \nContent-Type: text/plain\n\n  ") == "empty"


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_stated_encoding_overrides_the_declared_one(kind: str) -> None:
    body = vni("<p>Hội nghị hoãn vì bão số 2 đang vào bờ.</p>")
    head = f"Subject: Tin\nContent-Type: text/{kind}; charset=iso-8859-1\n\n".encode("ascii")
    found = document("a.eml", head + body, "vni")
    assert (found.encoding, found.confidence) == ("vni", 1.0)
    assert "Hội nghị hoãn vì bão số 2 đang vào bờ." in found.text


HTML = "<html><head><style>p {color: red}</style></head><body><p>Hội nghị hoãn đến tháng sau vì bão.</p></body></html>"


@pytest.mark.parametrize("plain", ["\n \n", "Thư này cần một chương trình hiện được HTML.", "--\nGửi từ điện thoại"])
def test_html_is_read_if_the_plain_text_has_little_of_it(plain: str) -> None:
    found = document("a.eml", mail(plain, HTML).as_bytes())
    assert "Hội nghị hoãn đến tháng sau vì bão." in found.text
    assert "color" not in found.text


def test_all_parts_of_the_text_are_read_in_order() -> None:
    message = mail("Đoạn một về đê.")
    message.add_attachment(b"PNG", maintype="image", subtype="png", filename="đê.png")
    message.add_attachment("Đoạn hai về kè.", disposition="inline")
    message.add_attachment("Phụ lục", filename="phụ lục.txt")
    found = document("a.eml", message.as_bytes())
    assert found.text.endswith("Đoạn một về đê.\n\nĐoạn hai về kè.")
    assert [problem.code for problem in found.problems] == ["attachment"] * 2


def test_a_part_that_cannot_be_read_does_not_keep_the_others_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "find_spec", lambda _name: None)
    message = mail("Đoạn một về đê.")
    message.add_attachment("<p>Chân thư</p>", subtype="html", disposition="inline")
    found = document("a.eml", message.as_bytes())
    assert found.text.endswith("Đoạn một về đê.")
    assert [problem.code for problem in found.problems] == ["needs-extra"]


@pytest.mark.parametrize("encode", [str.encode, tcvn3, vni, windows_1258])
def test_raw_bytes_in_the_head_are_read_like_the_body(encode: Callable[[str], bytes]) -> None:
    head = b"From: " + encode("Đặng Thủy") + b" <thuy@vi.example>\nSubject: " + encode("Đường sá lại thông")
    body = encode("Nước sông đã rút, đường sá lại thông, người dân trở về.")
    found = document("a.eml", head + b"\nContent-Type: text/plain\n\n" + body)
    assert stated(found) == {"title": "Đường sá lại thông", "author": "Đặng Thủy"}
    assert found.text.endswith("người dân trở về.")


def test_a_subject_in_the_old_font_of_the_body() -> None:
    message = mail(tcvn3("Nước sông đã rút, đường sá lại thông, người dân trở về.").decode("cp1252"))
    message.replace_header("Subject", tcvn3("Tin lũ mới").decode("cp1252"))
    assert stated(document("a.eml", message.as_bytes()))["title"] == "Tin lũ mới"


@pytest.mark.parametrize(
    "head",
    [
        b"\n\nSubject: Tin\nContent-Type: text/html\n\n",
        b"\xef\xbb\xbfSubject: Tin\nContent-Type: text/html\n\n",
        b"From a@vi.example Tue Jun 29 2021\nSubject: Tin\nContent-Type: text/html\n\n",
        b"Subject : Tin\nContent-Type: text/html\n\n",
        b"Subject: Tin\nof the week\nContent-Type: text/html\n\n",
        b"Subject: Tin\r\nof the week\r\nContent-Type: text/html\r\n\r\n",
    ],
)
def test_small_slips_in_the_head_are_forgiven(head: bytes) -> None:
    found = document("a.eml", head + HTML.encode())
    assert str(stated(found)["title"]).startswith("Tin")
    assert "Hội nghị hoãn" in found.text
    assert "text/html" not in found.text

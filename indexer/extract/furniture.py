"""What stands around and between the paragraphs of an article without being its text.

Captions, lines that repeat others, headings of link lists and what follows them, credits, rows of signs.
"""

import re
from collections.abc import Sequence

_CAPTION = re.compile(
    r"(?:^|[.!?…_)(\"”]|\s)\s*\(?\s*(?:(?:Nguồn |Hình )?[Ảả]nh(?: minh họa| minh hoạ)?|Đồ họa|Photo)\s*[:：]"
    r"\s*[^.\n]{2,60}\)?\.?\s*$"
)
_LONGEST_CAPTION = 400
_LONGEST_CREDIT = 90
_LONGEST_HEADING = 60
_HEADING = re.compile(
    r"(?:>+|»)?\s*(?:(?:các )?(?:tin|bài)(?: viết| bài)?(?: có)?"
    r" (?:cùng chuyên mục|liên quan|cùng chủ đề|khác|đọc nhiều|nổi bật|mới(?: nhất)?)"
    r"|cùng chuyên mục|xem thêm|đọc thêm|có thể bạn quan tâm|bình luận|ý kiến bạn đọc"
    r"|related(?: news| articles)?|see also)\s*:?",
    re.IGNORECASE,
)
_BUTTON = (
    r"(?:chia sẻ|share|facebook|twitter|zalo|tweet|like|print|email|in bài(?: viết)?|gửi (?:email|bài)|về trang chủ)"
)
_LABEL = re.compile(
    rf"(?:từ khóa|từ khoá|tags?)\s*:.{{0,160}}|(?:>{{1,3}}|»).{{0,160}}|lượt xem\s*:?\s*[\d.,]+"
    rf"|{_BUTTON}(?:[\s|,]+{_BUTTON})*|[\W_]+",
    re.IGNORECASE,
)

_SHORTEST_REPEAT = 25
_LINES_COMPARED = 300


def is_caption(line: str) -> bool:
    """Whether a line is the caption of a picture: it ends in the credit (“Ảnh: …”)."""
    start = max(0, len(line) - _LONGEST_CREDIT)
    return len(line) <= _LONGEST_CAPTION and line.find(":", start) >= 0 and _CAPTION.search(line, start) is not None


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a list of links: what follows is no text either, unless it is a paragraph."""
    return len(line) <= _LONGEST_HEADING and _HEADING.fullmatch(line) is not None


def is_label(line: str) -> bool:
    """Whether a line is a button, a list of tags, a counter, a link to another article or a row of signs."""
    return _LABEL.fullmatch(line) is not None


def is_paragraph(line: str) -> bool:
    """Whether a line reads like running text: it ends like a sentence and is more than a few words long."""
    return len(line) > 60 and line.rstrip(' "”’)').endswith((".", "!", "?", "…", "/", ":"))


def said_again(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that say what an equal line before them, or a longer line anywhere, says.

    Short lines may well come twice. Longer lines are looked for among the first few hundred lines only: every
    line is compared with all of these.
    """
    found, before = set[int](), set[str]()
    compared = lines[:_LINES_COMPARED]
    everything = "\n".join(compared)
    for index, words in enumerate(lines):
        if len(words) < _SHORTEST_REPEAT:
            continue
        times = everything.count(words) if index < _LINES_COMPARED else 1
        if words in before or (times > 1 and times > compared.count(words)):
            found.add(index)
        before.add(words)
    return found

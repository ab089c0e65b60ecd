"""An archive in which *Biển Đông* is a word, and which has both syllables apart, too."""

import json
from pathlib import Path

BODIES = (
    "Các bên bàn về Biển Đông và việc cứu hộ tàu cá.",
    "Ngư dân trở về sau chuyến đi dài trên Biển Đông, tàu cá đầy hầm.",
    "Hội thảo về luật biển nói nhiều đến Biển Đông.",
    "Gió mùa làm sóng lớn ở Biển Đông suốt tuần qua.",
    "Hai nước khảo sát chung rạn san hô tại Biển Đông.",
    "Bản đồ cũ ghi tên Biển Đông bằng chữ Nôm.",
    "Tuyến cáp quang qua Biển Đông được sửa xong.",
    "Bãi biển vắng khách, còn chợ phía đông vẫn họp.",
    "Mùa đông năm nay nước biển ấm hơn mọi năm.",
    "Thư viện tỉnh mở cửa trở lại vào sáng thứ hai.",
)


def write_sea(folder: Path) -> None:
    """Write the articles as a batch; the ids are sea/0, sea/1, …"""
    records = (
        {"id": f"sea/{number}", "title": f"Bài số {number}", "date": f"2020-01-{number + 1:02}", "body": body}
        for number, body in enumerate(BODIES)
    )
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "sea.jsonl").write_text("".join(lines), "utf-8")

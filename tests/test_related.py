"""Near-duplicates of an article, and others on the same matter, in every engine."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import combining, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ENGINES, Article, BadRequest, Index, Related, open_index, reindex, related_json
from indexer.answers import related_articles
from indexer.engines.base import EngineReader
from indexer.query.nodes import Phrase, Term

every_engine = pytest.mark.parametrize("engine", ENGINES)

LEVEL_CROSSING = (
    "Đoàn tàu chở hàng phải dừng gần hai giờ tại ga Đồng Hới vì cây đổ chắn ngang đường ray.",
    "Công nhân cung đường cưa thân cây phi lao thành từng đoạn rồi dùng kích nâng khỏi mặt ray.",
    "Trưởng ga cho biết gió giật cấp bảy làm bật gốc hàng cây trồng từ thập niên chín mươi.",
    "Hành khách trên chuyến tàu Thống Nhất phía sau được phát nước uống và bánh mì miễn phí.",
    "Đến đầu giờ chiều, tốc độ chạy tàu qua khu gian này vẫn bị hạn chế ở mức ba mươi cây số giờ.",
    "Ngành đường sắt sẽ rà soát toàn bộ cây xanh sát hành lang an toàn trước mùa bão năm sau.",
    "Người dân thôn bên cạnh mang theo dao rựa ra phụ giúp, ai nấy ướt sũng dưới cơn mưa xối xả.",
)
STATION = (
    "Ga Đồng Hới vừa mở thêm quầy bán vé cho hành khách đi tàu Thống Nhất dịp hè.",
    "Trưởng ga nói lượng khách đi tàu tăng gấp rưỡi, nhiều chuyến tàu kín chỗ từ tuần trước.",
    "Đường sắt nối thêm toa giường nằm, còn tốc độ chạy tàu qua khu gian đèo được nâng lên.",
)
ORCHARD = (
    "Nhà vườn Lái Thiêu bước vào vụ măng cụt với giá bán lẻ cao nhất trong năm năm.",
    "Khách đến hái quả tại gốc, ăn gỏi gà trộn măng cụt xanh và nghe đờn ca tài tử.",
    "Thương lái đặt cọc từ lúc cây mới ra hoa, song chủ vườn giữ lại một phần để đón khách.",
)
KITES = (
    "Làng Bá Dương Nội thả hàng trăm cánh diều sáo trong hội làng giữa tháng ba âm lịch.",
    "Bộ sáo ba chiếc khoét từ gỗ mít cho tiếng trầm bổng, người chấm giải nằm nghe cả buổi.",
    "Cánh diều thắng cuộc phải đứng yên trên cao, dây thẳng và sáo kêu đều không ngớt.",
)
FOOTER = "Bài đăng lại từ một trang khác. Bạn đọc gửi ý kiến về hòm thư của trang này."


def plain(text: str) -> str:
    """Return a text without its accents."""
    return "".join(c for c in normalize("NFD", text.replace("đ", "d").replace("Đ", "D")) if not combining(c))


@contextmanager
def archive(texts: Mapping[str, tuple[str, str]], engine: str = "arrays") -> Iterator[Index]:
    """Open an index of articles, each given by its id, title and body."""
    with TemporaryDirectory() as folder:
        write(Path(folder), texts)
        reindex([Path(folder) / "tin.jsonl"], index=Path(folder) / "index", engine=engine)
        with open_index(Path(folder) / "index", engine=engine) as index:
            yield index


def write(folder: Path, texts: Mapping[str, tuple[str, str]]) -> None:
    records = [json.dumps({"id": name, "title": title, "body": body}) for name, (title, body) in texts.items()]
    (folder / "tin.jsonl").write_text("\n".join(records), encoding="utf-8")


def related(index: Index, article_id: str, size: int = 5) -> Related:
    found = index.related(article_id, size)
    assert found is not None
    return found


def copies(found: Related) -> dict[str, float]:
    return {copy.hit.id: copy.similarity for copy in found.near_duplicates}


def ids(found: Related) -> list[str]:
    return [hit.id for hit in found.related]


TEXTS = {
    "tau": ("Cây đổ chắn đường tàu", " ".join(LEVEL_CROSSING)),
    "chep": ("Cây đổ chắn đường tàu", " ".join(LEVEL_CROSSING)),
    "khong-dau": (plain("Cây đổ chắn đường tàu"), plain(" ".join(LEVEL_CROSSING))),
    "sua": ("Tin sáng", f"Tin từ miền Trung. {' '.join((*LEVEL_CROSSING[:3], *LEVEL_CROSSING[4:]))}\n{FOOTER}"),
    "ga": ("Ga Đồng Hới đông khách", " ".join(STATION)),
    "ga-2": ("Khách đi tàu tăng", f"{' '.join(STATION)}\n{FOOTER}"),
    "vuon": ("Mùa măng cụt", " ".join(ORCHARD)),
    "dieu": ("Hội thả diều", " ".join(KITES)),
    **{f"khac-{n}": (f"Tin số {n}", f"Bản tin thứ {n} của trang thông tin phường.") for n in range(8)},
    "la": ("Zzz", "Qqq xxq."),
}


@every_engine
def test_reposts_are_near_duplicates_with_and_without_accents(engine: str) -> None:
    with archive(TEXTS, engine) as index:
        found = copies(related(index, "tau"))
        assert found.keys() == {"chep", "khong-dau", "sua"}
        assert found["chep"] == found["khong-dau"] == 1
        assert 0.5 < found["sua"] < 1
        assert found["sua"] == round(share_in_common(" ".join(TEXTS["tau"]), " ".join(TEXTS["sua"])), 4)
        assert [*found][-1] == "sua"
        assert copies(related(index, "khong-dau")).keys() == {"tau", "chep", "sua"}
        assert copies(related(index, "vuon")) == {}


@every_engine
def test_related_articles_share_the_matter_and_are_shown_once(engine: str) -> None:
    with archive(TEXTS, engine) as index:
        assert ids(related(index, "tau")) in (["ga"], ["ga-2"])
        assert ids(related(index, "khong-dau")) in (["ga"], ["ga-2"])
        assert set(ids(related(index, "ga"))) & TEXTS.keys() <= {"tau", "chep", "khong-dau", "sua"}
        assert len(ids(related(index, "ga"))) == 1
        assert ids(related(index, "dieu")) == []


@every_engine
def test_what_most_articles_have_relates_none_of_them(engine: str) -> None:
    imprint = "Trang thông tin phường giữ bản quyền bài viết."
    bodies = {"tau": LEVEL_CROSSING, "vuon": ORCHARD, "dieu": KITES}
    with archive({name: (name, f"{' '.join(body)} {imprint}") for name, body in bodies.items()}, engine) as index:
        assert [related(index, name) for name in bodies] == [Related()] * 3


@every_engine
def test_what_cannot_be_compared_has_nothing_like_it(engine: str) -> None:
    with archive(TEXTS, engine) as index:
        assert index.related("khong-co") is None
        assert index.related("la") == Related()
    with stored(engine, [Article("trong", "trong", "… !"), Article("khac", "khac", "… !")]) as reader:
        assert related_articles(Article("trong", "trong", "… !"), reader, 5) == Related()


@pytest.mark.parametrize(("size", "nearest"), [(0, "1"), (21, "20"), (-3, "1"), ("5", None), (True, None)])
def test_wrong_sizes_are_refused_with_the_nearest_right_one(size: int, nearest: str | None) -> None:
    with archive({"a": ("Một", "Hai")}) as index, pytest.raises(BadRequest) as refused:
        index.related("a", size)
    assert (refused.value.parameter, refused.value.nearest) == ("size", nearest)


def test_size_limits_both_lists_and_no_copy_is_related() -> None:
    many = {f"chep-{n}": TEXTS["tau"] for n in range(9)}
    with archive({**TEXTS, **many}) as index:
        found = related(index, "tau", 3)
        assert len(found.near_duplicates) == 3
        assert ids(found) in (["ga"], ["ga-2"])
        assert len(related(index, "tau", 20).near_duplicates) == 12


def test_removed_articles_are_gone(tmp_path: Path) -> None:
    write(tmp_path, TEXTS)
    reindex([tmp_path / "tin.jsonl"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        assert "chep" in copies(related(index, "tau"))
        write(tmp_path, {name: text for name, text in TEXTS.items() if name != "chep"})
        reindex([tmp_path / "tin.jsonl"], index=tmp_path / "index")
        assert copies(related(index, "tau")).keys() == {"khong-dau", "sua"}
        assert index.related("chep") is None


def test_long_texts_are_compared_as_far_as_the_budget_goes() -> None:
    long = " ".join(f"chữ{n} số{n % 97}" for n in range(5_000))
    with archive({f"dai-{n}": ("Dài", long) for n in range(30)}) as index:
        found = related(index, "dai-0", 20)
    assert found.bounded
    assert set(copies(found).values()) == {1}
    assert found.related == ()


def test_the_json_has_hits_and_similarities() -> None:
    with archive(TEXTS) as index:
        found = related(index, "tau")
    answer = related_json(found)
    assert answer.keys() == {"near_duplicates", "related", "bounded"}
    assert [copy["similarity"] for copy in answer["near_duplicates"]] == [*copies(found).values()]
    assert [hit["id"] for hit in answer["related"]] == ids(found)
    assert (answer["related"][0]["tier"], answer["related"][0]["snippet_html"]) == (None, None)


SYLLABLES = [
    "đường",
    "dân",
    "tộc",
    "biển",
    "đảo",
    "hội",
    "nghị",
    "quốc",
    "phòng",
    "họp",
    "bàn",
    "kế",
    "hoạch",
    "năm",
    "nước",
    "lúa",
    "gạo",
    "mưa",
    "bão",
    "thành",
    "phố",
    "trẻ",
    "em",
]
BODIES = st.lists(st.lists(st.sampled_from(SYLLABLES), min_size=12, max_size=40).map(" ".join), min_size=3, max_size=8)


@contextmanager
def stored(engine: str, articles: list[Article]) -> Iterator[EngineReader]:
    with TemporaryDirectory() as folder:
        writer = ENGINES[engine].writer(Path(folder))
        writer.put(ENGINES[engine].prepare(articles))
        writer.commit()
        reader = ENGINES[engine].reader(Path(folder))
        try:
            yield reader
        finally:
            reader.close()


@every_engine
@settings(max_examples=15)
@given(bodies=BODIES)
def test_words_and_pairs_are_counted_whatever_their_accents(engine: str, bodies: list[str]) -> None:
    articles = [Article(str(n), str(n), body) for n, body in enumerate(bodies)]
    folded = [plain(body).split() for body in bodies]
    words = sorted({word for text in folded for word in text})
    pairs = sorted({pair for text in folded for pair in pairwise(text)})
    with stored(engine, articles) as reader:
        found = reader.document_frequencies([*(Term("text", word) for word in words), Term("text", "vắng")])
        assert list(found) == [*(sum(word in text for text in folded) for word in words), 0]
        counts = reader.document_frequencies([Phrase("text", [*pair]) for pair in pairs])
        for pair, count in zip(pairs, counts, strict=True):
            assert count >= sum(pair in pairwise(text) for text in folded) > 0


def share_in_common(one: str, other: str) -> float:
    """Return twice the runs of four words in both texts over those of each, added up."""
    both = [re.findall(r"\w+", text.lower()) for text in (one, other)]
    runs = [{tuple(words[at : at + 4]) for at in range(len(words) - 3)} for words in both]
    return 2 * len(runs[0] & runs[1]) / (len(runs[0]) + len(runs[1]))


@every_engine
@settings(max_examples=20)
@given(bodies=BODIES, data=st.data())
def test_copies_are_found_and_nothing_else(engine: str, bodies: list[str], data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(bodies))
    texts = {**{str(n): body for n, body in enumerate(bodies)}, "copy": copied, "plain": plain(copied)}
    own = str(bodies.index(copied))
    with stored(engine, [Article(name, name, body) for name, body in texts.items()]) as reader:
        article = reader.article(own)
        assert article is not None
        found = copies(related_articles(article, reader, 20))
    assert (found["copy"], found["plain"]) == (1, 1)
    alike = {name: share_in_common(plain(copied), plain(body)) for name, body in texts.items() if name != own}
    assert found == {name: round(share, 4) for name, share in alike.items() if name in found}
    assert all(share >= 0.5 for share in found.values())

"""Random input of property tests: small archives, and requests both as the twin's values and as typed.

Everything comes from a seeded `random.Random`, so that every run draws the same. Articles and queries of an archive
share a few families of similar words, so that most requests find something, in all tiers.
"""

import random
import re
import unicodedata
from dataclasses import dataclass

from tests import naive_values as twin

BROADER = {
    "arf": "asean",
    "arf-som": "arf",
    "amm": "asean",
    "unsc": "un",
    "nonproliferation": "nuclear",
    "south-china-sea": "maritime-security",
}
"""The part of the vocabulary that drawn articles use."""
FORUMS = ("asean", "arf", "arf-som", "amm", "un", "unsc", "apec", None)
TOPICS = ("nuclear", "nonproliferation", "maritime-security", "south-china-sea", "energy", None)
YEARS = ((2012, 2012), (2010, 2012), (2021, 2021), None)
DATES = {
    "date:2012-06": twin.Dates("2012-06-01", "2012-06-30"),
    "date:2010-06-30..2012-06-29": twin.Dates("2010-06-30", "2012-06-29"),
    "date:[2012 TO 2021-06]": twin.Dates("2012-01-01", "2021-06-30"),
    "date:2021..": twin.Dates("2021-01-01", "9999-12-31"),
}
AUTHORS = ("Lê Minh", "Trần Hòa", "Hoà Lê")
SOURCES = ("TTXVN", "ttxvn", "Báo Nga", "Bao Nga", "BÁO NGA")
SEPARATORS = (*[" "] * 14, ", ", ". ", "\n", ".", "/", "–", "_", "\u200b", " - ", "+ ")

MARKS = "\u00ad\u200b\u200d\u200e\u2060\ufeff\ufe0f\u2066"
"""Invisible marks that may be anywhere in a text."""


@dataclass(frozen=True)
class Family:
    """Words that are easily mistaken for each other: in texts, as typed, as patterns, and misspelled."""

    texts: str
    typed: str
    patterns: str
    misspelled: str


FAMILIES = (
    Family("đường Đường duong dương đương đuong", "đường duong đuong dương duòng dùong đuờng", "đ* dư* đ?ơng", "duogn"),
    Family("hạt hat hát HẠT", "hạt hat hát", "h* h?t hạ*", "hatt hta"),
    Family("hoà hòa hoa Hoàng HOẠ hoàng", "hoà hòa hoa hoạ hoang", "hoà* hoa* h*a h?a", "hoàa hao"),
    Family("quốc Quoc quạc quôc", "quốc quoc quôc quóc", "qu*c qu* quố*", "quôcs qoc"),
    Family("quý qúy Quy quỳ", "quý qúy quy", "q?y quý*", "quys"),
    Family("hội hỏi hai hoi", "hội hoi hỏi", "h?i hộ*", "hoii"),
    Family("nghị nghi nghỉ Nga ngà", "nghị nghi nga Nga", "ng* nghị* ?ga", "ngih"),
    Family("thuý Thúy thuy thủy", "thuý thúy thuy", "thú* thuý* t*y", "thyu"),
    Family("mỹ Mỹ my mỳ mĩ mi", "mỹ my MỸ mĩ mi", "?ỹ mỹ*", "mỹỹ mys"),
    Family("café cafe CAFÉ Malmö malmo", "café cafe malmö Malmo", "ca?e mal* malmö*", "caef mallmo"),
    Family(
        "Covid-19 covid–19 covid 19 2019 covid19",
        "covid-19 covid 19 Covid—19 covid19",
        "covid* covid-* covid-1* *9",
        "covdi covid-18",
    ),
    Family("ADMM+ ADMM admm/asean ADMM+/ASEAN", "admm admm+ ADMM admm/asean", "admm* ad?m", "amdm"),
    Family("ASEAN+3 ASEAN asaen asen 3", "asean asean+3 3 ASEAN", "ase* *n", "asaen aseans"),
    Family("7-8/11/2012 8/11/2012 11/2012 2012", "7-8/11/2012 8/11/2012 11/2012 2012 7-8", "8/* *2012", "8/11/2021"),
    Family("tiên Phiên tiênPhiên tiênphiên phien", "tiên phiên tiênphiên tiênPhiên phien", "tiê* *iên", "tieen"),
    Family("Thứtrưởng thứ trưởng thutruong", "thứtrưởng thutruong trưởng thứ", "thứ* tr*ng", "truogn"),
    Family("vắc-xin vắc xin vắcxin vac", "vắc-xin vắc xin xin-vắc vac", "v?c xi*", "vắcc"),
    Family("1-2-3-4-5-6-7 1-2-3 2-3-4 4", "1-2-3-4-5-6-7 1-2-3 2-3 4", "1-2* 2-?-4", "1-2-4"),
    Family("5km 5 km km² km2 5km² Km", "5km km km² km2 5", "5k* k*2 km*", "knm 5kn"),
    Family("50.000đ 50.000 50 000đ đ 000", "50.000 50.000đ 50 000đ đ", "50.* 0?0đ", "50.00 50.000đd"),
    Family("1.000 1000 1,000 1 000", "1000 1.000 1,000 1 000", "1* 1.*", "100"),
    Family("TP.HCM TPHCM TP HCM tp.hcm", "TP.HCM tphcm tp hcm", "tp* t?hcm", "tphmc"),
    Family("M’Nông MʼNông Mnông M'nong mnong", "M'Nông mnông M‘Nông nông m", "mn* m?", "mnôgn"),
    Family("C++/D C++ D 18+ 14:21 3,5", "c++ d c++/d 18+ 14:21 3,5", "c* 1*", "c+"),
)


@dataclass(frozen=True)
class Typed:
    """A query as the twin's tree and as a reader types it; a prefix may be put before `text`."""

    tree: twin.Query
    text: str


def joined_numbers(parts: list[Typed]) -> list[Typed]:
    """Return parts as they are read side by side: groups of three digits are one number."""
    joined: list[Typed] = []
    for part in parts:
        *_, second, last = ["", "", *(each.text for each in joined)]
        is_open = re.fullmatch(r"[1-9]\d{0,2}( \d{3})*", last) and not second[-1:].isdigit()
        if is_open and re.fullmatch(r"\d{3}[^\W\d_]*", part.text):
            text = f"{last} {part.text}"
            joined[-1] = Typed(twin.Word(text), text)
        else:
            joined.append(part)
    return joined


class Draw:
    """Draws archives and requests that share a few families of words."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.families = self.rng.sample(FAMILIES, 4)

    def archive(self, longest: int = 8) -> twin.Archive:
        """Draw an archive of some articles, of up to this many words."""
        return twin.Archive(tuple(self._article(n, longest) for n in range(self.rng.randrange(4, 14))), BROADER)

    def text(self, most: int) -> str:
        """Draw a text of up to `most` words, sometimes decomposed."""
        words = [self._word("texts") + self.rng.choice(SEPARATORS) for _ in range(self.rng.randint(0, most))]
        return unicodedata.normalize(self.rng.choice(("NFC", "NFC", "NFD")), "".join(words).strip())

    def marked_text(self, most: int) -> str:
        """Draw a text that may have an invisible mark in it."""
        text, at = self.text(most), self.rng.randint(0, 100)
        return f"{text[:at]}{self.rng.choice(('', *MARKS))}{text[at:]}"

    def request(self) -> tuple[str, twin.Request]:
        """Draw a request, and its query as typed."""
        query = self.query() if self.rng.random() < 0.95 else Typed(twin.And(()), "")
        mode = self.rng.choice(("auto", "auto", "strict", "loose", "loose"))
        return query.text, twin.Request(query.tree, mode, self._choices(), self._choices())

    def side_by_side(self) -> tuple[str, twin.Request]:
        """Draw a request for some words and phrases typed side by side, and its query as it is typed."""
        drawn = (self._plain, self._plain, self._plain, self._phrase)
        parts = [self._boosted(self.rng.choice(drawn)()) for _ in range(self.rng.choice((2, 2, 3, 5)))]
        if len(parts) > 2:
            first, second, *others = parts
            together = twin.And((first.tree, second.tree))
            parts = [self._boosted(Typed(together, f"({first.text} {second.text})")), *others]
        parts = joined_numbers(parts)
        mode = self.rng.choice(("auto", "auto", "strict", "loose"))
        return " ".join(part.text for part in parts), twin.Request(twin.And(tuple(part.tree for part in parts)), mode)

    def query(self) -> Typed:
        """Draw a query of any shape, simple ones more often."""
        if self.rng.random() < 0.3:
            return self._part(0)
        query = self._junction(self.rng.choice((0, 0, 1, 2)))
        return Typed(query.tree, query.text[1:-1]) if self.rng.random() < 0.8 else query

    def _article(self, number: int, longest: int) -> twin.Article:
        choice = self.rng.choice
        year = choice((None, 2010, 2012, 2012, 2021))
        day = choice((None, "01-05", "06-29", "06-30", "11-07"))
        return twin.Article(
            id=f"a{number}",
            title=self.text(3),
            body=self.marked_text(longest),
            aside=self.text(2),
            file=choice(("", "", f"{self._name()}.txt", f"{self._name()}.pdf")),
            author=choice(("", *AUTHORS)),
            source=choice(("", *SOURCES)),
            date=f"{year}-{day}" if year and day else None,
            year=year,
            forums=tuple(str(value) for value in self._some(FORUMS) if value),
            topics=tuple(str(value) for value in self._some(TOPICS) if value),
        )

    def _name(self) -> str:
        """Draw the name of a file without its ending."""
        words = [self._word("texts").replace("/", "-") for _ in range(self.rng.randint(1, 3))]
        return self.rng.choice((" ", "-", "_", ".")).join(words)

    def _word(self, kind: str) -> str:
        written: str = getattr(self.rng.choice(self.families), kind)
        return self.rng.choice(written.split())

    def _part(self, depth: int) -> Typed:
        """Draw a leaf or, if there is depth left, something with parts."""
        if depth and self.rng.random() < 0.5:
            return self._boosted(self._junction(depth - 1))
        if self.rng.random() < 0.25:
            return self._prefixed(depth)
        if self.rng.random() < 1 / 6:
            return self._condition()
        part = self.rng.choice((self._plain, self._plain, self._plain, self._phrase, self._other))()
        # Brackets may be the whole query, and relaxing one forgets its weight.
        return part if part.text.endswith(")") else self._boosted(part)

    def _boosted(self, part: Typed) -> Typed:
        """Give some parts a weight of their own."""
        factor = self.rng.choice((None, None, None, None, 2, 0.5))
        return Typed(twin.Boost(factor, part.tree), f"{part.text}^{factor}") if factor else part

    def _junction(self, depth: int) -> Typed:
        """Draw AND, written or implied, or OR; in brackets, so that it is valid everywhere."""
        parts = [self._part(depth) for _ in range(self.rng.choice((2, 2, 3)))]
        trees = tuple(part.tree for part in parts)
        sign = self.rng.choice((" ", " ", " AND ", " OR "))
        parts = joined_numbers(parts) if sign == " " else parts
        tree = twin.Or(trees) if sign == " OR " else twin.And(trees)
        return Typed(tree, f"({sign.join(part.text for part in parts)})")

    def _prefixed(self, depth: int) -> Typed:
        """Draw a part that is excluded or has its own mode."""
        part, sign = self._part(depth), self.rng.choice(("-", "NOT ", "=", "~"))
        text = sign + (f"({part.text})" if part.text[0] in "-=~0123456789" else part.text)
        if sign in ("-", "NOT "):
            return Typed(twin.Not(part.tree), text)
        return Typed(twin.AccentMode({"=": "strict", "~": "loose"}[sign], part.tree), text)

    def _plain(self) -> Typed:
        word = self._word("typed")
        return Typed(twin.Word(word), word)

    def _phrase(self) -> Typed:
        text = " ".join(self._word("texts") for _ in range(self.rng.choice((1, 2, 2, 2, 3))))
        gap = self.rng.choice((None, None, 0, 1, 3))
        return Typed(twin.Phrase(text, gap or 0), f'"{text}"' + ("" if gap is None else f"~{gap}"))

    def _other(self) -> Typed:
        """Draw a pattern, a misspelled word, or a word in a field."""
        word = self._word(self.rng.choice(("patterns", "misspelled", "typed")))
        if "*" in word or "?" in word:
            return Typed(twin.Pattern(word), word)
        if word in " ".join(family.misspelled for family in self.families).split():
            return Typed(twin.Fuzzy(word), f"{word}~")
        if self.rng.random() < 0.3:
            inside = self._junction(0)
            return Typed(twin.Field("title", inside.tree), f"title:{inside.text}")
        fields = (("title", word), ("file", word), ("author", "hoà"), ("author", "le"), ("source", "nga"))
        name, word = self.rng.choice(fields)
        return Typed(twin.Field(name, twin.Word(word)), f"{name}:{word}")

    def _condition(self) -> Typed:
        """Draw a condition on a facet or a date."""
        facet, values = self.rng.choice((("forums", FORUMS), ("topics", TOPICS), ("years", YEARS), ("dates", ())))
        if facet == "dates":
            text, tree = self.rng.choice(list(DATES.items()))
            return Typed(tree, text)
        value = self.rng.choice(values)
        written = "unknown" if value is None else value if isinstance(value, str) else f"{value[0]}..{value[1]}"
        return Typed(twin.In(facet, value), f"{facet[:-1]}:{written}")

    def _choices(self) -> twin.Choices:
        """Draw values of some facets, unknown included."""
        facets = {"forums": FORUMS, "years": YEARS, "topics": TOPICS, "sources": (*SOURCES, None)}
        return {facet: self._some(values) for facet, values in facets.items() if self.rng.random() < 0.15}

    def _some(self, values: tuple[twin.Value, ...]) -> tuple[twin.Value, ...]:
        return tuple(self.rng.sample(values, self.rng.choice((0, 1, 1, 2))))

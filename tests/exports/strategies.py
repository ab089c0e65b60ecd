"""Articles with any texts, as hypothesis draws them."""

from hypothesis import strategies as st

from indexer.model import Hit, YearBasis

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    "ab Đờ=+-@\t\r\n\x00\x0b\u2028\ufeff＝{}\\\"',;%#&$_^~|", max_size=20
)
"""Any text, signs with a meaning in some format more often."""
_BASES: tuple[YearBasis, ...] = ("explicit", "inferred", "sidecar")


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """Draw a hit; one without a title has an opening."""
    title = draw(TEXTS) or None
    date = draw(st.none() | st.dates().map(str))
    year = int(date[:4]) if date else draw(st.none() | st.integers(1, 9999))
    return Hit(
        id=draw(TEXTS.filter(bool)),
        title=title,
        date=date,
        year=year,
        year_basis="none" if year is None else draw(st.sampled_from(_BASES)),
        forums=("arf-som", "asean"),
        topics=("energy",),
        author=draw(st.none() | TEXTS),
        source=draw(st.none() | TEXTS),
        url=draw(st.none() | TEXTS.map("https://bao.example/{}".format)),
        score=1.5,
        tier="exact",
        opening=None if title else draw(TEXTS.filter(bool)),
    )

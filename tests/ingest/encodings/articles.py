"""A hundred made-up articles, from a few sentences to a page, and samples of text that is not Vietnamese."""

import tomllib
from functools import cache
from pathlib import Path

_TOPICS = tomllib.loads(Path(__file__).with_name("articles.toml").read_text("utf-8"))["topic"]
_LENGTHS = (2, 4, 6, 12, 30)


@cache
def articles() -> tuple[str, ...]:
    """Each topic at five lengths: its own sentences, continued with those of the next topics."""
    return tuple(_article(index, length) for index in range(len(_TOPICS)) for length in _LENGTHS)


def _article(index: int, length: int) -> str:
    topics = _TOPICS[index:] + _TOPICS[:index]
    sentences = [sentence for topic in topics for sentence in topic["sentences"]]
    start = length % 5 if length < 6 else 0
    chosen = sentences[start : start + length]
    paragraphs = [" ".join(chosen[at : at + 3]) for at in range(0, len(chosen), 3)]
    return "\n\n".join([topics[0]["title"], *paragraphs]) + "\n"


FOREIGN = {
    "english": "The committee met twice in March. Its report – “short, and to the point” – was read by few people. "
    "Who would answer so odd a letter? Nobody, it seems: the café on the corner was full, and so was the naïve "
    "reporter’s notebook. Prices rose by 4 % (from £ 20), yet the market stayed open until ten.",
    "french": "L’été dernier, la bibliothèque a prêté près de dix mille livres. Là où l’on croyait trouver des élèves "
    "pressés, on a vu des grands-mères très patientes, déjà assises à huit heures. « Ça me plaît », dit la "
    "gérante, qui a même gardé la clé du café voisin. Où ira-t-on en août ? À Besançon, sans doute, voir la forêt.",
    "spanish": "El año pasado, la biblioteca prestó más de diez mil libros. ¿Quién lo habría imaginado? También "
    "llegaron niños de otros pueblos, según contó la señora Núñez. Después del café, él leía en voz alta y tú "
    "escuchabas. Mañana habrá música, teatro y una lección de jardinería; sólo faltan las sillas.",
    "german": "Im Frühling öffnet die Bücherei früher. Für Schüler gibt es täglich eine Führung, für Ältere größere "
    "Schrift. „Schön ist es hier“, meint Frau Müller, die über vierzig Jahre in Köln lebte. Später möchte sie "
    "Märchen erzählen, während draußen die Straßenbahn fährt. Gewiß wäre auch Käsekuchen nötig.",
    "portuguese": "A estação de comboios reabriu às três da manhã. Não há café, mas há pão e maçãs. O João já lá "
    "está, à espera da irmã, que vem de avião até Lisboa. Então a câmara prometeu mais lições de português, "
    "também para os avós. É difícil, dizem eles, mas não é impossível; amanhã começa.",
}
"""Texts in other languages; windows-1252 has all of their characters."""

CODE = {
    "python": """
def area(a, b):
    if not a: return -1
    o = a ^ b ^ (a + o(u+1))
    add(e.name, o.value)
    print(f"{o}? {a.b} 'e' `o` ~u")
    return (a^b) + (e^o) * u.x
""",
    "c": """
int main(void) {
    unsigned a = 1, e = 2, o = a^e;
    while (a^=o) { o ^= e^a; odd(a); }
    return !(o^a) ? e.u : a(o);
}
""",
    "tex": r"Let $a^.5$ and $e^{i\pi} + 1 = 0$. Then $o^2 + a^2 = (a^b)^c$, hence $x^a. y^e. z^o.$ are odd.",
    "shell": "grep -E '^a(b|c)+$' a.txt | sed 's/e^o/u+/; s/[^a-z]//' > o.log || echo \"no? yes. ~/add\"",
}

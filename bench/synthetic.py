"""Synthetic articles with the statistics of real ones (`synthetic.toml`), in case the real corpus is missing.

Syllables come from the grammar of written Vietnamese. Words have one or two and follow Zipf's law, and each article
keeps returning to a few words of its own. Labels are stated in the records, in realistic proportions.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate, count, product
from pathlib import Path
from typing import Any
from unicodedata import normalize

from indexer.analysis import canonical_tone, is_syllable

_FIGURES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NAME_PARTS = ("ba", "cos", "de", "fen", "gro", "ko", "li", "mar", "ni", "pol", "ron", "su", "ten", "vi", "wat", "zu")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


@dataclass(frozen=True, slots=True)
class Distribution:
    """Values to draw from, and their cumulative weights."""

    values: Sequence[str]
    weights: Sequence[float]

    def draw(self, source: random.Random, number: int) -> list[str]:
        """Draw `number` values."""
        return source.choices(self.values, cum_weights=self.weights, k=number)


def synthetic_records(seed: int) -> Iterator[dict[str, Any]]:
    """Yield endless records; record n depends only on the seed and n."""
    words = _words(random.Random(f"{seed}/lexicon"))
    labels = {name: _proportions(_FIGURES[name]) for name in ("forums", "topics", "years")}
    for number in count():
        yield _record(number, random.Random(f"{seed}/{number}"), words, labels)


def syllables() -> list[str]:
    """Return every syllable of the grammar in its canonical spelling, with every tone it can take, sorted."""
    grammar = tomllib.loads(files("indexer.analysis").joinpath("syllables.toml").read_text("utf-8"))
    parts = product(["", *grammar["onsets"].split()], grammar["rimes"].split(), _TONES)
    built = (normalize("NFC", onset + rime[0] + tone + rime[1:]) for onset, rime, tone in parts)
    return sorted({canonical_tone(each) for each in built if is_syllable(each)})


def _record(
    number: int, source: random.Random, words: Distribution, labels: Mapping[str, Distribution]
) -> dict[str, Any]:
    subject = words.draw(source, _FIGURES["subject"]["words"])
    drawn = {name: values.draw(source, 1)[0] for name, values in labels.items()}
    return {
        "id": f"synthetic/{number}",
        "title": _sentence(source, words, subject, _FIGURES["article"]["title"]),
        "body": _body(source, words, subject),
        "forums": drawn["forums"].split(),
        "topics": drawn["topics"].split(),
        "year": int(drawn["years"]) or None,
    }


def _body(source: random.Random, words: Distribution, subject: Sequence[str]) -> str:
    """Return paragraphs with about as many syllables as drawn for this article."""
    figures = _FIGURES["article"]
    # The mean of a log-normal distribution exceeds its median.
    wanted = min(
        figures["longest"],
        figures["syllables"] * source.lognormvariate(-(figures["spread"] ** 2) / 2, figures["spread"]),
    )
    sentences: list[str] = []
    length = 0
    while length < wanted:
        sentences.append(_sentence(source, words, subject, figures["sentence"]) + ".")
        length += sentences[-1].count(" ") + 1
    size = figures["paragraph"]
    return "\n".join(" ".join(sentences[start : start + size]) for start in range(0, len(sentences), size))


def _sentence(source: random.Random, words: Distribution, subject: Sequence[str], bounds: tuple[int, int]) -> str:
    drawn = words.draw(source, source.randint(*bounds))
    share = _FIGURES["subject"]["share"]
    text = " ".join(source.choice(subject) if source.random() < share else each for each in drawn)
    return text[:1].upper() + text[1:]


def _words(source: random.Random) -> Distribution:
    """Return the words, most common first, with their weights."""
    figures = _FIGURES["words"]
    used = source.sample(syllables(), figures["syllables"])
    parts = Distribution(
        used, list(accumulate((n + figures["offset"]) ** -figures["exponent"] for n in range(len(used))))
    )
    short = used[: figures["short"]]
    rest = (_word(source, parts) for _ in range(figures["words"] - len(short)))
    weights = ((n + figures["offset"]) ** -figures["exponent"] for n in range(figures["words"]))
    return Distribution([*short, *rest], list(accumulate(weights)))


def _word(source: random.Random, used: Distribution) -> str:
    figures, chance = _FIGURES["words"], source.random()
    if chance < figures["compounds"]:
        return " ".join(used.draw(source, 2))
    if chance < figures["compounds"] + figures["names"]:
        return "".join(source.choices(_NAME_PARTS, k=4)).title()
    if chance < figures["compounds"] + figures["names"] + figures["numbers"]:
        return str(source.randint(1, 3000))
    return used.draw(source, 1)[0]


def _proportions(shares: Mapping[str, int]) -> Distribution:
    return Distribution(list(shares), list(accumulate(shares.values())))

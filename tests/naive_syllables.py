"""The Vietnamese syllable of the slow, obvious twin: every onset with every rime, tones separately.

It imports nothing that it checks.
"""

import re
import unicodedata
from itertools import product

from unidecode import unidecode

DASHES = "[‐‑‒–—−]"
TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aeiouyăâêôơư"
ONSETS_WRITTEN = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES_WRITTEN = """
a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uê uêch uên uênh uơ uân uâng uât uây
uy uya uych uyn uynh uyp uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
ONSETS = ["", *ONSETS_WRITTEN.split()]
RIMES = RIMES_WRITTEN.split()
RIMES_OF_Q = ["ôc", "ych", "ynh", "yt"]
BARE_LETTER = dict(zip("ăâđêôơư", "aadeoou", strict=True))


def decompose(text: str) -> str:
    """Return the text in lower case, every accent after its letter, all dashes alike."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ð", "đ")
    return re.sub(DASHES, "-", unicodedata.normalize("NFD", text))


def compose(text: str) -> str:
    """Return the text in lower case, composed."""
    return unicodedata.normalize("NFC", decompose(text))


def toneless(text: str) -> str:
    """Return the text in lower case with shapes and strokes, but without tones."""
    return compose(re.sub(f"[{TONES}]", "", decompose(text)))


def tones_of(text: str) -> str:
    """Return the tones in the text, in order."""
    return "".join(accent for accent in decompose(text) if accent in TONES)


def skeleton(text: str) -> str:
    """Return the Latin letters of the text without accents."""
    return unidecode(compose(text)).lower()


def spellable(onset: str, rime: str) -> bool:
    """Return whether a rime may follow an onset: k gh ngh go before e ê i y, c g ng before other letters."""
    if onset == "qu":
        return rime[0] in "aăâeêiơy" or rime in RIMES_OF_Q
    if onset in ("c", "g", "ng", "k", "gh", "ngh"):
        front = rime[0] in "eêiy"
        return front == (onset in ("k", "gh", "ngh")) or (onset == "g" and rime[0] == "i")
    return True


COMPLETE = {a + b for a in ONSETS for b in RIMES + RIMES_OF_Q if spellable(a, b) and (a == "qu" or b in RIMES)}
TYPABLE = {
    "".join(letters)
    for syllable in COMPLETE
    for letters in product(*({letter, BARE_LETTER.get(letter, letter)} for letter in syllable))
}


def is_syllable(text: str) -> bool:
    """Return whether the text is a syllable of the grammar, shapes complete or left bare."""
    tones = tones_of(text)
    stopped = toneless(text).endswith(("c", "ch", "k", "p", "t"))
    return toneless(text) in TYPABLE and len(tones) <= 1 and not (stopped and tones not in ("", "\u0301", "\u0323"))


def placed(text: str) -> str:
    """Return a syllable with its tone in the traditional position; other words unchanged."""
    plain, tone = toneless(text), tones_of(text)
    if not tone or not is_syllable(text):
        return compose(text)
    onset = re.match(f"(?:qu|gi)(?=[{VOWELS}])|", plain)
    vowels = [i for i in range(onset.end() if onset else 0, len(plain)) if plain[i] in VOWELS]
    shaped = [i for i in vowels if plain[i] in BARE_LETTER]
    closed = vowels[-1] < len(plain) - 1
    at = shaped[-1] if shaped else vowels[-1] if closed else vowels[len(vowels) // 3]
    return compose(plain[: at + 1] + tone + plain[at + 1 :])

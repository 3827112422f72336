"""Word -> word pieces and case shape, exactly as `src/model/wordpiece.rs` does it.

Example: `Pieces(vocab).encode("Zürich's")` -> the ids of `zurich`, `'`, `s`.
"""

import re
import unicodedata
from functools import lru_cache

MAX_PIECES = 12  # of one word: the tail of a long URL tells nothing
MAX_CHARS = 100  # longer runs are one unknown piece, as in BERT

# Typographic variants the treebanks hardly have: read as the plain sign they know.
NORMALISE = {ord(k): v for k, v in {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "´": "'", "…": "...",
}.items()}
INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd]")


def is_punct(c: str) -> bool:
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or (o > 127 and unicodedata.category(c)[0] == "P")


def is_cjk(c: str) -> bool:
    o = ord(c)
    return 0x3400 <= o <= 0x4DBF or 0x4E00 <= o <= 0x9FFF or 0xF900 <= o <= 0xFAFF or 0x20000 <= o <= 0x2FA1F


def chunks(word: str) -> list[str]:
    """BERT's basic tokenisation of one word: lower case, no accents, punctuation and ideographs apart."""
    text = INVISIBLE.sub("", word).translate(NORMALISE).lower()
    out, run = [], ""
    for c in unicodedata.normalize("NFD", text):
        if unicodedata.category(c)[0] == "M":
            continue
        if c.isspace():
            out, run = out + [run], ""
        elif is_punct(c) or is_cjk(c):
            out, run = out + [run, c], ""
        else:
            run += c
    return [c for c in out + [run] if c]


class Pieces:
    def __init__(self, vocab: list[str]):
        self.vocab = vocab
        self.ids = {p: i for i, p in enumerate(vocab)}
        self.unk, self.cls, self.sep = (self.ids[s] for s in ("[UNK]", "[CLS]", "[SEP]"))
        self.encode = lru_cache(200_000)(self._encode)

    def _chunk(self, chunk: str) -> list[int]:
        if len(chunk) > MAX_CHARS:
            return [self.unk]
        out, start = [], 0
        while start < len(chunk):
            for end in range(len(chunk), start, -1):
                piece = self.ids.get(("##" if start else "") + chunk[start:end])
                if piece is not None:
                    break
            else:
                return [self.unk]
            out.append(piece)
            start = end
        return out

    def _encode(self, word: str) -> tuple[int, ...]:
        out = [p for c in chunks(word) for p in self._chunk(c)]
        return tuple(out[:MAX_PIECES]) or (self.unk,)


# Case shapes; the second dozen is for the first word of a sentence, where a capital says little.
SHAPES = ["mark", "lower", "capital", "single", "upper", "mixed", "digits", "number", "alnum", "punct", "caseless", "other"]
N_SHAPES = 2 * len(SHAPES)


def shape(word: str, first: bool) -> int:
    return _shape(word) + (len(SHAPES) if first else 0)


@lru_cache(200_000)
def _shape(word: str) -> int:
    upper = sum(c.isupper() for c in word)
    lower = sum(c.islower() for c in word)
    digit = sum(unicodedata.category(c)[0] == "N" for c in word)
    alpha = sum(c.isalpha() for c in word)
    if digit and (upper or lower):
        return 8
    if digit:
        return 6 if digit == len(word) else 7
    if upper == 0 and lower == 0:
        return 10 if alpha else 9
    if upper == 0:
        return 1
    if lower == 0:
        return 3 if upper == 1 else 4
    # An initial capital may follow an apostrophe or an opening sign, as in "'Tis".
    head = next(c for c in word if c.isupper() or c.islower())
    return 2 if upper == 1 and head.isupper() else 5


def prune(vocab: list[str]) -> list[int]:
    """Indices of the pieces worth shipping: Latin letters, digits, signs; no unused slots, no other scripts."""
    def keep(p: str) -> bool:
        if p in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
            return True
        if p.startswith("[unused"):
            return False
        return all(ord(c) < 0x250 or 0x2010 <= ord(c) <= 0x22FF for c in p)
    return [i for i, p in enumerate(vocab) if keep(p)]

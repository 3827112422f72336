"""Sentences -> padded tensors, with the augmentations that make the model sturdy on headlines and unseen names."""

import random
from dataclasses import dataclass, replace

import torch

from data import TAGS, Sentence
from wordpiece import Pieces, shape

WINDOW = 300  # pieces of one training sentence


@dataclass
class Batch:
    sentences: list[Sentence]
    pieces: torch.Tensor
    shapes: torch.Tensor
    lengths: torch.Tensor
    word_of: torch.Tensor  # piece -> row of its word: 0 root, 1.. words, n_words + 1 the rest
    piece_counts: torch.Tensor
    word_shapes: torch.Tensor
    head_mask: torch.Tensor
    n_words: int


def collate(sentences: list[Sentence], pieces: Pieces, hide: float = 0.0, rng: random.Random | None = None) -> Batch:
    """`hide`: share of the words whose pieces are replaced by [UNK] (word dropout)."""
    n_words = max(len(s.words) for s in sentences)
    rows = []
    for s in sentences:
        ids, shapes, word_of, counts, word_shapes = [pieces.cls], [0], [0], [1], [0]
        for i, word in enumerate(s.words):
            sub = pieces.encode(word)
            if hide and rng.random() < hide:
                sub = (pieces.unk,) * len(sub)
            form = shape(word, i == 0)
            ids += sub
            shapes += [form] * len(sub)
            word_of += [i + 1] * len(sub)
            counts.append(len(sub))
            word_shapes.append(form)
        rows.append((ids + [pieces.sep], shapes + [0], word_of + [n_words + 1], counts, word_shapes))

    def pad(column, value, width):
        return torch.tensor([r[column] + [value] * (width - len(r[column])) for r in rows])

    width = max(len(r[0]) for r in rows)
    lengths = torch.tensor([len(r[0]) for r in rows])
    word_lengths = torch.tensor([len(s.words) for s in sentences])
    return Batch(sentences, pad(0, 0, width), pad(1, 0, width), lengths, pad(2, n_words + 1, width), pad(3, 1, n_words + 1).float(),
                 pad(4, 0, n_words + 1), torch.arange(n_words + 1)[None] <= word_lengths[:, None], n_words)


class Targets:
    """Gold indices, -100 where nothing is annotated."""

    def __init__(self, batch: Batch, index, scripts):
        def rows(get):
            out = torch.full((len(batch.sentences), batch.n_words), -100)
            for i, s in enumerate(batch.sentences):
                values = get(s)
                if values is not None:
                    out[i, : len(values)] = torch.tensor(values)
            return out

        def column(name):
            table = index[name]
            return rows(lambda s: None if getattr(s, name) is None else [table.get(v, -100) for v in getattr(s, name)])

        self.tags = [column("upos"), column("xpos"), column("feats")]
        self.tags.append(rows(lambda s: s.lemmas and [index["scripts"].get(scripts(f, m), -100) for f, m in zip(s.words, s.lemmas)]))
        self.deprels = column("deprels")
        self.heads = rows(lambda s: s.heads)
        self.names = torch.zeros(len(batch.sentences), batch.n_words, len(TAGS), dtype=torch.bool)
        for i, s in enumerate(batch.sentences):
            for j, allowed in enumerate(s.names or ()):
                for tag in allowed:
                    self.names[i, j, index["names"][tag]] = True


class Augment:
    """Case changes (the pieces are uncased, so only shapes change), missing full stops, swapped names."""

    def __init__(self, train: list[Sentence], gazetteers: dict[str, list[tuple[str, ...]]], rng: random.Random):
        self.rng = rng
        self.listed: dict[tuple[str, int], list[tuple[str, ...]]] = {}
        for kind, names in gazetteers.items():
            for words in names:
                self.listed.setdefault((kind, len(words)), []).append(words)
        self.pools: dict[tuple[str, int], list[tuple[str, ...]]] = {}
        for s in train:
            for start, end, kind in name_spans(s):
                words = s.words[start:end]
                if swappable(words, kind):
                    self.pools.setdefault((kind, end - start), []).append(words)

    def __call__(self, s: Sentence) -> Sentence:
        rng = self.rng
        if s.names and rng.random() < 0.35:
            s = self.swap_names(s)
        if s.heads and s.words[-1] in ".!" and len(s.words) not in s.heads and rng.random() < 0.15:
            cut = {k: getattr(s, k)[:-1] for k in ("words", "upos", "xpos", "feats", "lemmas", "heads", "deprels", "names") if getattr(s, k)}
            s = replace(s, **cut) if len(s.words) > 1 else s
        r = rng.random()
        change = str.lower if r < 0.04 else str.upper if r < 0.08 else headline if r < 0.12 else None
        return replace(s, words=tuple(map(change, s.words)), lemmas=None) if change else s

    def swap_names(self, s: Sentence) -> Sentence:
        words, lemmas = list(s.words), list(s.lemmas) if s.lemmas else None
        for start, end, kind in name_spans(s):
            pools = [p for p in (self.pools.get((kind, end - start)), self.listed.get((kind, end - start))) if p]
            if not pools or self.rng.random() < 0.5 or not swappable(words[start:end], kind):
                continue
            if s.upos and any(u != "PROPN" for u in s.upos[start:end]):
                continue
            words[start:end] = self.rng.choice(self.rng.choice(pools))
            if kind == "PER" and end - start == 2:  # any first name goes with any last name
                words[end - 1] = self.rng.choice(self.rng.choice(pools))[1]
            if lemmas:
                lemmas[start:end] = words[start:end]
        return replace(s, words=tuple(words), lemmas=tuple(lemmas) if lemmas else None)


def swappable(words, kind: str) -> bool:
    return kind == "MALWARE" or kind in ("PER", "LOC", "ORG") and all(w[0].isupper() and w.isalpha() for w in words)


def name_spans(s: Sentence):
    """(start, end, type) of the names annotated beyond doubt."""
    start = None
    sets = [*(s.names or ()), frozenset(["O"])]
    for i, allowed in enumerate(sets):
        tag = next(iter(allowed)) if len(allowed) == 1 else "O"
        if start is not None and tag[0] != "I":
            yield start, i, next(iter(sets[start]))[2:]
            start = None
        if tag[0] == "B":
            start = i


def headline(word: str) -> str:
    return word[:1].upper() + word[1:] if len(word) > 3 else word


def batches(sentences: list[Sentence], pieces: Pieces, limit: int, rng: random.Random) -> list[list[Sentence]]:
    """Groups of similar length with at most `limit` padded pieces, in random order."""
    def length(s):
        return 2 + sum(len(pieces.encode(w)) for w in s.words)

    sized = sorted(((length(s) * rng.uniform(0.9, 1.1), length(s), s) for s in sentences), key=lambda t: t[0])
    out, group, widest = [], [], 0
    for _, n, s in sized:
        if n > WINDOW:
            continue
        if group and max(widest, n) * (len(group) + 1) > limit:
            out.append(group)
            group, widest = [], 0
        group.append(s)
        widest = max(widest, n)
    out.append(group)
    rng.shuffle(out)
    return out

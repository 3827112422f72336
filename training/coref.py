"""Trains the coreference ranker of `src/model/ranker.rs`: `coref.py SAMPLES coref.bin`.

SAMPLES is a folder made by `coref_data.py`: what `dateline annotate --format coref` says of each document (mentions with vectors, possible
antecedents, features), with the gold entities. The loss is the negative log of the probability of all gold antecedents together (Lee et
al. 2017), where no antecedent is one choice. Of GAP only the two names are known: pronouns and noun phrases there count neither way.
"""

import argparse
import json
import random
import struct
from pathlib import Path

import numpy as np
import torch
from torch import nn

from export import MAGIC, VERSION, f32

CUT, PAIR, ALONE, COMPARED = 48, 64, 32, 32
NEAR = 30  # candidates learned from beside the gold ones
WEIGHTS = {"news": 2.0, "bio": 1.5, "gap": 1.0}


class Ranker(nn.Module):
    def __init__(self, pair_features: int, alone_features: int, dropout: float = 0.3):
        super().__init__()
        self.cut = nn.Linear(384, CUT)
        self.later = nn.Linear(CUT, PAIR + COMPARED + ALONE, bias=False)
        self.earlier = nn.Linear(CUT, PAIR + COMPARED, bias=False)
        # The last row is common to all: the bias.
        self.pair_features = nn.EmbeddingBag(pair_features + 1, PAIR, mode="sum")
        self.alone_features = nn.EmbeddingBag(alone_features + 1, ALONE, mode="sum")
        self.pair_out, self.alone_out = nn.Linear(PAIR, 1, bias=False), nn.Linear(ALONE, 1)
        for table in (self.pair_features, self.alone_features):
            nn.init.normal_(table.weight, std=0.05)
        self.input_dropout, self.dropout = nn.Dropout(0.2), nn.Dropout(dropout)

    def see(self, vectors):
        cut = self.dropout(self.cut(self.input_dropout(vectors)).relu())
        return self.later(cut), self.earlier(cut)

    def forward(self, vectors, sample, pair):
        """`sample`: mention and features; `pair`: sample, mention and features. Scores of no antecedent and of the pairs."""
        later, earlier = self.see(vectors)
        later = later[sample[0]]
        b = earlier[pair[1]]
        hidden = later[:, :PAIR][pair[0]] + b[:, :PAIR] + self.features(self.pair_features, pair[2])
        compared = (later[:, PAIR:PAIR + COMPARED][pair[0]] * b[:, PAIR:]).sum(1)
        pairs = self.pair_out(self.dropout(hidden.relu())).squeeze(1) + compared
        hidden = later[:, PAIR + COMPARED:] + self.features(self.alone_features, sample[1])
        return self.alone_out(self.dropout(hidden.relu())).squeeze(1), pairs

    def features(self, table, ids):
        common = torch.full((len(ids), 1), table.num_embeddings - 1)
        return table(torch.cat([ids, common], 1))


class Document:
    """Tensors of one document; `gold[i]` for every choice 1 right, 0 wrong, -1 unknown, the first choice being no antecedent."""

    def __init__(self, raw: dict, near: int | None):
        self.name, self.weight = raw["name"], WEIGHTS.get(raw["genre"], 1.0)
        self.vectors = torch.tensor(np.array([m["vector"] for m in raw["mentions"]], dtype=np.float32).reshape(-1, 384) / 1000)
        self.samples, self.own, pair_at, pair_of, features, self.gold = [], [], [], [], [], []
        for (mention, own, candidates), labels in zip(raw["samples"], raw["labels"]):
            if labels is None:
                continue
            chosen = [k for k, g in enumerate(labels[1:]) if near is None or k < near or g == 1]
            self.gold.append([labels[0]] + [labels[1 + k] for k in chosen])
            for k in chosen:
                pair_at.append(len(self.samples))
                pair_of.append(candidates[k][0])
                features.append(candidates[k][1])
            self.samples.append(mention)
            self.own.append(own)
        self.sample = torch.tensor(self.samples, dtype=torch.long), torch.tensor(self.own, dtype=torch.long)
        self.pair = (torch.tensor(pair_at, dtype=torch.long), torch.tensor(pair_of, dtype=torch.long), torch.tensor(features, dtype=torch.long))


def batches(documents: list[Document], size: int = 150):
    batch, count = [], 0
    for d in documents:
        if d.samples and len(d.pair[0]):
            batch.append(d)
            count += len(d.samples)
        if count >= size:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def collate(batch: list[Document]):
    vectors = torch.cat([d.vectors for d in batch])
    sample, own, at, of, features, gold, weights = [], [], [], [], [], [], []
    mentions = samples = 0
    for d in batch:
        sample.append(d.sample[0] + mentions)
        own.append(d.sample[1])
        at.append(d.pair[0] + samples)
        of.append(d.pair[1] + mentions)
        features.append(d.pair[2])
        gold += d.gold
        weights += [d.weight] * len(d.samples)
        mentions += len(d.vectors)
        samples += len(d.samples)
    width = max(map(len, gold))
    table = torch.full((len(gold), width), -1)
    for row, g in zip(table, gold):
        row[:len(g)] = torch.tensor(g)
    return vectors, (torch.cat(sample), torch.cat(own)), (torch.cat(at), torch.cat(of), torch.cat(features)), table, torch.tensor(weights)


def choices(alone, pairs, at, gold):
    """Scores of all choices as rows; what does not exist or is not known is out of the question."""
    scores = torch.full(gold.shape, -1e9)
    scores[:, 0] = alone
    place = torch.arange(len(at)) - torch.searchsorted(at, at) + 1
    scores = scores.index_put((at, place), pairs)
    return scores.masked_fill(gold < 0, -1e9)


def loss_of(model, batch):
    vectors, sample, pair, gold, weights = collate(batch)
    scores = choices(*model(vectors, sample, pair), pair[0], gold)
    right = scores.masked_fill(gold != 1, -1e9)
    losses = scores.logsumexp(1) - right.logsumexp(1)
    return (losses * weights).sum() / weights.sum()


def train(documents: list[Document], counts: tuple[int, int], epochs: int, seed: int, log=print):
    torch.manual_seed(seed)
    random.seed(seed)
    model = Ranker(*counts)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    order = list(documents)
    steps = epochs * sum(1 for _ in batches(order))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 20, max(0.02, 1 - s / steps)))
    for epoch in range(epochs):
        random.shuffle(order)
        total = n = 0.0
        for batch in batches(order):
            loss = loss_of(model.train(), batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, n = total + loss.item(), n + 1
        log(f"epoch {epoch + 1}: loss {total / n:.4f}", flush=True)
    return model.eval()


def export(model: Ranker, path: Path):
    entries = {
        "cut": f32(model.cut.weight), "cut.bias": f32(model.cut.bias), "later": f32(model.later.weight), "earlier": f32(model.earlier.weight),
        "pair.features": f32(model.pair_features.weight), "alone.features": f32(model.alone_features.weight),
        "pair.out": f32(model.pair_out.weight), "alone.out": f32(model.alone_out.weight), "alone.bias": f32(model.alone_out.bias),
    }
    at = 16 + sum(4 + len(k) + 1 + 4 + 4 + 8 + 8 for k in entries)
    rows, bulk = b"", b""
    for name, (kind, n, m, data) in entries.items():
        bulk += b"\0" * (-(at + len(bulk)) % 64)
        rows += struct.pack("<I", len(name)) + name.encode() + struct.pack("<BIIQQ", kind, n, m, at + len(bulk), len(data))
        bulk += data
    path.write_bytes(struct.pack("<8sII", MAGIC, VERSION, len(entries)) + rows + bulk)


@torch.no_grad()
def golden(model: Ranker, counts: tuple[int, int], path: Path):
    """Scores of made-up mentions, which the program must find too: vector `k` is sin(0.37 (k + 1) (i + 1)), features are multiples."""
    def vector(k: int):
        return torch.sin(0.37 * (k + 1) * (torch.arange(384, dtype=torch.float64) + 1)).float()

    with path.open("w") as out:
        for k in range(8):
            vectors = torch.stack([vector(k), vector(k + 8)])
            own, pair = (torch.tensor([[(131 * k + 57 * i) % n for i in range(size)]]) for n, size in ((counts[1], 15), (counts[0], 26)))
            alone, score = model(vectors, (torch.tensor([0]), own), (torch.tensor([0]), torch.tensor([1]), pair))
            print(k, f"{alone.item():.4f}", f"{score.item():.4f}", sep="\t", file=out)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("samples", type=Path)
    args.add_argument("out", type=Path)
    args.add_argument("--golden", type=Path, help="src/model/ranker.tsv")
    args.add_argument("--epochs", type=int, default=6)
    args.add_argument("--seed", type=int, default=1)
    args = args.parse_args()
    torch.set_num_threads(1)
    raw = [json.loads(line) for line in (args.samples / "train.jsonl").open()]
    model = train([Document(d, NEAR) for d in raw], tuple(raw[0]["features"]), args.epochs, args.seed)
    with torch.no_grad():
        export(model, args.out)
    if args.golden:
        golden(model, tuple(raw[0]["features"]), args.golden)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

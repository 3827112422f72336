"""Trains the coreference ranker of `src/model/ranker.rs`: `coref.py SAMPLES coref.bin`.

SAMPLES is a folder made by `coref_data.py`: what `dateline annotate --format coref` says of each document (mentions with vectors, possible
antecedents, features), with the gold entities. The loss is the negative log of the probability of all gold antecedents together (Lee et
al. 2017), where no antecedent is one choice. Of GAP only is known whether one pronoun means each of two names: the loss there is of the
probability that it leads to the right name, be it over other pronouns.

*He* and *she* have a network of their own, learned from GAP and the documents together; the other one, for all other mentions, is learned from
the documents alone.
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
WIDTH = 42  # features of a pair at most
SHARED = 145  # values of the templates that are filled for all mentions, of templates.rs
NEAR = 30  # candidates learned from beside the gold ones
WEIGHTS = {"news": 2.0, "bio": 1.5}
GROUPS = 10  # of info.rs; the first one is *he* and *she*
PASSAGES = 3.0  # weight of the passages of GAP beside the documents
PASSES = 5  # how often a passage is seen while a document is seen once
RUNNING = 0.99  # share of the weights so far in the running mean that is kept


class Ranker(nn.Module):
    def __init__(self, pair_features: int, alone_features: int, dropout: float = 0.3):
        super().__init__()
        self.cut = nn.Linear(384, CUT)
        self.later = nn.Linear(CUT, PAIR + COMPARED + ALONE, bias=False)
        self.earlier = nn.Linear(CUT, PAIR + COMPARED, bias=False)
        # The last row is common to all: the bias. The one before it, of the pairs, is nothing: mentions but *he* and *she* have fewer features.
        self.pair_features = nn.EmbeddingBag(pair_features + 2, PAIR, mode="sum", padding_idx=pair_features)
        self.alone_features = nn.EmbeddingBag(alone_features + 1, ALONE, mode="sum")
        self.pair_out, self.alone_out = nn.Linear(PAIR, 1, bias=False), nn.Linear(ALONE, 1)
        for table in (self.pair_features, self.alone_features):
            nn.init.normal_(table.weight, std=0.05)
        with torch.no_grad():
            self.pair_features.weight[pair_features] = 0
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
        self.vectors, nothing = vectors_of(raw), raw["features"][0]
        self.samples, self.own, pair_at, pair_of, features, self.gold = [], [], [], [], [], []
        for (mention, own, candidates), labels in zip(raw["samples"], raw["labels"]):
            chosen = [k for k, g in enumerate(labels[1:]) if near is None or k < near or g == 1]
            self.gold.append([labels[0]] + [labels[1 + k] for k in chosen])
            for k in chosen:
                pair_at.append(len(self.samples))
                pair_of.append(candidates[k][0])
                features.append(candidates[k][1] + [nothing] * (WIDTH - len(candidates[k][1])))
            self.samples.append(mention)
            self.own.append(own)
        self.sample = torch.tensor(self.samples, dtype=torch.long), torch.tensor(self.own, dtype=torch.long)
        self.pair = (torch.tensor(pair_at, dtype=torch.long), torch.tensor(pair_of, dtype=torch.long), torch.tensor(features, dtype=torch.long))


def vectors_of(raw: dict):
    return torch.tensor(np.array([m["vector"] for m in raw["mentions"]], dtype=np.float32).reshape(-1, 384) / 1000)


class Passage:
    """Tensors of a passage of GAP: *he* and *she* up to the one in question, each with the chains of names and the earlier pronouns that it
    may mean. What the other pronouns mean is not known; they are learned as ways to the one that is."""

    def __init__(self, raw: dict):
        self.name, gap = raw["name"], raw["gap"]
        persons = [s for s in raw["samples"] if s[1][0] % GROUPS == 0 and s[0] <= gap["pronoun"]]
        row_of = {s[0]: k for k, s in enumerate(persons)}
        firsts = sorted({raw["mentions"][b]["first"] for _, _, c in persons for b, _ in c} | {*gap["right"], *gap["wrong"]})
        column = {first: k for k, first in enumerate(firsts)}
        used = sorted({m for s in persons for m in [s[0], *(b for b, _ in s[2])]})
        place = {m: k for k, m in enumerate(used)}
        self.vectors = vectors_of(raw)[used]
        self.sample = torch.tensor([place[s[0]] for s in persons]), torch.tensor([s[1] for s in persons])
        pairs = [(k, b, f) for k, s in enumerate(persons) for b, f in s[2]]
        self.pair = (torch.tensor([k for k, _, _ in pairs], dtype=torch.long), torch.tensor([place[b] for _, b, _ in pairs], dtype=torch.long),
                     torch.tensor([f for _, _, f in pairs], dtype=torch.long))
        # Which chain of names each pair leads to, or which earlier pronoun.
        earlier = [(row_of.get(b, -1), column[raw["mentions"][b]["first"]]) for _, b, _ in pairs]
        self.to_row = [r for r, _ in earlier]
        self.to_column = [c if r < 0 else -1 for r, c in earlier]
        self.right, self.wrong = [[column[f] for f in gap[side]] for side in ("right", "wrong")]
        self.rows, self.columns = len(persons), len(firsts)


def meanings(model, passages: list[Passage]):
    """For every passage the probabilities of the chains of names for the pronoun in question, by way of the earlier pronouns."""
    vectors = torch.cat([p.vectors for p in passages])
    rows, columns = max(p.rows for p in passages), max(p.columns for p in passages)
    sample, own, at, of, features, to_row, to_column, document, row = [], [], [], [], [], [], [], [], []
    mentions = samples = 0
    for d, p in enumerate(passages):
        sample.append(p.sample[0] + mentions)
        own.append(p.sample[1])
        at.append(p.pair[0] + samples)
        of.append(p.pair[1] + mentions)
        features.append(p.pair[2])
        # the one in question stands in the last row
        row.append(p.pair[0] + rows - p.rows)
        document.append(torch.full((len(p.pair[0]),), d))
        to_row += [r if r < 0 else r + rows - p.rows for r in p.to_row]
        to_column += p.to_column
        mentions += len(p.vectors)
        samples += p.rows
    at, document, row = torch.cat(at), torch.cat(document), torch.cat(row)
    to_row, to_column = torch.tensor(to_row), torch.tensor(to_column)
    alone, pairs = model(vectors, (torch.cat(sample), torch.cat(own)), (at, torch.cat(of), torch.cat(features)))
    top = alone.detach().scatter_reduce(0, at, pairs.detach(), "amax")
    weight, none = (pairs - top[at]).exp(), (alone - top).exp()
    total = none.scatter_add(0, at, weight)
    share = weight / total[at]
    named = to_column >= 0
    direct = torch.zeros(len(passages), rows, columns)
    direct = direct.index_put((document[named], row[named], to_column[named]), share[named], accumulate=True)
    links = torch.zeros(len(passages), rows, rows)
    links = links.index_put((document[~named], row[~named], to_row[~named]), share[~named], accumulate=True)
    means = []
    for k in range(rows):
        means.append(direct[:, k] + sum((links[:, k, j, None] * means[j] for j in range(k)), torch.zeros(len(passages), columns)))
    return means[-1]


def loss_of_passages(model, passages: list[Passage]):
    means = meanings(model, passages)
    right, wrong = (torch.zeros_like(means) for _ in range(2))
    for d, p in enumerate(passages):
        right[d, p.right] = 1
        wrong[d, p.wrong] = 1
    is_known = right.sum(1) > 0
    probability = torch.where(is_known, (means * right).sum(1), 1 - (means * wrong).sum(1))
    return -probability.clamp(1e-4, 1).log().mean()


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


def train(documents: list[Document], passages: list[Passage], counts: tuple[int, int], epochs: int, seed: int, log=print):
    torch.manual_seed(seed)
    random.seed(seed)
    model = Ranker(*counts)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    order, mean = list(documents), [p.detach().clone() for p in model.parameters()]
    size = sum(1 for _ in batches(order))
    steps, share = epochs * size, int(len(passages) * PASSES / size) + 1 if passages else 0
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 20, max(0.02, 1 - s / steps)))
    for epoch in range(epochs):
        random.shuffle(order)
        random.shuffle(passages)
        total = [0.0, 0.0]
        for k, batch in enumerate(batches(order)):
            some = [passages[i % len(passages)] for i in range(k * share, (k + 1) * share)]
            losses = [loss_of(model.train(), batch), loss_of_passages(model, some) if some else torch.zeros(())]
            loss = losses[0] + PASSAGES * losses[1]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total = [t + l.item() for t, l in zip(total, losses)]
            with torch.no_grad():
                for m, p in zip(mean, model.parameters()):
                    m.lerp_(p, 1 - RUNNING)
        log(f"epoch {epoch + 1}: loss {total[0] / size:.4f}, passages {total[1] / size:.4f}", flush=True)
    with torch.no_grad():
        for m, p in zip(mean, model.parameters()):
            p.copy_(m)
    return model.eval()


def tensors(model: Ranker) -> dict:
    """What the program reads of a network; the tables of features are two more."""
    return {
        "cut": model.cut.weight, "cut.bias": model.cut.bias, "later": model.later.weight, "earlier": model.earlier.weight,
        "pair.common": model.pair_features.weight[-1], "alone.common": model.alone_features.weight[-1],
        "pair.out": model.pair_out.weight, "alone.out": model.alone_out.weight, "alone.bias": model.alone_out.bias,
    }


@torch.no_grad()
def load(path: Path, counts: tuple[int, int]) -> tuple[Ranker, Ranker]:
    """The networks of a file of weights, of *he* and *she* and of all else."""
    data, at, found = path.read_bytes(), 16, {}
    for _ in range(struct.unpack_from("<8sII", data)[2]):
        size = struct.unpack_from("<I", data, at)[0]
        name = data[at + 4:at + 4 + size].decode()
        _, _, _, start, length = struct.unpack_from("<BIIQQ", data, at + 4 + size)
        found[name] = torch.tensor(np.frombuffer(data[start:start + length], dtype=np.float32).copy())
        at += 4 + size + struct.calcsize("<BIIQQ")
    models = Ranker(*counts), Ranker(*counts)
    for whom, model in zip(("persons", "others"), models):
        for name, tensor in tensors(model).items():
            tensor.copy_(found[f"{whom}.{name}"].reshape(tensor.shape))
        for name, table, count in (("pair", model.pair_features, counts[0]), ("alone", model.alone_features, counts[1])):
            table.weight[:count] = found[f"{name}.features"].reshape(count, -1)
        model.eval()
    return models


def rows_of_persons(counts: tuple[int, int]) -> tuple[list[int], list[int]]:
    """Which features of pairs and of mentions are those of *he* and *she*."""
    return [*range(0, SHARED * GROUPS, GROUPS), *range(SHARED * GROUPS, counts[0])], [*range(0, counts[1], GROUPS)]


@torch.no_grad()
def export(persons: Ranker, others: Ranker, counts: tuple[int, int], path: Path):
    entries = {f"{whom}.{name}": f32(tensor) for whom, model in (("persons", persons), ("others", others)) for name, tensor in tensors(model).items()}
    tables = others.pair_features.weight[:counts[0]].clone(), others.alone_features.weight[:counts[1]].clone()
    own = persons.pair_features.weight, persons.alone_features.weight
    for table, rows, from_table in zip(tables, rows_of_persons(counts), own):
        table[rows] = from_table[rows]
    entries |= {"pair.features": f32(tables[0]), "alone.features": f32(tables[1])}
    at = 16 + sum(4 + len(k) + 1 + 4 + 4 + 8 + 8 for k in entries)
    rows, bulk = b"", b""
    for name, (kind, n, m, data) in entries.items():
        bulk += b"\0" * (-(at + len(bulk)) % 64)
        rows += struct.pack("<I", len(name)) + name.encode() + struct.pack("<BIIQQ", kind, n, m, at + len(bulk), len(data))
        bulk += data
    path.write_bytes(struct.pack("<8sII", MAGIC, VERSION, len(entries)) + rows + bulk)


@torch.no_grad()
def golden(persons: Ranker, others: Ranker, counts: tuple[int, int], path: Path):
    """Scores of made-up mentions, which the program must find too: vector `k` is sin(0.37 (k + 1) (i + 1)), features are multiples."""
    def vector(k: int):
        return torch.sin(0.37 * (k + 1) * (torch.arange(384, dtype=torch.float64) + 1)).float()

    with path.open("w") as out:
        for k in range(8):
            vectors = torch.stack([vector(k), vector(k + 8)])
            own, pair = (torch.tensor([[(131 * k + 57 * i) % n for i in range(size)]]) for n, size in ((counts[1], 15), (counts[0], 26)))
            model = others if k % 2 else persons
            alone, score = model(vectors, (torch.tensor([0]), own), (torch.tensor([0]), torch.tensor([1]), pair))
            print(k, f"{alone.item():.4f}", f"{score.item():.4f}", sep="\t", file=out)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("samples", type=Path, nargs="?")
    args.add_argument("out", type=Path)
    args.add_argument("--blank", type=int, nargs=2, metavar=("PAIR", "MENTION"), help="write untrained weights for so many features")
    args.add_argument("--golden", type=Path, help="src/model/ranker.tsv")
    args.add_argument("--others", type=Path, help="weights of which all but *he* and *she* are kept as they are")
    args.add_argument("--epochs", type=int, nargs=2, default=(9, 6), metavar=("PERSONS", "OTHERS"))
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--fold", type=int, help="part of GAP development that is not learned from")
    args = args.parse_args()
    torch.set_num_threads(1)
    if args.blank:
        export(Ranker(*args.blank), Ranker(*args.blank), tuple(args.blank), args.out)
        return
    raw = [json.loads(line) for line in (args.samples / "train.jsonl").open()]
    documents = [Document(d, NEAR) for d in raw if d["genre"] != "gap"]
    passages = [Passage(d) for d in raw if d["genre"] == "gap" and d["gap"] and (args.fold is None or d["fold"] != args.fold)]
    counts = tuple(raw[0]["features"])
    persons = train(documents, passages, counts, args.epochs[0], args.seed)
    others = load(args.others, counts)[1] if args.others else train(documents, [], counts, args.epochs[1], args.seed)
    export(persons, others, counts, args.out)
    if args.golden:
        # the file has the rows of both
        golden(*load(args.out, counts), counts, args.golden)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

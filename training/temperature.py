"""Temperatures that make the model's probabilities keep their word: `temperature.py DATA MODEL.bin > temperatures.toml`.

For each of part of speech, head and name the one divisor of the scores under which what the model chooses on EWT dev is
least surprising, seen as right or wrong. A name is right if span and type are, and its probability is the mean of its words'.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import data
import tree
from batch import batches, collate
from data import TAGS, spans
from evaluate import SCORED, _Steady, viterbi
from train import stored
from wordpiece import Pieces


@torch.no_grad()
def decisions(model, sentences):
    """Of each kind: a list of (rows of scores, chosen columns, right)."""
    pieces, out = Pieces(model.inventory.vocab), {"upos": [], "head": [], "name": []}
    for group in batches(sentences, pieces, 4000, _Steady()):
        batch = collate(group, pieces)
        tags, names, arcs, _ = model(batch)
        for i, s in enumerate(group):
            n = len(s.words)
            heads = tree.decode(arcs[i, :n, : n + 1].double().numpy())
            for k in range(n):
                best = int(tags[0][i, k].argmax())
                out["upos"].append((tags[0][i, k : k + 1].numpy(), [best], model.inventory.upos[best] == s.upos[k]))
                out["head"].append((arcs[i, k : k + 1, : n + 1].numpy(), [int(heads[k])], heads[k] == s.heads[k]))
            if s.gold_names:
                rows = names[i, :n].double().numpy()
                path = viterbi(rows)
                for start, end, kind in spans(path):
                    if kind in SCORED[s.source]:
                        chosen = [TAGS.index(t) for t in path[start:end]]
                        out["name"].append((rows[start:end], chosen, (start, end, kind) in spans(s.gold_names)))
    return out


def probability(rows, chosen, temperature) -> float:
    rows = rows / temperature
    p = np.exp(rows - rows.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    return float(p[np.arange(len(chosen)), chosen].mean())


def surprise(cases, temperature) -> float:
    p = np.clip([probability(rows, chosen, temperature) for rows, chosen, _ in cases], 1e-6, 1 - 1e-6)
    right = np.array([r for *_, r in cases])
    return float(-np.log(np.where(right, p, 1 - p)).mean())


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("data", type=Path)
    args.add_argument("model", type=Path)
    args = args.parse_args()
    torch.set_num_threads(1)
    sets = data.load(args.data)
    print("# Divisors of the scores before they become probabilities, fitted on EWT dev by training/temperature.py.")
    for kind, cases in decisions(stored(args.model), sets["ewt-dev"]).items():
        grid = np.arange(0.8, 4.01, 0.1)
        print(f"{kind} = {min(grid, key=lambda t: surprise(cases, t)):.1f}", flush=True)


if __name__ == "__main__":
    main()

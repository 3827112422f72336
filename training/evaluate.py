"""Scores a checkpoint on the measured sets and prints one table: `evaluate.py DATA CHECKPOINT`."""

import argparse
from pathlib import Path

import numpy as np
import torch

import data
import lemma
import tree
from batch import batches, collate
from data import TAGS, spans
from wordpiece import Pieces


def viterbi(scores: np.ndarray) -> list[str]:
    """Best tag sequence in which I-X only follows B-X or I-X."""
    banned = np.array([[b[0] == "I" and a[1:] != b[1:] for b in TAGS] for a in TAGS]) * -1e9
    best = scores[0] + np.array([t[0] == "I" for t in TAGS]) * -1e9
    back = []
    for row in scores[1:]:
        step = best[:, None] + banned
        back.append(step.argmax(0))
        best = step.max(0) + row
    path = [int(best.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [TAGS[t] for t in reversed(path)]


@torch.no_grad()
def predict(model, sentences, limit: int = 4000):
    """Sentence -> dict of predictions, in the order given."""
    inv = model.inventory
    pieces = Pieces(inv.vocab)
    known = {tuple(e.split("\t")[:2]): e.split("\t")[2] for e in inv.known_lemmas}
    model.eval()
    done = {}
    order = {id(s): i for i, s in enumerate(sentences)}
    groups = [[s] for s in sentences] if limit == 0 else batches(sentences, pieces, limit, _Steady())
    for group in groups:
        batch = collate(group, pieces)
        tags, names, arcs, words = model(batch)
        heads = torch.zeros(len(group), batch.n_words, dtype=torch.long)
        for i, s in enumerate(group):
            n = len(s.words)
            heads[i, :n] = torch.tensor(tree.decode(arcs[i, :n, : n + 1].double().numpy()))
        labels = model.label_logits(words, heads)
        labels[..., inv.deprels.index("root")] = -1e9  # the label of the root word, and of no other
        best = [t.argmax(-1) for t in tags]
        for i, s in enumerate(group):
            n = len(s.words)
            upos = [inv.upos[k] for k in best[0][i, :n]]
            h = heads[i, :n].tolist()
            done[order[id(s)]] = {
                "upos": upos,
                "xpos": [inv.xpos[k] for k in best[1][i, :n]],
                "feats": [inv.feats[k] for k in best[2][i, :n]],
                "lemmas": [known.get((w.lower(), u)) or lemma.apply(w, inv.scripts[k])
                           for w, u, k in zip(s.words, upos, best[3][i, :n])],
                "heads": h,
                "deprels": ["root" if g == 0 else inv.deprels[k] for g, k in zip(h, labels[i, :n].argmax(-1))],
                "names": viterbi(names[i, :n].double().numpy()),
            }
    model.train()
    return [done.get(i) for i in range(len(sentences))]


class _Steady:
    """A stand-in for `random.Random` that leaves the order alone."""

    def uniform(self, a, b):
        return 1.0

    def shuffle(self, items):
        pass


def score(sentences, predictions) -> dict[str, float]:
    n = ok_u = ok_x = ok_f = ok_l = uas = las = 0
    hit = found = gold = 0
    for s, p in zip(sentences, predictions):
        if p is None:
            continue
        if s.heads:
            n += len(s.words)
            for k in range(len(s.words)):
                ok_u += p["upos"][k] == s.upos[k]
                ok_x += p["xpos"][k] == s.xpos[k]
                ok_f += p["feats"][k] == s.feats[k]
                ok_l += p["lemmas"][k] == s.lemmas[k]
                right = p["heads"][k] == s.heads[k]
                uas += right
                las += right and p["deprels"][k] == s.deprels[k]
        if s.gold_names:
            g = spans(s.gold_names)
            f = {x for x in spans(p["names"]) if x[2] in SCORED[s.source]}
            g = {x for x in g if x[2] in SCORED[s.source]}
            hit, found, gold = hit + len(g & f), found + len(f), gold + len(g)
    out = {}
    if n:
        out |= {"UPOS": ok_u / n, "XPOS": ok_x / n, "FEATS": ok_f / n, "lemma": ok_l / n, "UAS": uas / n, "LAS": las / n}
    if gold:
        out |= {"names P": hit / max(found, 1), "names R": hit / gold, "names F1": 2 * hit / max(found + gold, 1)}
    return {k: round(100 * v, 2) for k, v in out.items()}


SCORED = {"ewt": {"PER", "ORG", "LOC"}, "wikigold": {"PER", "ORG", "LOC"}, "wnut": {"PER", "ORG", "LOC"},
          "crossner": {"PER", "ORG", "LOC", "EVENT"}, "cyner": {"MALWARE", "PRODUCT", "ORG", "VULN"}}


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("data", type=Path)
    args.add_argument("checkpoint", type=Path)
    args.add_argument("--sets", default="ewt-dev,ewt-test,gum-dev,gum-test,wikigold-dev,crossner-test,cyner-test,wnut-dev")
    args = args.parse_args()
    torch.set_num_threads(1)
    from train import restore
    model = restore(args.checkpoint)
    sets = data.load(args.data)
    print("| set | UPOS | XPOS | FEATS | lemma | UAS | LAS | names P | names R | names F1 |\n|" + "---|" * 10)
    for name in args.sets.split(","):
        got = score(sets[name], predict(model, sets[name]))
        cells = [f"{got[k]:.1f}" if k in got else "" for k in ("UPOS", "XPOS", "FEATS", "lemma", "UAS", "LAS", "names P", "names R", "names F1")]
        print("| " + " | ".join([name, *cells]) + " |", flush=True)


if __name__ == "__main__":
    main()

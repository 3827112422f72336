"""Trains tagger, lemmatiser, parser and name tagger together: `train.py DATA ENCODER OUT --minutes 80`.

The schedule runs on the clock: warm-up, then a linear fall to zero at the end of `--minutes`. A checkpoint with the
optimiser's state is written every few minutes; started again with the same OUT, training goes on from there.
"""

import argparse
import json
import math
import random
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch.nn import functional as F

import data
import lemma
from batch import Augment, Targets, batches, collate
from evaluate import predict, score
from export import LABELS, read, tensors
from model import Inventory, Model
from wordpiece import N_SHAPES, Pieces, prune

SHARE = {"wnut": 0.3, "cyner": 0.5}  # of a corpus in one pass; the others whole
INFLECTED = {"VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS", "RBR", "RBS"}
WARM_UP, ENCODER_LR, HEAD_LR = 0.05, 2e-4, 1.2e-3


def build_inventory(train, vocab) -> Inventory:
    trees = [s for s in train if s.heads]

    def frequent(values, least):
        return [v for v, n in sorted(Counter(values).items(), key=lambda p: (-p[1], p[0])) if n >= least]

    scripts = frequent((lemma.script(f, m) for s in trees for f, m in zip(s.words, s.lemmas)), 6)
    scripts = [r for r in scripts if r and r[1].isdigit()]
    return Inventory(
        vocab=vocab,
        upos=frequent((u for s in trees for u in s.upos), 1),
        xpos=frequent((x for s in trees for x in s.xpos), 1),
        feats=frequent((f for s in trees for f in s.feats), 4),
        scripts=scripts,
        deprels=frequent((r for s in trees for r in s.deprels), 2),
        names=data.TAGS,
        known_lemmas=known_lemmas(trees),
    )


def known_lemmas(trees) -> list[str]:
    """Lines "form<TAB>UPOS<TAB>lemma" for inflected forms that the treebanks always give one lemma."""
    seen, inflected = {}, set()
    for s in trees:
        for form, upos, xpos, m in zip(s.words, s.upos, s.xpos, s.lemmas):
            if upos not in ("PROPN", "X", "PUNCT", "SYM", "NUM") and form.isalpha() and m.islower():
                key = form.lower(), upos
                seen.setdefault(key, Counter())[m] += 1
                if xpos in INFLECTED or key[0] != m:
                    inflected.add(key)
    return ["\t".join([*key, next(iter(seen[key]))]) for key in sorted(inflected) if len(seen[key]) == 1]


def load_encoder(model: Model, path: Path, kept: list[int]):
    """Copies a BERT-like checkpoint (safetensors, Hugging Face names) into our encoder."""
    w = load_file(path / "model.safetensors")
    w = {k.removeprefix("bert."): v for k, v in w.items()}
    enc = model.encoder
    with torch.no_grad():
        # The token type is always 0: its vector joins the positions.
        enc.words.weight.copy_(w["embeddings.word_embeddings.weight"][kept])
        enc.positions.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
        enc.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        enc.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(enc.layers):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                getattr(layer.qkv, kind).copy_(torch.cat([w[f"{p}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]))
                for ours, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                     ("inner", "intermediate.dense"), ("outer", "output.dense"), ("norm2", "output.LayerNorm")):
                    getattr(getattr(layer, ours), kind).copy_(w[f"{p}{theirs}.{kind}"])
    enc.words.weight.requires_grad_(False)
    enc.positions.weight.requires_grad_(False)


def stored(path: Path) -> Model:
    """The model of a file that `export.py` wrote: its 8-bit weights as floats."""
    saved = read(path)
    model = Model(Inventory(**{name: saved[name] for name in LABELS}), N_SHAPES)
    with torch.no_grad():
        for name, parameters in tensors(model).items():
            for ours, theirs in zip(parameters, saved[name]):
                for part, values in zip(ours, torch.tensor(theirs).split([len(p) for p in ours])):
                    part.copy_(values.view_as(part))
    return model.eval()


def restore(path: Path) -> Model:
    saved = torch.load(path, weights_only=True)
    model = Model(Inventory(**saved["inventory"]), N_SHAPES, saved["layers"])
    model.load_state_dict(saved["model"])
    return model.eval()


def loss_of(model, batch, targets) -> torch.Tensor:
    tags, names, arcs, words = model(batch)

    def ce(logits, gold, smooth=0.0):
        if not (gold >= 0).any():
            return logits.sum() * 0
        return F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100, label_smoothing=smooth)

    loss = sum(weight * ce(t, g) for weight, t, g in zip((0.6, 0.6, 0.5, 0.4), tags, targets.tags))
    # Names: log of the summed probability of the allowed tags.
    known = targets.names.any(-1)
    if known.any():
        p = names[known].log_softmax(-1).masked_fill(~targets.names[known], -1e9).logsumexp(-1)
        loss = loss - 2.0 * p.mean()
    if (targets.heads >= 0).any():
        loss = loss + ce(arcs, targets.heads)
        loss = loss + ce(model.label_logits(words, targets.heads.clamp(min=0)), targets.deprels)
    return loss


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("data", type=Path)
    args.add_argument("encoder", type=Path, help="folder with model.safetensors and vocab.txt")
    args.add_argument("out", type=Path)
    args.add_argument("--minutes", type=float, default=80)
    args.add_argument("--layers", type=int, default=6)
    args.add_argument("--pieces", type=int, default=640, help="padded pieces of one batch")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--eval-minutes", type=float, default=12)
    args = args.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)

    sets = data.load(args.data)
    vocab = (args.encoder / "vocab.txt").read_text(encoding="utf8").split("\n")
    kept = prune([v for v in vocab if v])
    inventory = build_inventory(sets["train"], [vocab[i] for i in kept])
    model = Model(inventory, N_SHAPES, args.layers)
    load_encoder(model, args.encoder, kept)
    pieces = Pieces(inventory.vocab)
    index = {k: {v: i for i, v in enumerate(getattr(inventory, k))} for k in ("upos", "xpos", "feats", "scripts", "deprels", "names")}
    augment = Augment(sets["train"], data.gazetteers(args.data), rng)

    slow = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("encoder.") and "shapes" not in n]
    fast = [p for n, p in model.named_parameters() if p.requires_grad and not (n.startswith("encoder.") and "shapes" not in n)]
    peaks = (ENCODER_LR, HEAD_LR)
    optimiser = torch.optim.AdamW([{"params": slow}, {"params": fast}], lr=HEAD_LR, betas=(0.9, 0.98), weight_decay=0.01)
    last = args.out / "last.pt"
    spent, step = 0.0, 0
    if last.exists():
        saved = torch.load(last, weights_only=True)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        spent, step = saved["spent"], saved["step"]
        rng.seed(args.seed + step)
    budget = args.minutes * 60
    started = time.time() - spent
    log = (args.out / "log.jsonl").open("a")

    def save(path, **more):
        state = {"inventory": asdict(inventory), "layers": args.layers, "model": model.state_dict(), **more}
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def report(**row):
        row = {"minutes": round((time.time() - started) / 60, 1), "step": step, **row}
        print(json.dumps(row), flush=True)
        print(json.dumps(row), file=log, flush=True)

    report(train=len(sets["train"]), vocab=len(kept), scripts=len(inventory.scripts), feats=len(inventory.feats),
           known_lemmas=len(inventory.known_lemmas), labels=len(inventory.deprels))
    next_eval, next_save = spent + args.eval_minutes * 60, spent + 240
    total, count, passes = 0.0, 0, 0
    while time.time() - started < budget:
        groups = batches(data.epoch(sets["train"], SHARE, rng), pieces, args.pieces, rng)
        passes += 1
        for group in groups:
            done = (time.time() - started) / budget
            if done >= 1:
                break
            scale = min(done / WARM_UP, 1.0) * max(1 - done, 0.0) / (1 - WARM_UP) if done > WARM_UP else done / WARM_UP
            for part, peak in zip(optimiser.param_groups, peaks):
                part["lr"] = peak * min(scale, 1.0)
            batch = collate([augment(s) for s in group], pieces, hide=0.05, rng=rng)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model, batch, Targets(batch, index, lemma.script))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(slow + fast, 2.0)
            optimiser.step()
            step, total, count = step + 1, total + loss.item(), count + 1
            if step % 50 == 0:
                report(loss=round(total / count, 3), of_pass=len(groups), passes=passes)
                total, count = 0.0, 0
                if not math.isfinite(loss.item()):
                    raise SystemExit("the loss is not finite: lower the learning rates")
            now = time.time() - started
            if now > next_eval and budget - now > 240:
                next_eval = now + args.eval_minutes * 60
                report(dev=score(sets["ewt-dev"], predict(model, sets["ewt-dev"])))
            if now > next_save:
                next_save = now + 240
                save(last, optimiser=optimiser.state_dict(), spent=now, step=step)
    save(args.out / "final.pt")
    report(dev=score(sets["ewt-dev"], predict(model, sets["ewt-dev"])))


if __name__ == "__main__":
    main()

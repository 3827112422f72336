"""Checkpoint -> the weights file the Rust side loads: `export.py CHECKPOINT MODEL.bin`.

Layout: magic, version, number of entries; a table of (name, kind, rows, columns, offset, length); then the data.
Matrices are 8-bit with one scale an output row, already interleaved for the integer dot product: for every panel of 64
outputs, four consecutive inputs of each output lie together. Rows are padded to 64 with zeros.
"""

import argparse
import struct
from pathlib import Path

import numpy as np
import torch

from train import restore
from wordpiece import SHAPES

MAGIC, VERSION, PANEL = b"DTLNMODL", 1, 64
F32, LINEAR, TABLE, STRINGS = range(4)


def quantise(w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scale = np.maximum(np.abs(w).max(1), 1e-8) / 127
    return np.rint(w / scale[:, None]).astype(np.int8), scale.astype("<f4")


def linear(w: torch.Tensor, b: torch.Tensor) -> tuple[int, int, int, bytes]:
    rows, columns = w.shape
    padded = -(-rows // PANEL) * PANEL
    q, scale = quantise(w.numpy())
    q = np.pad(q, ((0, padded - rows), (0, 0)))
    packed = q.reshape(padded // PANEL, PANEL, columns // 4, 4).transpose(0, 2, 1, 3)
    scale = np.pad(scale, (0, padded - rows))
    bias = np.pad(b.numpy().astype("<f4"), (0, padded - rows))
    sums = q.astype("<i4").sum(1).astype("<i4")
    return LINEAR, rows, columns, packed.tobytes() + scale.tobytes() + sums.tobytes() + bias.tobytes()


def table(w: torch.Tensor) -> tuple[int, int, int, bytes]:
    q, scale = quantise(w.numpy())
    return TABLE, *w.shape, q.tobytes() + scale.tobytes()


def f32(w: torch.Tensor) -> tuple[int, int, int, bytes]:
    w = w.reshape(1, -1) if w.dim() == 1 else w
    return F32, *w.shape, w.numpy().astype("<f4").tobytes()


def strings(values: list[str]) -> tuple[int, int, int, bytes]:
    assert not any("\n" in v for v in values)
    return STRINGS, len(values), 0, "\n".join(values).encode()


def entries(model) -> dict[str, tuple[int, int, int, bytes]]:
    inv, enc, out = model.inventory, model.encoder, {}
    for name in ("vocab", "upos", "xpos", "feats", "scripts", "deprels", "names", "known_lemmas"):
        out[name] = strings(getattr(inv, name))
    out["shape_names"] = strings(SHAPES)
    out["words"], out["positions"] = table(enc.words.weight), table(enc.positions.weight)
    out["shapes"], out["word_shapes"] = f32(enc.shapes.weight), f32(model.word_shapes.weight)
    out["norm.gain"], out["norm.bias"] = f32(enc.norm.weight), f32(enc.norm.bias)
    for i, layer in enumerate(enc.layers):
        for part in ("qkv", "out", "inner", "outer"):
            m = getattr(layer, part)
            out[f"layer{i}.{part}"] = linear(m.weight, m.bias)
        for part in ("norm1", "norm2"):
            m = getattr(layer, part)
            out[f"layer{i}.{part}.gain"], out[f"layer{i}.{part}.bias"] = f32(m.weight), f32(m.bias)
    # Everything that reads the word vectors is one matrix.
    first = [model.tag_mlp[0], model.name_mlp[0], model.arc_dep[0], model.arc_head[0], model.label_dep, model.label_head]
    out["heads"] = linear(torch.cat([m.weight for m in first]), torch.cat([m.bias for m in first]))
    for name in ("tags", "names", "arc_u", "labels"):
        m = getattr(model, name)
        out["head." + name] = linear(m.weight, m.bias)
    return out


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("checkpoint", type=Path)
    args.add_argument("out", type=Path)
    args = args.parse_args()
    parts = entries(restore(args.checkpoint).requires_grad_(False))
    header = struct.pack("<8sII", MAGIC, VERSION, len(parts))
    at = len(header) + sum(4 + len(k.encode()) + 1 + 4 + 4 + 8 + 8 for k in parts)
    rows, bulk = b"", b""
    for name, (kind, n, m, data) in parts.items():
        bulk += b"\0" * (-(at + len(bulk)) % 64)
        rows += struct.pack("<I", len(name)) + name.encode() + struct.pack("<BIIQQ", kind, n, m, at + len(bulk), len(data))
        bulk += data
    args.out.write_bytes(header + rows + bulk)
    print(f"{args.out}: {(len(header) + len(rows) + len(bulk)) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

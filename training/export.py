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

from wordpiece import SHAPES

MAGIC, VERSION, PANEL = b"DTLNMODL", 1, 64
F32, LINEAR, TABLE, STRINGS = range(4)
LABELS = ("vocab", "upos", "xpos", "feats", "scripts", "deprels", "names", "known_lemmas")


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


def tensors(model) -> dict[str, list[list[torch.Tensor]]]:
    """Entry -> its matrix, and its bias if it is a projection, each as the parameters it is stacked of."""
    enc, out = model.encoder, {}
    out["words"], out["positions"] = [[enc.words.weight]], [[enc.positions.weight]]
    out["shapes"], out["word_shapes"] = [[enc.shapes.weight]], [[model.word_shapes.weight]]
    out["norm.gain"], out["norm.bias"] = [[enc.norm.weight]], [[enc.norm.bias]]
    for i, layer in enumerate(enc.layers):
        for part in ("qkv", "out", "inner", "outer"):
            m = getattr(layer, part)
            out[f"layer{i}.{part}"] = [[m.weight], [m.bias]]
        for part in ("norm1", "norm2"):
            m = getattr(layer, part)
            out[f"layer{i}.{part}.gain"], out[f"layer{i}.{part}.bias"] = [[m.weight]], [[m.bias]]
    # Everything that reads the word vectors is one matrix.
    first = [model.tag_mlp[0], model.name_mlp[0], model.arc_dep[0], model.arc_head[0], model.label_dep, model.label_head]
    out["heads"] = [[m.weight for m in first], [m.bias for m in first]]
    for name in ("tags", "names", "arc_u", "labels"):
        m = getattr(model, name)
        out["head." + name] = [[m.weight], [m.bias]]
    return out


def entries(model) -> dict[str, tuple[int, int, int, bytes]]:
    out = {name: strings(getattr(model.inventory, name)) for name in LABELS}
    out["shape_names"] = strings(SHAPES)
    for name, parts in tensors(model).items():
        parts = [torch.cat(p) for p in parts]
        out[name] = linear(*parts) if len(parts) == 2 else table(*parts) if name in ("words", "positions") else f32(*parts)
    return out


def read(path: Path) -> dict[str, list]:
    """Entry -> its strings, or [matrix] or [matrix, bias] as floats."""
    data, out, at = path.read_bytes(), {}, 16
    for _ in range(struct.unpack_from("<8sII", data)[2]):
        length = struct.unpack_from("<I", data, at)[0]
        name = data[at + 4 : at + 4 + length].decode()
        kind, n, m, start, size = struct.unpack_from("<BIIQQ", data, at + 4 + length)
        at += 4 + length + 25
        bulk = data[start : start + size]
        if kind == STRINGS:
            out[name] = bulk.decode().split("\n") if n else []
        elif kind == F32:
            out[name] = [np.frombuffer(bulk, "<f4").reshape(n, m).squeeze(0) if n == 1 else np.frombuffer(bulk, "<f4").reshape(n, m)]
        elif kind == TABLE:
            q, scale = np.frombuffer(bulk, np.int8, n * m), np.frombuffer(bulk, "<f4", n, n * m)
            out[name] = [q.reshape(n, m) * scale[:, None]]
        else:
            padded = -(-n // PANEL) * PANEL
            q = np.frombuffer(bulk, np.int8, padded * m).reshape(padded // PANEL, m // 4, PANEL, 4).transpose(0, 2, 1, 3)
            scale, _, bias = np.split(np.frombuffer(bulk, "<f4", 3 * padded, padded * m), 3)
            out[name] = [(q.reshape(padded, m) * scale[:, None])[:n], bias[:n].copy()]
    return out


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("checkpoint", type=Path)
    args.add_argument("out", type=Path)
    args = args.parse_args()
    from train import restore
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

"""The network: a MiniLM encoder over word pieces, one vector a word, and four heads (tags, names, arcs, labels).

Written in plain PyTorch so that every tensor has one obvious counterpart in `src/model/`.
"""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

HIDDEN, ATTENTION_HEADS, INNER = 384, 12, 1536
TAG_DIM, NAME_DIM, ARC_DIM, LABEL_DIM = 384, 256, 256, 256
MAX_POSITIONS = 512


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x, mask, dropout):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + dropout(self.out(a.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.norm2(x + dropout(self.outer(F.gelu(self.inner(x)))))


class Encoder(nn.Module):
    def __init__(self, vocab_size: int, n_shapes: int, n_layers: int, dropout: float = 0.1):
        super().__init__()
        self.words = nn.Embedding(vocab_size, HIDDEN)
        self.positions = nn.Embedding(MAX_POSITIONS, HIDDEN)
        self.shapes = nn.Embedding(n_shapes, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(n_layers))
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.shapes.weight, std=0.02)

    def forward(self, pieces, shapes, lengths):
        positions = torch.arange(pieces.shape[1])
        x = self.words(pieces) + self.positions(positions) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        inside = positions[None] < lengths[:, None]
        mask = torch.zeros(inside.shape, dtype=x.dtype).masked_fill(~inside, -1e4)[:, None, None]
        if torch.is_autocast_enabled("cpu"):
            mask = mask.bfloat16()
        for layer in self.layers:
            x = layer(x, mask, self.dropout)
        return x


def mlp(out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(HIDDEN, out), nn.GELU(), nn.Dropout(0.25))


@dataclass
class Inventory:
    """The label sets, in the order of the output columns."""

    vocab: list[str]
    upos: list[str]
    xpos: list[str]
    feats: list[str]
    scripts: list[str]
    deprels: list[str]
    names: list[str]
    known_lemmas: list[str]  # "form<TAB>UPOS<TAB>lemma"


class Model(nn.Module):
    def __init__(self, inventory: Inventory, n_shapes: int, n_layers: int = 6):
        super().__init__()
        inv = self.inventory = inventory
        self.sizes = [len(inv.upos), len(inv.xpos), len(inv.feats), len(inv.scripts)]
        self.encoder = Encoder(len(inv.vocab), n_shapes, n_layers)
        self.word_shapes = nn.Embedding(n_shapes, HIDDEN)
        nn.init.normal_(self.word_shapes.weight, std=0.1)
        self.tag_mlp, self.tags = mlp(TAG_DIM), nn.Linear(TAG_DIM, sum(self.sizes))
        self.name_mlp, self.names = mlp(NAME_DIM), nn.Linear(NAME_DIM, len(inv.names))
        # Arc scores: (U gelu(dependent)) . gelu(head), and a bias a head; U is `arc_u`.
        self.arc_dep, self.arc_head = mlp(ARC_DIM), mlp(ARC_DIM)
        self.arc_u = nn.Linear(ARC_DIM, ARC_DIM)
        nn.init.normal_(self.arc_u.weight, std=0.5 / math.sqrt(ARC_DIM))
        # Labels, scored for the chosen head only: a biaffine tensor of rank LABEL_DIM inside one hidden layer.
        self.label_dep, self.label_head = nn.Linear(HIDDEN, 2 * LABEL_DIM), nn.Linear(HIDDEN, 2 * LABEL_DIM)
        self.labels = nn.Linear(LABEL_DIM, len(inv.deprels))
        self.drop = nn.Dropout(0.25)

    def forward(self, batch):
        """Word vectors -> (tag logits, name logits, arc scores [b, words, 1 + words], label function)."""
        x = self.encoder(batch.pieces, batch.shapes, batch.lengths)
        # Mean of a word's pieces; row 0 is the root, represented by [CLS].
        b, n = batch.word_of.shape
        words = torch.zeros(b, batch.n_words + 2, HIDDEN, dtype=torch.float32)
        words.scatter_add_(1, batch.word_of[..., None].expand(-1, -1, HIDDEN), x.float())
        words = words[:, : batch.n_words + 1] / batch.piece_counts[..., None]
        words = words + self.word_shapes(batch.word_shapes)
        w = words[:, 1:]
        tags = self.tags(self.tag_mlp(w)).float().split(self.sizes, -1)
        names = self.names(self.name_mlp(w)).float()
        dep, head = self.arc_u(self.arc_dep(w)), self.arc_head(words)
        with torch.autocast("cpu", enabled=False):
            arcs = dep.float() @ head.float().transpose(1, 2)
            arcs = arcs.masked_fill(~batch.head_mask[:, None], -1e9)
        return tags, names, arcs, words

    def label_logits(self, words, heads):
        """Label scores of each word (rows 1..) under the given heads (0 = root)."""
        d, m = self.label_dep(self.drop(words[:, 1:])).chunk(2, -1)
        h = words.gather(1, heads[..., None].expand(-1, -1, HIDDEN))
        e, p = self.label_head(self.drop(h)).chunk(2, -1)
        return self.labels(self.drop(F.gelu(d + e + m * p))).float()

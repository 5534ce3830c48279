#!/bin/sh
# Linkage beside its peers, whole processes, one after the other. usage: run.sh DATA_DIR VENV_PYTHON
# DATA_DIR holds persons_{latin,multi}_N_s11.{csv,parquet} of gen_persons.py; VENV_PYTHON has splink 5.0.0,
# recordlinkage 0.16, clkhash 0.18.3, anonlink 0.15.3.
set -eu
data=$1 python=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
bin=${CARGO_TARGET_DIR:-$root/target}/release/examples
timed() { /usr/bin/time -f "  whole process: CPU %U + %S s, wall %e s, peak %M KB" "$@"; }

echo "== public sets"
for n in 1 2 3; do
    "$bin/evaluate" "$root/data/linkage/dataset$n.csv" febrl 2>/dev/null
    for tool in splink recordlinkage; do "$python" "$here/peers.py" $tool "$root/data/linkage/dataset$n.csv" febrl 2>/dev/null; done
done
"$bin/evaluate" "$root/data/linkage/splink_fake_1000.csv" cluster 2>/dev/null
for tool in splink recordlinkage; do "$python" "$here/peers.py" $tool "$root/data/linkage/splink_fake_1000.csv" fake 2>/dev/null; done

echo "== own persons"
for set in latin_50000 multi_50000 latin_1000000; do
    "$bin/evaluate" "$data/persons_${set}_s11.csv" person 2>/dev/null
    timed "$bin/link" "$data/persons_${set}_s11.csv" --out "$data/pairs.csv" --clusters "$data/clusters.csv" --threads 2 2>&1 | grep -v " of "
    "$python" "$SHARED_BENCH/splink_persons_tuned.py" "$data/persons_${set}_s11.parquet" 2 1e7 2>/dev/null
done

echo "== cost from 10,000 to 1 million"
for n in 10000 100000 200000 1000000; do
    timed "$bin/link" "$data/persons_latin_${n}_s11.csv" --out "$data/pairs.csv" --threads 2 2>&1 | grep -E "records|whole"
done

echo "== one name against a million"
"$bin/search" "$data/persons_latin_1000000_s11.csv" 1000

echo "== private"
for set in latin_50000 multi_50000; do
    timed "$bin/private" "$data/persons_${set}_s11.csv" person 2>&1
    "$python" "$here/clk.py" "$data/persons_${set}_s11.csv" person
done

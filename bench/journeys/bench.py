#!/usr/bin/env python3
"""bench.py --gaps BIN --stored BIN --venv-python PY --generator gen_log.py --peer pm4py_dfg.py --work DIR [--tests CHECKOUT] [--events N] [--runs 5] [--peer-runs 3]

The journeys figures, each beside its bar: whole process, CPU seconds (user + system), peak memory, by os.wait4; medians.
GAPS is the example `gaps` of punte-journeys (the file of `punte gaps`), STORED the example `stored`, both built with
--release; PY an interpreter with pm4py, lifelines and r4pm or rustxes. pm4py reads, finds the graph, the durations and the
variants; gaps does the same, measures the waits with censoring as well and writes all of it.
Every bar is a line `BAR<TAB>done-line<TAB>what<TAB>figure<TAB>bar<TAB>met|missed|not run: why`.
Exit 1 when a bar is missed or the graphs differ."""
import argparse, csv, json, os, platform, statistics, subprocess, sys, tempfile

a = argparse.ArgumentParser()
for name in ("--gaps", "--stored", "--venv-python", "--generator", "--peer", "--work"):
    a.add_argument(name, required=True)
a.add_argument("--tests")
a.add_argument("--events", type=int, default=1_000_000)
a.add_argument("--runs", type=int, default=5)
a.add_argument("--peer-runs", type=int, default=3)
a = a.parse_args()
missed = []


def measure(command, runs):
    """Median CPU seconds, wall seconds and peak MB of whole processes."""
    rows = []
    for _ in range(runs):
        p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(p.pid, 0)
        if status:
            sys.exit(f"{command} ended with {status}")
        rows.append((used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    return [statistics.median(r[i] for r in rows) for i in (0, 1)]


def bar(line, what, value, text, good):
    """One figure beside its bar; LINE is the done-line of issue B. `cargo xtask bench --peers` gathers these lines."""
    print(f"BAR\t{line}\t{what}\t{value}\t{text}\t{'met' if good else 'missed'}", flush=True)
    if not good:
        missed.append(what)


def growth(events):
    log = os.path.join(a.work, f"log{events}")
    if not os.path.exists(log + ".csv"):
        subprocess.run([sys.executable, a.generator, str(events), "1", log], check=True, stdout=subprocess.DEVNULL)
    return log


versions = subprocess.run([a.venv_python, "-c", "import pm4py,lifelines,sys;print('pm4py',pm4py.__version__,'lifelines',lifelines.__version__,'Python',sys.version.split()[0])"], capture_output=True, text=True).stdout.strip().splitlines()[-1]
print(f"machine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {versions}")
out = tempfile.mkdtemp(dir=a.work)
log = growth(a.events)
for kind in ("csv", "xes"):
    outputs = [os.path.join(out, f"{n}.{kind}.csv") for n in ("dfg", "waiting", "variants")]
    ours = [a.gaps, f"{log}.{kind}", "--dfg", outputs[0], "--waiting", outputs[1], "--variants", outputs[2]]
    cpu, mb = measure(ours, a.runs)
    peer_cpu, peer_mb = measure([a.venv_python, a.peer, f"{log}.{kind}"], a.peer_runs)
    print(f"{a.events} events, {kind.upper()}: gaps {cpu:.2f} s CPU, {mb:.0f} MB; pm4py {peer_cpu:.2f} s CPU, {peer_mb:.0f} MB")
    bar(4, f"{a.events:,} events, {kind.upper()}, pm4py run beside: CPU", f"{peer_cpu / cpu:.1f} x less", "10 x", peer_cpu >= 10 * cpu)
    bar(4, f"{a.events:,} events, {kind.upper()}, pm4py run beside: memory", f"1/{peer_mb / mb:.1f}", "1/4", peer_mb >= 4 * mb)
    compare = """
import csv, sys, pandas as pd, pm4py
f, d = sys.argv[1:3]
if f.endswith('.csv'):
    df = pd.read_csv(f); df['time:timestamp'] = pd.to_datetime(df['time:timestamp'], format='ISO8601')
    log = pm4py.format_dataframe(df, case_id='case:concept:name', activity_key='concept:name', timestamp_key='time:timestamp')
else: log = pm4py.read_xes(f)
dfg, _, _ = pm4py.discover_dfg(log); perf, _, _ = pm4py.discover_performance_dfg(log)
rows = list(csv.DictReader(open(d)))
ours = {(r['from'], r['to']): int(r['count']) for r in rows}
assert ours == {k: int(v) for k, v in dfg.items()}, 'counts differ'
for r in rows:
    for k in ('mean', 'median', 'min', 'max'):
        x, y = float(r[k + '_seconds']), float(perf[r['from'], r['to']][k])
        assert abs(x - y) <= 1e-9 * max(1, abs(y)), (r, k, y)
v = len(pm4py.get_variants(log)); w = sum(1 for _ in csv.DictReader(open(sys.argv[3])))
assert v == w, (v, w)
print(len(ours), sum(ours.values()), v)
"""
    same = subprocess.run([a.venv_python, "-c", compare, f"{log}.{kind}", outputs[0], outputs[2]], capture_output=True, text=True)
    said = same.stdout.strip().splitlines()[-1] if same.returncode == 0 else same.stderr.strip().splitlines()[-1]
    bar(4, f"{kind.upper()} graph: edges, successions, variants", said, "equal to pm4py's, durations to 1e-9", same.returncode == 0)

stored = json.loads(subprocess.run([a.stored, f"{log}.csv"], capture_output=True, text=True, check=True).stdout)
bar(9, f"{stored['events']:,} stored events to a graph", f"{stored['graph_ms']:.2f} ms", "5 ms", stored["graph_ms"] < 5)
print(f"  also from memory: durations {stored['performance_ms']:.1f} ms, variants {stored['variants_ms']:.1f} ms, waits and Kaplan-Meier {stored['waits_ms']:.1f} ms")
print("growth (CSV, CPU s / MB):", end="")
for events in (1_000, 10_000, 100_000, a.events):
    cpu, mb = measure([a.gaps, growth(events) + ".csv", "--dfg", os.path.join(out, "g.csv")], 3)
    print(f"  {events}: {cpu:.3f} / {mb:.0f}", end="", flush=True)
print()
if a.tests:
    tests = subprocess.run(["cargo", "test", "--release", "-p", "punte-journeys", "--test", "lifelines", "--", "--nocapture"],
                           cwd=a.tests, capture_output=True, text=True)
    print("\n".join(line for line in tests.stdout.splitlines() if line.startswith("BAR\t")))
    missed += [] if tests.returncode == 0 else ["lifelines"]
else:
    print("BAR\t4\tKaplan-Meier, log-rank, cumulative incidence: largest difference from lifelines\t-\t1e-9\tnot run: --tests is missing")
sys.exit(bool(missed))

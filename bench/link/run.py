#!/usr/bin/env python3
"""Linkage beside its peers, whole processes, one after the other, every figure beside its bar.

    run.py --bin DIR --python VENV/bin/python --shared DIR [--data DIR] [--runs 5] [--full]

DIR of --bin holds the examples `evaluate`, `link`, `search` and `private` of punte-link, built with --release. The venv holds splink 5.0.0,
recordlinkage 0.16, clkhash 0.18.3, anonlink 0.15.3, pandas, pyarrow, faker, anyascii; --shared holds bench/gen_persons.py and
bench/splink_persons_tuned.py. --data is where generated tables are kept. --full adds 1 million rows (the peer needs 4 GB).
Every bar is a line `BAR<TAB>done-line<TAB>what<TAB>figure<TAB>bar<TAB>met|missed|not run: why`. Peers choose their threshold with the labels.
Exit 1 when a bar is missed.
"""
import argparse, json, os, re, statistics, subprocess, sys

p = argparse.ArgumentParser()
for name in ("bin", "python", "shared"):
    p.add_argument("--" + name, required=True)
p.add_argument("--data", default="bench-link")
p.add_argument("--runs", type=int, default=5)
p.add_argument("--full", action="store_true")
a = p.parse_args()
HERE = os.path.dirname(os.path.abspath(__file__))
PUBLIC = os.path.join(HERE, "..", "..", "data", "linkage")
os.makedirs(a.data, exist_ok=True)
missed = []


def say(line, what, value, bar, good):
    if not good:
        missed.append(what)
    print(f"BAR\t{line}\t{what}\t{value}\t{bar}\t{'met' if good else 'missed'}", flush=True)


def run(command):
    """Standard output, CPU seconds and peak MB of one whole process."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    text = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return text, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def own(example, *args):
    return run([os.path.join(a.bin, example), *args])


def last_json(text):
    return json.loads([line for line in text.splitlines() if line.startswith("{")][-1])


def cost(file):
    """Median CPU and memory of `punte link` reading, learning, scoring, clustering, writing."""
    runs = [own("link", file, "--out", os.path.join(a.data, "pairs.csv"), "--clusters", os.path.join(a.data, "clusters.csv"), "--threads", "2") for _ in range(a.runs)]
    return [statistics.median(r[i] for r in runs) for i in (1, 2)]


def persons(mode, n):
    stem = os.path.join(a.data, f"persons_{mode}_{n}_s11")
    if not os.path.exists(stem + ".parquet"):
        subprocess.run([a.python, os.path.join(a.shared, "bench", "gen_persons.py"), str(n), "11", stem + ".parquet", mode], check=True, stdout=subprocess.DEVNULL)
    if not os.path.exists(stem + ".csv"):
        subprocess.run([a.python, "-c", "import sys, pandas; pandas.read_parquet(sys.argv[1]).to_csv(sys.argv[2], index=False)", stem + ".parquet", stem + ".csv"], check=True)
    return stem


def public_sets():
    for file, truth, kind in [(f"dataset{n}.csv", "febrl", "febrl") for n in (1, 2, 3)] + [("splink_fake_1000.csv", "cluster", "fake")]:
        path = os.path.join(PUBLIC, file)
        ours = last_json(own("evaluate", path, truth)[0])
        for tool in ("splink", "recordlinkage"):
            peer = last_json(run([a.python, os.path.join(HERE, "peers.py"), tool, path, kind])[0])
            say(5, f"{file}, {tool} run beside: F1 of pairs at 0.5 (clusters {ours['clusters']:.4f})", f"{ours['half']:.4f}", f"{peer['F1']:.4f}", ours["half"] >= peer["F1"])


def own_persons(mode, n, f1_bar, recall_bar):
    stem = persons(mode, n)
    text, cpu, mb = own("evaluate", stem + ".csv", "person")
    ours, name = last_json(text), f"persons {mode} {n:,}"
    print("\n".join(line for line in text.splitlines() if not line.startswith("{")))
    say(5, f"{name}: F1 of clusters at 0.5", f"{ours['clusters']:.4f}", f1_bar, ours["clusters"] >= f1_bar)
    say(9, f"{name}: recall at 99 % precision", f"{ours['recall99']:.4f}", recall_bar, ours["recall99"] >= recall_bar)
    peer = last_json(run([a.python, os.path.join(a.shared, "bench", "splink_persons_tuned.py"), stem + ".parquet", "2", "1e7"])[0])
    say(5, f"{name}, Splink run beside: F1 of pairs at 0.5", f"{ours['half']:.4f}", f"{peer['F1']:.4f}", ours["half"] >= peer["F1"])
    cpu, mb = cost(stem + ".csv")
    bars = (5, 8) if n >= 1_000_000 else (1, 1)
    print(f"{name}: {cpu:.2f} CPU s, {mb:.0f} MB; Splink {peer['cpu_total']} CPU s, {peer['rss_mb']} MB")
    say(5, f"{name}, Splink run beside: CPU", f"{peer['cpu_total'] / cpu:.1f} x", bars[0], peer["cpu_total"] >= bars[0] * cpu)
    say(5, f"{name}, Splink run beside: memory", f"{peer['rss_mb'] / mb:.1f} x", bars[1], peer["rss_mb"] >= bars[1] * mb)


def search():
    text = own("search", persons("latin", 1_000_000) + ".csv", "2000")[0]
    print(text.strip())
    passed, busy = (float(ms) for ms in re.findall(r"p99 ([\d.]+) ms", text))
    # On a machine that others use, the time passed is mostly theirs: the processor time beside it tells.
    say(9, f"one name against 1 million persons: 99th percentile, one thread (processor time {busy:.2f} ms, load {os.getloadavg()[0]:.1f})", f"{passed:.2f} ms", "10 ms", passed < 10)


def private(mode):
    stem = persons(mode, 50_000)
    text, cpu, _ = own("private", stem + ".csv", "person")
    print(text.strip())
    rate, compared, f1 = (float(re.search(what, text).group(1)) for what in (r"\((\d+) a second\)", r"compared in ([\d.]+) s", r"best F1 ([\d.]+)"))
    peer = last_json(run([a.python, os.path.join(HERE, "clk.py"), stem + ".csv", "person"])[0])
    name = f"private comparison, persons {mode} 50,000, clkhash + anonlink run beside"
    say(5, f"{name}: F1", f"{f1:.4f}", f"{peer['F1']:.4f}", f1 >= peer["F1"])
    say(5, f"{name}: time to compare", f"{peer['compare_s'] / compared:.1f} x", 2, peer["compare_s"] >= 2 * compared)
    say(9, f"{name}: records encoded a second (its {peer['n'] / peer['hash_s']:.0f})", f"{rate / (peer['n'] / peer['hash_s']):.1f} x", 10, rate >= 10 * peer["n"] / peer["hash_s"])


print(f"{os.cpu_count()} CPUs; load {os.getloadavg()[0]:.1f}; medians of {a.runs}")
public_sets()
own_persons("latin", 50_000, 0.93, 0.80)
own_persons("multi", 50_000, 0.93, 0.80)
private("latin")
private("multi")
if a.full:
    own_persons("latin", 1_000_000, 0.88, 0.70)
    search()
    print("cost by size (CPU s, MB): " + "; ".join("{:,}: {:.2f}, {:.0f}".format(n, *cost(persons("latin", n) + ".csv")) for n in (10_000, 100_000, 200_000, 1_000_000)))
else:
    for line, what in ((5, "persons latin 1,000,000"), (9, "one name against 1 million persons")):
        print(f"BAR\t{line}\t{what}\t-\tsee --full\tnot run: --full is missing")
print("not reached: " + ("; ".join(missed) or "nothing"))
sys.exit(bool(missed))

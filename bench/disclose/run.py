#!/usr/bin/env python3
"""Ratios of Punte's disclosure commands against what a user would pick instead, beside their bars.

    run.py --punte BINARY --shared DIR --python VENV/bin/python [--work DIR] [--runs 5] [--full]

BINARY answers `counts`, `synth` and `release` (the `punte` binary, or the example `punte_disclose`); BENCH_CUBE, if given with
--cube, is the example `bench_cube`. The venv holds pac-synth 0.0.8, pandas, numpy and duckdb. CPU is user + system of the
whole process, memory its peak; medians of --runs for Punte, one run for peers that take minutes. --full adds 50,000 rows, 4-way and 1 million rows.
Figures of the Synthetic Data Showcase are recorded ones (docs/methods/disclose.md): its core is not in a registry.
"""
import argparse, collections, csv, itertools, json, os, resource, statistics, subprocess, sys, time

p = argparse.ArgumentParser()
for name in ("punte", "shared", "python"):
    p.add_argument("--" + name, required=True)
p.add_argument("--work", default="bench-disclose")
p.add_argument("--cube")
p.add_argument("--runs", type=int, default=5)
p.add_argument("--full", action="store_true")
a = p.parse_args()
for name in ("punte", "shared", "python", "cube"):
    if getattr(a, name):
        setattr(a, name, os.path.abspath(getattr(a, name)))
os.makedirs(a.work, exist_ok=True)
os.chdir(a.work)
GEN, PAC = (os.path.join(a.shared, "bench", f) for f in ("gen_ctdc.py", "run_pac.py"))
CUBE_SQL = """
import sys, itertools, duckdb
src, out, length, k = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
d = duckdb.connect(); d.execute("SET threads=2")
d.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{src}', all_varchar=true, header=true)")
cols = [r[0] for r in d.execute("DESCRIBE t").fetchall()]; n = 0
for size in range(1, length + 1):
    for pick in itertools.combinations(cols, size):
        names = ",".join('"%s"' % c for c in pick); filled = " AND ".join('"%s" IS NOT NULL' % c for c in pick)
        n += len(d.execute(f"SELECT {names}, count(*) FROM t WHERE {filled} GROUP BY {names} HAVING count(*) >= {k}").fetchall())
print(n)
"""
failed = []


def run(command):
    """CPU seconds, MB, wall seconds of one whole process."""
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: {error.decode()[-500:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, time.time() - start


def median(command):
    runs = [run(command) for _ in range(a.runs)]
    return tuple(statistics.median(column) for column in zip(*runs))


def once(name, command):
    """A peer's run, kept between calls because it takes minutes."""
    if not os.path.exists(name + ".json"):
        json.dump(run(command), open(name + ".json", "w"))
    return json.load(open(name + ".json"))


def data(mode, rows):
    name = f"{mode}_{rows}.csv"
    if not os.path.exists(name):
        subprocess.run([a.python, GEN, str(rows), "1", name, mode], check=True, stdout=subprocess.DEVNULL)
    return name


def say(what, value, bar, good, unit="x"):
    if not good:
        failed.append(what)
    print(f"  {'ok  ' if good else 'MISS'} {what}: {value:.4g}{unit}  (bar {bar})", flush=True)


def combinations(path, length):
    with open(path, newline="") as f:
        rows = csv.reader(f)
        names = next(rows)
        counts = [collections.Counter() for _ in range(length)]
        for row in rows:
            cells = [(i, v) for i, v in enumerate(row) if v != ""]
            for size in range(1, length + 1):
                counts[size - 1].update(itertools.combinations(cells, size))
    return counts


def quality(truth, path, length=3, k=10):
    out = []
    for true, made in zip(truth, combinations(path, length)):
        common = {c: n for c, n in true.items() if n >= k}
        out.append(dict(
            kept=100 * sum(c in made for c in common) / len(common),
            error=100 * sum(abs(n - made.get(c, 0)) / n for c, n in common.items()) / len(common),
            fabricated=sum(c not in true for c in made),
            rare=sum(0 < true.get(c, 0) < k for c in made)))
    return out


print(f"{os.cpu_count()} CPUs; load {os.getloadavg()[0]:.1f}; medians of {a.runs}")
SDS = {("sparse27", 3): (54.7, 1410), ("sparse27", 4): (160.8, 2801), ("dense20", 3): (437, 8352)}
QUIET = {("sparse27", 3): (29.3, 1410), ("sparse27", 4): (102, 2801), ("dense20", 3): (338, 8352)}
print("reportable counts, k = 10, 200,000 rows, against recorded figures of the Synthetic Data Showcase")
for (mode, length), (cpu, mb) in SDS.items():
    source = data(mode, 200000)
    ours = median([a.punte, "counts", source, "counts.csv", "--length", str(length), "--k", "10"])
    print(f" {mode} {length}-way: {ours[0]:.2f} CPU s, {ours[1]:.0f} MB, {ours[2]:.2f} s")
    say(f"{mode} {length}-way CPU", cpu / ours[0], "100", cpu / ours[0] >= 100)
    quiet = QUIET[mode, length][0]
    say(f"{mode} {length}-way CPU against the quiet figure", quiet / ours[0], "20 floor", quiet / ours[0] >= 20)
    say(f"{mode} {length}-way memory", mb / ours[1], "20", mb / ours[1] >= 20)
ours = median([a.punte, "counts", data("dense20", 200000), "counts.csv", "--length", "4", "--k", "10"])
print(f" dense20 4-way (the peer does not fit 24 GB): {ours[0]:.2f} CPU s, {ours[1]:.0f} MB")
source = data("sparse27", 200000)
ours = median([a.punte, "counts", source, "counts.csv", "--length", "3", "--k", "10"])
open("cube.py", "w").write(CUBE_SQL)
sql = once("duckdb_sparse27_3", [a.python, "cube.py", source, "x", "3", "10"])
print(f" beside: DuckDB, one query a column set: {sql[0]:.1f} CPU s, {sql[1]:.0f} MB: {sql[0] / ours[0]:.0f} x CPU, {sql[1] / ours[1]:.1f} x memory")

sizes = [(20000, 3)] + ([(50000, 3), (50000, 4)] if a.full else [])
for rows, length in sizes:
    source = data("sparse27", rows)
    print(f"DP synthesis, sparse27, {rows:,} rows, {length}-way, epsilon 12, against pac-synth")
    made = f"pac_{rows}_{length}.csv"
    peer = once(f"pac_{rows}_{length}", [a.python, PAC, source, str(length), "12", "balanced", "balanced", made, "2"])
    command = [a.punte, "synth", source, "ours.csv", "--mode", "dp", "--epsilon", "12", "--length", str(length)]
    ours = median(command)
    print(f" pac-synth {peer[0]:.1f} CPU s, {peer[1]:.0f} MB; punte {ours[0]:.2f} CPU s, {ours[1]:.0f} MB")
    say("CPU", peer[0] / ours[0], "50", peer[0] / ours[0] >= 50)
    say("memory", peer[1] / ours[1], "3", peer[1] / ours[1] >= 3)
    truth = combinations(source, 3)
    theirs, mine = quality(truth, made), quality(truth, "ours.csv")
    for size in (2, 3):
        t, m = theirs[size - 1], mine[size - 1]
        for key, better in (("kept", m["kept"] >= t["kept"]), ("error", m["error"] <= t["error"]),
                            ("fabricated", m["fabricated"] <= t["fabricated"]), ("rare", m["rare"] <= t["rare"])):
            unit = " %" if key in ("kept", "error") else ""
            if length == 3:
                say(f"{size}-way {key}", m[key], f"{t[key]:.4g}", better, unit)
            else:
                print(f"  {size}-way {key}: {m[key]:.4g}{unit}, pac-synth {t[key]:.4g}{unit}")
    if length == 3 and rows == 50000:
        run(command + ["--fabrication", "light"])
        light = quality(truth, "ours.csv")
        # pac-synth's best setting (use_synthetic_counts), recorded in compute-detail.md.
        say("moonshot: 2-way error, light, of pac-synth's best 45.2 %", light[1]["error"] / 45.2, "0.4", light[1]["error"] <= 0.4 * 45.2)
        say("moonshot: 3-way error, light, of pac-synth's best 49.4 %", light[2]["error"] / 49.4, "0.5", light[2]["error"] <= 0.5 * 49.4)
if a.full:
    print("1 million rows")
    big = run([a.punte, "synth", data("sparse27", 1000000), "ours.csv", "--mode", "dp", "--epsilon", "12"])
    say("wall", big[2], "60 s", big[2] < 60, " s")
    say("memory", big[1], "1000 MB", big[1] < 1000, " MB")
    source = data("sparse27", 50000)
    print("k-anonymous rows, k = 10, sparse27, 50,000 rows, against recorded figures of the showcase (row seeded)")
    truth = combinations(source, 3)
    for favour in ("values", "pairs"):
        ours = run([a.punte, "synth", source, "ours.csv", "--mode", "k-anonymous", "--k", "10", "--favour", favour])
        print(f" --favour {favour}: showcase 46.7 CPU s, 584 MB; punte {ours[0]:.1f} CPU s, {ours[1]:.0f} MB")
        found = quality(truth, "ours.csv")
        shown = sum(f["rare"] + f["fabricated"] for f in found)
        say("rare and fabricated, lengths 1 to 3", shown, "0", shown == 0, "")
        if favour == "pairs":
            say("moonshot: 2-way error of the showcase's 69.3 %", found[1]["error"] / 69.3, "0.65", found[1]["error"] <= 0.65 * 69.3)
        print(f" errors 1-, 2-, 3-way {found[0]['error']:.1f}, {found[1]['error']:.1f}, {found[2]['error']:.1f} % (2.5, 69.3, 85.6); "
              f"2-way kept {found[1]['kept']:.1f} % (88.5)")
if a.cube:
    print("suppression of a 42 x 9 x 4 x 12 table with all margins")
    for people in (10000, 60000, 300000, 2000000):
        cube = median([a.cube, str(people)])
        say(f"{people:,} people, CPU", cube[0], "1 s", cube[0] < 1.0, " s")
print("not reached: " + ("; ".join(failed) or "nothing"))
sys.exit(1 if failed else 0)

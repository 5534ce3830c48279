#!/usr/bin/env python3
"""Ratios of Punte's disclosure commands against what a user would pick instead, beside their bars.

    run.py --punte BINARY --shared DIR --python VENV/bin/python [--cube BENCH_CUBE] [--tests DIR] [--work DIR] [--runs 5] [--full]

BINARY answers `counts`, `synth` and `release` (the `punte` binary, or the example `commands` of punte-disclose); BENCH_CUBE is the
example `bench_cube`; --tests names the checkout, whose tests of releases and suppression are then run for their figures.
The venv holds pac-synth 0.0.8, pandas, numpy and duckdb. CPU is user + system of the whole process, memory its peak; medians of
--runs for Punte, one run for peers that take minutes. --full adds 50,000 and 200,000 rows, 4-way and 1 million rows.
Figures of the Synthetic Data Showcase are recorded ones, taken once on this kind of machine: its core is not in a registry.
Every bar is a line `BAR<TAB>done-line<TAB>what<TAB>figure<TAB>bar<TAB>met|missed|not run: why`.
"""
import argparse, collections, csv, itertools, json, os, resource, statistics, subprocess, sys, time

p = argparse.ArgumentParser()
for name in ("punte", "shared", "python"):
    p.add_argument("--" + name, required=True)
p.add_argument("--work", default="bench-disclose")
p.add_argument("--cube")
p.add_argument("--tests")
p.add_argument("--runs", type=int, default=5)
p.add_argument("--full", action="store_true")
a = p.parse_args()
for name in ("punte", "shared", "python", "cube", "tests"):
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


def say(line, what, value, bar, good, unit=" x"):
    """One figure beside its bar; LINE is the done-line of issue B. `cargo xtask bench --peers` gathers these lines."""
    if not good:
        failed.append(what)
    print(f"BAR\t{line}\t{what}\t{value:.4g}{unit}\t{bar}\t{'met' if good else 'missed'}", flush=True)


def skipped(line, what, bar, why):
    print(f"BAR\t{line}\t{what}\t-\t{bar}\tnot run: {why}", flush=True)


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


def counts_against_the_showcase():
    # Recorded with other work on the machine (compute.md, what the issue names) and on a quiet one (compute-detail.md).
    recorded = {("sparse27", 3): (54.7, 29.3, 1410), ("sparse27", 4): (160.8, 102, 2801), ("dense20", 3): (437, 338, 8352)}
    for (mode, length), (cpu, quiet, mb) in recorded.items():
        source = data(mode, 200000)
        ours = median([a.punte, "counts", source, "counts.csv", "--length", str(length), "--k", "10"])
        print(f"{mode} {length}-way, 200,000 rows: {ours[0]:.2f} CPU s, {ours[1]:.0f} MB, {ours[2]:.2f} s")
        name = f"counts {mode} {length}-way 200,000 rows, showcase (recorded)"
        say(2, f"{name}: CPU", cpu / ours[0], "100", cpu / ours[0] >= 100)
        say(2, f"{name}: CPU, its quiet figure", quiet / ours[0], "20", quiet / ours[0] >= 20)
        say(2, f"{name}: memory", mb / ours[1], "20", mb / ours[1] >= 20)
    ours = median([a.punte, "counts", data("dense20", 200000), "counts.csv", "--length", "4", "--k", "10"])
    # compute-detail.md P2; the showcase does not fit 24 GB there.
    say(9, "counts dense20 4-way 200,000 rows: wall", ours[2], "2 s", ours[2] <= 2, " s")
    source = data("sparse27", 200000)
    ours = median([a.punte, "counts", source, "counts.csv", "--length", "3", "--k", "10"])
    open("cube.py", "w").write(CUBE_SQL)
    sql = once("duckdb_sparse27_3", [a.python, "cube.py", source, "x", "3", "10"])
    print(f"beside: DuckDB, one query a column set: {sql[0]:.1f} CPU s, {sql[1]:.0f} MB")
    say(2, "counts sparse27 3-way 200,000 rows, DuckDB run beside: CPU", sql[0] / ours[0], "1", sql[0] > ours[0])
    say(2, "counts sparse27 3-way 200,000 rows, DuckDB run beside: memory", sql[1] / ours[1], "1", sql[1] > ours[1])


def private_rows(rows, length):
    source = data("sparse27", rows)
    made = f"pac_{rows}_{length}.csv"
    peer = once(f"pac_{rows}_{length}", [a.python, PAC, source, str(length), "12", "balanced", "balanced", made, "2"])
    command = [a.punte, "synth", source, "ours.csv", "--mode", "dp", "--epsilon", "12", "--length", str(length)]
    ours = median(command)
    name = f"DP {rows:,} rows {length}-way, pac-synth run beside"
    print(f"{name}: {peer[0]:.1f} CPU s, {peer[1]:.0f} MB; punte {ours[0]:.2f} CPU s, {ours[1]:.0f} MB")
    say(1, f"{name}: CPU", peer[0] / ours[0], "50", peer[0] / ours[0] >= 50)
    if length == 3:
        say(1, f"{name}: memory", peer[1] / ours[1], "3", peer[1] / ours[1] >= 3)
    truth = combinations(source, 3)
    theirs, mine = quality(truth, made), quality(truth, "ours.csv")
    for size in (2, 3):
        t, m = theirs[size - 1], mine[size - 1]
        for key, better in (("kept", m["kept"] >= t["kept"]), ("error", m["error"] <= t["error"]),
                            ("fabricated", m["fabricated"] <= t["fabricated"]), ("rare", m["rare"] <= t["rare"])):
            unit = " %" if key in ("kept", "error") else ""
            if length == 3:
                say(1, f"{name}: {size}-way {key}", m[key], f"{t[key]:.4g}{unit}", better, unit)
            else:
                print(f"  {size}-way {key}: {m[key]:.4g}{unit}, pac-synth {t[key]:.4g}{unit}")
    if length == 3 and rows == 50000:
        run(command + ["--fabrication", "light"])
        light = quality(truth, "ours.csv")
        # pac-synth's best setting (use_synthetic_counts) is a recorded figure.
        for size, best, bar in ((2, 45.2, 0.4), (3, 49.4, 0.5)):
            for which, found in (("default", mine), ("--fabrication light", light)):
                ratio = found[size - 1]["error"] / best
                say(9, f"DP {size}-way error, {which}, of pac-synth's best (recorded {best} %)", ratio, bar, ratio <= bar, "")


def k_anonymous_rows(rows, cpu, mb, error, kept):
    """Against recorded figures of the showcase (row seeded)."""
    source = data("sparse27", rows)
    truth = combinations(source, 3)
    for favour in ((), ("--favour", "pairs")):
        ours = run([a.punte, "synth", source, "ours.csv", "--mode", "k-anonymous", "--k", "10", *favour])
        name = f"k-anonymous {rows:,} rows{' ' if favour else ''}{' '.join(favour)}, showcase (recorded)"
        found = quality(truth, "ours.csv")
        print(f"{name}: {cpu} CPU s, {mb} MB; punte {ours[0]:.1f} CPU s, {ours[1]:.0f} MB, {ours[2]:.1f} s; "
              f"errors 1-, 2-, 3-way {found[0]['error']:.1f}, {found[1]['error']:.1f}, {found[2]['error']:.1f} %")
        shown = sum(f["rare"] + f["fabricated"] for f in found)
        say(9, f"{name}: rare and fabricated, lengths 1 to 3", shown, "0", shown == 0, "")
        say(9, f"{name}: 2-way error, of its {error} %", found[1]["error"] / error, "0.65", found[1]["error"] <= 0.65 * error, "")
        say(9, f"{name}: 2-way kept (its {kept} %)", found[1]["kept"], "98 %", found[1]["kept"] >= 98, " %")
        say(9, f"{name}: CPU", cpu / ours[0], "10", cpu / ours[0] >= 10)


def suppression():
    bars = [f"suppression 42 x 9 x 4 x 12 with margins, {people:,} people: CPU" for people in (10000, 60000, 300000, 2000000)]
    if not a.cube:
        for what in bars:
            skipped(3, what, "1 s", "--cube is missing")
    for what, people in zip(bars, (10000, 60000, 300000, 2000000)) if a.cube else ():
        cube = median([a.cube, str(people)])
        say(3, what, cube[0], "1 s", cube[0] < 1.0, " s")
    if not a.tests:
        return skipped(3, "releases, attacker, SciPy, optimum", "see the tests", "--tests is missing")
    tests = subprocess.run(["cargo", "test", "--release", "-p", "punte-disclose", "--test", "releases", "--test", "tables", "--test", "privacy",
                            "--", "--nocapture"], cwd=a.tests, capture_output=True, text=True)
    lines = [line for line in tests.stdout.splitlines() if line.startswith("BAR\t")]
    print("\n".join(lines))
    failed.extend(line.split("\t")[2] for line in lines if line.endswith("missed"))
    say(6, "tests of privacy, suppression and releases that fail", tests.returncode, "0", tests.returncode == 0, "")


print(f"{os.cpu_count()} CPUs; load {os.getloadavg()[0]:.1f}; medians of {a.runs}")
counts_against_the_showcase()
for rows, length in [(20000, 3)] + ([(50000, 3), (20000, 4), (50000, 4)] if a.full else []):
    private_rows(rows, length)
if a.full:
    big = run([a.punte, "synth", data("sparse27", 1000000), "ours.csv", "--mode", "dp", "--epsilon", "12"])
    say(1, "DP 1 million rows: wall", big[2], "60 s", big[2] < 60, " s")
    say(1, "DP 1 million rows: memory", big[1], "1000 MB", big[1] < 1000, " MB")
    k_anonymous_rows(50000, 46.7, 584, 69.3, 88.5)
    k_anonymous_rows(200000, 427, 1979, 65.0, 92.6)
else:
    for what in ("DP 50,000 rows", "DP 1 million rows", "k-anonymous rows"):
        skipped(9 if what[0] == "k" else 1, what, "see --full", "--full is missing")
suppression()
print("not reached: " + ("; ".join(failed) or "nothing"))
sys.exit(1 if failed else 0)

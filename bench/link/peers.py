#!/usr/bin/env python3
"""Peers on the public sets: Splink 5 and recordlinkage, best F1 over thresholds, whole-process CPU and memory.

usage: peers.py splink|recordlinkage FILE.csv febrl|fake
Each peer gets the settings of its own demonstration pages; the threshold that suits it best is chosen with the labels.
"""
import json
import resource
import sys

import pandas as pd

tool, path, kind = sys.argv[1:4]
frame = pd.read_csv(path, dtype=str, skipinitialspace=True)
frame.columns = [c.strip() for c in frame.columns]
if kind == "febrl":
    frame = frame.rename(columns={"rec_id": "unique_id"})
    frame["person"] = frame["unique_id"].str.split("-").str[1]
else:
    frame["person"] = frame["cluster"]
    for c in ("first_name", "surname"):
        frame[c] = frame[c].str.strip()
truth = sum(n * (n - 1) // 2 for n in frame["person"].value_counts())


def best(scored):
    """Best F1 over all thresholds of (score, is true) pairs."""
    scored.sort(key=lambda s: -s[0])
    hits, top, at99 = 0, (0, 0, 0), 0
    for i, (score, true) in enumerate(scored):
        hits += true
        if i + 1 < len(scored) and scored[i + 1][0] == score:
            continue
        p, r = hits / (i + 1), hits / truth
        if p + r and 2 * p * r / (p + r) > top[0]:
            top = (2 * p * r / (p + r), p, r)
        if p >= 0.99:
            at99 = r
    return dict(F1=round(top[0], 4), P=round(top[1], 4), R=round(top[2], 4), recall_at_P99=round(at99, 4))


def splink():
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    if kind == "febrl":
        rules = [block_on("soc_sec_id"), block_on("given_name", "surname"), block_on("surname", "date_of_birth"), block_on("given_name", "date_of_birth"), block_on("postcode", "date_of_birth"), block_on("state", "address_1"), block_on("street_number", "address_1"), block_on("street_number", "postcode"), block_on("surname", "postcode"), block_on("given_name", "postcode")]
        comparisons = [cl.NameComparison("given_name").configure(term_frequency_adjustments=True), cl.NameComparison("surname").configure(term_frequency_adjustments=True), cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]), cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]), cl.ExactMatch("street_number"), cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]), cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]), cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7])]
        train = [block_on("date_of_birth"), block_on("postcode"), block_on("given_name", "surname")]
        sure = ["l.soc_sec_id = r.soc_sec_id"]
    else:
        rules = [block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email"), block_on("city", "substr(dob,1,4)")]
        comparisons = [cl.NameComparison("first_name").configure(term_frequency_adjustments=True), cl.NameComparison("surname").configure(term_frequency_adjustments=True), cl.DateOfBirthComparison("dob", input_is_string=True), cl.ExactMatch("city").configure(term_frequency_adjustments=True), cl.EmailComparison("email")]
        train = [block_on("first_name", "surname"), block_on("dob")]
        sure = ["l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob"]
    settings = SettingsCreator(link_type="dedupe_only", blocking_rules_to_generate_predictions=rules, comparisons=comparisons)
    linker = Linker(api.register(frame), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    for rule in train:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    out = linker.inference.predict(threshold_match_probability=0.0001).as_pandas_dataframe()
    person = dict(zip(frame["unique_id"], frame["person"]))
    return [(w, person[a] == person[b]) for w, a, b in zip(out["match_weight"], out["unique_id_l"], out["unique_id_r"])]


def recordlinkage():
    import recordlinkage as rl

    names = ("given_name", "surname", "date_of_birth") if kind == "febrl" else ("first_name", "surname", "dob")
    extra = ("address_1", "suburb", "postcode", "state", "soc_sec_id") if kind == "febrl" else ("city", "email")
    data = frame.set_index("unique_id")
    index = rl.Index()
    for column in names + extra[-1:]:
        index.block(column)
    pairs = index.index(data)
    compare = rl.Compare()
    for column in names[:2]:
        compare.string(column, column, method="jarowinkler", threshold=0.85)
    compare.exact(names[2], names[2])
    for column in extra:
        compare.string(column, column, method="jarowinkler", threshold=0.85)
    features = compare.compute(pairs, data)
    classifier = rl.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    scores = classifier.prob(features)
    person = data["person"]
    return [(s, person[a] == person[b]) for (a, b), s in scores.items()]


result = best(splink() if tool == "splink" else recordlinkage())
use = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps(dict(tool=tool, data=path.split("/")[-1], **result, cpu_s=round(use.ru_utime + use.ru_stime, 2), rss_mb=use.ru_maxrss // 1024)))

#!/usr/bin/env python3
"""clkhash + anonlink on a persons table: encode all rows, compare the table with itself, best F1 over thresholds.

usage: clk.py FILE.csv TRUTH
Fields and weights as an ordinary clkhash schema for persons would have them (bigrams, 1,024 bits, HMAC double hashing).
"""
import json
import resource
import sys
import time

import anonlink
import pandas as pd
from clkhash.bloomfilter import stream_bloom_filters
from clkhash.key_derivation import generate_key_lists
from clkhash.comparators import NgramComparison, ExactComparison
from clkhash.field_formats import FieldHashingProperties, StringSpec
from clkhash.schema import Schema
from clkhash.field_formats import BitsPerFeatureStrategy, BitsPerTokenStrategy

path, truth = sys.argv[1:3]
columns = ["given_name", "surname", "dob", "sex", "mother_name", "district"]
frame = pd.read_csv(path, dtype=str, keep_default_na=False)


def field(name, comparator, bits):
    return StringSpec(identifier=name, hashing_properties=FieldHashingProperties(comparator=comparator, strategy=BitsPerFeatureStrategy(bits)), description=name)


fields = [field("given_name", NgramComparison(2), 200), field("surname", NgramComparison(2), 200), field("dob", NgramComparison(2, True), 200), field("sex", ExactComparison(), 20), field("mother_name", NgramComparison(2), 100), field("district", ExactComparison(), 60)]
schema = Schema(fields=fields, l=1024)
t0 = time.process_time()
rows = list(frame[columns].itertuples(index=False, name=None))
bits = list(stream_bloom_filters(rows, generate_key_lists("seven", len(fields)), schema))
hashed = [b[0] if isinstance(b, tuple) else b for b in bits]
t1 = time.process_time()
found = []
chunk = 2000
n = len(hashed)
for i in range(0, n, chunk):
    part = hashed[i : i + chunk]
    rest = hashed[i:]
    sims, (ia, ib) = anonlink.similarities.dice_coefficient_accelerated((part, rest), threshold=0.7, k=None)
    found += [(s, i + a, i + b) for s, a, b in zip(sims, ia, ib) if a < b]
t2 = time.process_time()
person = frame[truth].tolist()
total = sum(v * (v - 1) // 2 for v in frame[truth].value_counts())
found.sort(reverse=True)
hits, best = 0, (0, 0, 0, 0)
for k, (s, a, b) in enumerate(found):
    hits += person[a] == person[b]
    p, r = hits / (k + 1), hits / total
    if p + r and 2 * p * r / (p + r) > best[0]:
        best = (2 * p * r / (p + r), p, r, s)
print(json.dumps(dict(tool="clkhash+anonlink", data=path.split("/")[-1], n=n, hash_s=round(t1 - t0, 2), compare_s=round(t2 - t1, 2), F1=round(best[0], 4), P=round(best[1], 4), R=round(best[2], 4), at=round(best[3], 3), cpu_s=round(time.process_time(), 2), rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)))

"""pandas' turn of `npm run bench:data`: the same verbs on the same file. Prints one JSON line."""
import json
import resource
import sys
import time

import pandas

large, areas = sys.argv[1:3]
took = {}


def timed(what, work):
    started = time.perf_counter()
    result = work()
    took[what] = (time.perf_counter() - started) * 1000
    return result


table = timed("read", lambda: pandas.read_csv(large, dtype={"code": str}))
other = pandas.read_csv(areas)
timed("filter", lambda: table[table["amount"] > 560])
timed("group", lambda: table.groupby("area")["amount"].agg(["count", "sum", "mean"]))
timed("sort", lambda: table.sort_values("amount", ascending=False))
timed("join", lambda: table.merge(other, on="area", how="left"))
timed("write", lambda: table.to_csv(index=False))
print(json.dumps({"took": took, "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))

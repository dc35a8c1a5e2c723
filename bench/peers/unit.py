"""One unit from its file to its results, its parts, and the floor of the whole: each byte and random access that it
cannot do without, at the speed that this machine reaches with nothing else to do, measured in the same rounds. Beside
it numba and NumPy do the same four relaxations. See compare.py for how orders are given."""

import argparse
import json
import os
import sys

from compare import Peer, floor_parts, has, java, machine, measure, show, summary

FIELDS = 4  # the real one and a null of each kind
PARTS = ["load", "moments", "sum", "gaussian", "permute", "threshold", "relax-1"]
YARDSTICKS = ["read", "copy", "copy-2", "update", "update-2", "gather", "hash"]
WHOLE = ["unit-1", "unit-2", "units-2"]


def floor(result, key):
    """What the unit needs, by name, in ms."""
    figures = result["figures"]
    read, copy = figures["read"][key], figures["copy"][key]
    random, row = floor_parts(result, key)
    return {
        "file: 4 bytes an entry read, 8 written": copy * 12 / 16,
        "file: SHA-256 of bytes in the cache": figures["hash"][key],
        "four fields: one read for squared deviations": FIELDS * read,
        "N0 and N1: 8 bytes an entry written": 2 * copy / 2,
        "N2: one random read an entry, 8 bytes written": figures["gather"][key],
        "four relaxations: random accesses": FIELDS * random,
        "four relaxations: read and written in a row": FIELDS * row,
        "four relaxed fields: one read for the sum": FIELDS * read,
    }


def ratios(result):
    figures = result["figures"]
    found = {}
    for key in ("wall_ms", "cpu_ms"):
        unit, relax = figures["unit-1"][key], figures["relax-1"][key]
        found[f"unit, one thread / its floor, {key[:-3]}"] = unit / sum(floor(result, key).values())
        found[f"N0 drawn / one relaxation, {key[:-3]}"] = figures["gaussian"][key] / relax
        found[f"N2 made / its random reads, {key[:-3]}"] = figures["permute"][key] / figures["gather"][key]
        if "numba" in figures:
            found[f"numba and NumPy / unit, one thread, {key[:-3]}"] = figures["numba"][key] / unit
    unit = figures["unit-1"]["wall_ms"]
    found["one unit: one thread / two threads"] = unit / figures["unit-2"]["wall_ms"]
    found["two units: one after the other / side by side"] = 2 * unit / figures["units-2"]["wall_ms"]
    found["random updates: one thread / two"] = figures["update"]["wall_ms"] / figures["update-2"]["wall_ms"]
    found["copying: one thread / two"] = figures["copy"]["wall_ms"] / figures["copy-2"]["wall_ms"]
    return found


def run_size(options, nodes):
    folder = os.path.join(options.folder, str(nodes))
    os.makedirs(folder, exist_ok=True)
    engine = Peer("engine", java(options, nodes, folder))
    orders = [(what, engine, what) for what in YARDSTICKS + PARTS + WHOLE]
    others = []
    if nodes in options.peer_sizes and has("numba"):
        engine.order("dump")
        others.append(Peer("numba", [sys.executable, "peer_unit.py", folder]))
        orders.append(("numba", others[0], "run"))
    measure({}, engine, orders[: len(YARDSTICKS + PARTS + WHOLE)], options.warm_rounds)
    table = {}
    measure(table, engine, orders, options.rounds)
    result = {"nodes": nodes, "figures": {key: summary(value) for key, value in table.items()}}
    result["needs"] = {k: int(v) for k, v in engine.order("needs").items() if k not in ("seconds", "cpu")}
    result["heap_bytes_per_node_after_relaxation"] = engine.order("memory")["heap_bytes"] / nodes
    for peer in [engine, *others]:
        peer.close()
    outcomes = {(a["outcome"]["size"], a["outcome"]["steps"]) for k, a in result["figures"].items() if k in ("unit-1", "unit-2")}
    outcomes |= {(peer.greeting["size"], peer.greeting["steps"]) for peer in others}
    if len(outcomes) != 1:
        sys.exit(f"N = {nodes}: the peers do not agree: {outcomes}")
    result["floor_ms"] = {key: floor(result, key) for key in ("wall_ms", "cpu_ms")}
    result["ratios"] = ratios(result)
    return result


def main():
    parser = argparse.ArgumentParser(prog="bench/run-unit", description=__doc__)
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--folder", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--heap", default="12g")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--warm-rounds", type=int, default=4)
    parser.add_argument("--sizes", type=int, nargs="+", default=[9437184, 37748736], help="N, multiples of 36")
    parser.add_argument("--peer-sizes", type=int, nargs="*", default=[9437184])
    parser.add_argument("--json", default="unit.json")
    options = parser.parse_args()
    report = {"machine": machine(), "sizes": []}
    for nodes in options.sizes:
        result = run_size(options, nodes)
        show(result)
        print("  floor, ms of wall time:")
        for name, value in result["floor_ms"]["wall_ms"].items():
            print(f"    {name:52} {value:8.1f}")
        report["sizes"].append(result)
        report["load_average_at_end"] = os.getloadavg()
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump(report, out, indent=1)
    print(f"load average {report['machine']['load_average']} to {report['load_average_at_end']}; {options.json} written")


if __name__ == "__main__":
    main()

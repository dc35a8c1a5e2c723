"""Runs the engine and its peers side by side and prints one table and one JSON file.

All peers are started first and then given one order each, in turn, round after round, so that whatever else the machine
does meets all of them alike. Medians over the rounds of wall time and of CPU time; ratios are of medians. On a busy
machine wall time measures the neighbours: the table shows both.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


class Peer:
    """A process that answers orders."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE
        )
        first = self.process.stdout.readline()
        if not first:
            raise RuntimeError(f"{name} did not start")
        self.greeting = json.loads(first)

    def order(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} died on '{what}'")
        return json.loads(line)

    def peak_bytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return None

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def has(module):
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode == 0


def java(options, nodes, folder):
    flags = [f"-Xms{options.heap}", f"-Xmx{options.heap}", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=2"]
    # As in an executor that has run for a while: first touches of a page by the host can take longer than a selection.
    flags += ["-XX:+UseTransparentHugePages", "-XX:+AlwaysPreTouch"]
    main = "org.gradienttransport.bench.EnginePeer"
    return [options.java, *flags, "-cp", options.classpath, main, str(nodes), folder]


def measure(table, peer, orders, rounds):
    for _ in range(rounds):
        for key, target, what in orders:
            answer = target.order(what)
            table.setdefault(key, []).append(answer)


def summary(answers):
    seconds = [a["seconds"] for a in answers]
    return {
        "wall_ms": 1000 * statistics.median(seconds),
        "cpu_ms": 1000 * statistics.median(a["cpu"] for a in answers),
        "best_wall_ms": 1000 * min(seconds),
        "rounds": len(answers),
        "outcome": {k: v for k, v in answers[-1].items() if k not in ("seconds", "cpu")},
    }


def peers(folder):
    started = []
    for name, module in (("numba", "numba"), ("scipy", "scipy"), ("torch", "torch")):
        if not has(module):
            print(f"{name}: skipped, python3-{module} is not installed", flush=True)
            continue
        started.append(Peer(name, [sys.executable, f"peer_{name}.py", folder]))
    return started


def run_size(options, nodes, with_peers):
    folder = os.path.join(options.folder, str(nodes))
    os.makedirs(folder, exist_ok=True)
    engine = Peer("engine", java(options, nodes, folder))
    others = []
    if with_peers:
        engine.order("dump")
        others = peers(folder)
    table = {}
    warm = ["relax-1", "relax-2", "threshold", "gaussian", "permute", "update", "update-2", "read", "copy", "copy-2"]
    for _ in range(6 if nodes < 20_000_000 else 3):
        for what in warm:
            engine.order(what)
    orders = [(what, engine, what) for what in warm]
    orders += [(other.name, other, "run") for other in others if other.name == "numba"]
    measure(table, engine, orders, options.rounds)
    slow = [(other.name, other, "run") for other in others if other.name != "numba"]
    measure(table, engine, slow + [("relax-1", engine, "relax-1")] * bool(slow), options.slow_rounds)
    needs = engine.order("needs")
    memory = engine.order("memory")["heap_bytes"]
    if nodes in options.graph_sizes:
        engine.order("graph-save")
        builds = [(w, engine, w) for w in ("graph-plain", "graph-1", "graph-2", "graph-load")]
        measure({}, engine, builds, 1)
        measure(table, engine, builds, options.slow_rounds)
    result = {"nodes": nodes, "figures": {key: summary(value) for key, value in table.items()}}
    result["needs"] = {k: int(v) for k, v in needs.items() if k not in ("seconds", "cpu")}
    result["heap_bytes_per_node_after_relaxation"] = memory / nodes
    result["peak_resident_bytes_per_node"] = engine.peak_bytes() / nodes
    for peer in [engine, *others]:
        peer.close()
    return result


def run_memory(options, nodes):
    """The largest sizes: one room, two threads, and what it all takes."""
    engine = Peer("engine", java(options, nodes, options.folder))
    table = {}
    orders = [(what, engine, what) for what in ("relax-2", "gaussian", "permute")]
    measure(table, engine, orders, 3)
    memory = engine.order("memory")["heap_bytes"]
    result = {"nodes": nodes, "figures": {key: summary(value) for key, value in table.items()}}
    result["heap_bytes_per_node_after_relaxation"] = memory / nodes
    result["peak_resident_bytes_per_node"] = engine.peak_bytes() / nodes
    engine.close()
    return result


LINE_BYTES = 64


def floor_parts(result, key, with_lists=True):
    """What a relaxation needs at the yardsticks' speed, in ms: random accesses, and what is read or written in a row.

    Random: each share's addition and, in steps with few active nodes, each of their and of the receiving nodes' entries.
    In a row: one read for the threshold, and in the other steps field and sums, read and written once. The lists of the
    active nodes' neighbours are read in a row too, line by line, and at random in steps with few."""
    figures, needs = result["figures"], result["needs"]
    update = figures["update"][key] / figures["update"]["outcome"]["updates"]
    random = needs["shares"] + needs["kept"] + needs["settled"]
    row = figures["read"][key] + 2 * needs["passes"] * figures["copy"][key]
    if with_lists:
        random += needs["single_lines"]
        row += figures["read"][key] * needs["streamed_lines"] * LINE_BYTES / (8 * result["nodes"])
    return random * update, row


def gain_expected(result):
    """What a second thread gains if the floor's parts gain what the yardsticks do and all else twice."""
    figures = result["figures"]

    def gain(yardstick):
        return figures[yardstick]["wall_ms"] / figures[yardstick + "-2"]["wall_ms"]

    random, row = floor_parts(result, "wall_ms")
    alone = figures["relax-1"]["wall_ms"]
    return alone / (random / gain("update") + row / gain("copy") + (alone - random - row) / 2)


def ratios(result):
    if "needs" not in result:
        return {}
    figures = result["figures"]

    def ratio(a, b, key="wall_ms"):
        known = a in figures and b in figures and figures[b][key] > 0
        return figures[a][key] / figures[b][key] if known else None

    found = {}
    for key in ("wall_ms", "cpu_ms"):
        for other in ("numba", "scipy", "torch"):
            found[f"{other} / engine, one thread, {key[:-3]}"] = ratio(other, "relax-1", key)
        found[f"threshold and first scan / one read, {key[:-3]}"] = ratio("threshold", "read", key)
        alone = figures["relax-1"][key]
        found[f"engine, one thread / its floor, {key[:-3]}"] = alone / sum(floor_parts(result, key))
        found[f"the same, reading no neighbour lists, {key[:-3]}"] = alone / sum(floor_parts(result, key, False))
        found[f"plain builder / engine, {key[:-3]}"] = ratio("graph-plain", "graph-2", key)
        found[f"plain builder / disk cache, {key[:-3]}"] = ratio("graph-plain", "graph-load", key)
    found["one thread / two threads, wall"] = ratio("relax-1", "relax-2")
    found["the same, as the yardsticks let expect"] = gain_expected(result)
    found["one thread / two threads, random updates"] = ratio("update", "update-2")
    found["one thread / two threads, copying"] = ratio("copy", "copy-2")
    return {name: value for name, value in found.items() if value is not None}


def growth(sizes):
    """Time per entry of one thread, at each size against the smallest."""
    cost = {r["nodes"]: r["figures"]["relax-1"]["wall_ms"] / r["nodes"] for r in sizes if "relax-1" in r["figures"]}
    return {nodes: one / cost[min(cost)] for nodes, one in cost.items()}


def show(result):
    print(f"\nN = {result['nodes']:,}")
    print(f"  {'':24} {'wall ms':>10} {'cpu ms':>10} {'best ms':>10} {'ns/entry':>9}")
    for key, figure in result["figures"].items():
        per_entry = 1e6 * figure["cpu_ms"] / result["nodes"]
        print(
            f"  {key:24} {figure['wall_ms']:10.1f} {figure['cpu_ms']:10.1f}"
            f" {figure['best_wall_ms']:10.1f} {per_entry:9.2f}"
        )
    for name, value in result["ratios"].items():
        print(f"  {name:52} {value:7.2f}")
    if "needs" in result:
        print(f"  needed: {result['needs']}")
    heap = result["heap_bytes_per_node_after_relaxation"]
    print(f"  heap in use after a collection, bytes per node: {heap:.1f}")


def finish(options, report, result):
    """Shows one size and writes what there is so far: later sizes take long."""
    result["ratios"] = ratios(result)
    report["sizes"].append(result)
    report["growth"] = growth(report["sizes"])
    report["load_average_at_end"] = os.getloadavg()
    show(result)
    with open(options.json, "w", encoding="utf-8") as out:
        json.dump(report, out, indent=1)
    sys.stdout.flush()


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        models = [line.split(":")[1].strip() for line in info if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "load_average": os.getloadavg(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", required=True)
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--heap", default="6g")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--slow-rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[589824, 9437184, 37748736])
    parser.add_argument("--peer-sizes", type=int, nargs="*", default=[9437184])
    parser.add_argument("--graph-sizes", type=int, nargs="*", default=[37748736])
    parser.add_argument("--memory-sizes", type=int, nargs="*", default=[])
    parser.add_argument("--json", default="bench.json")
    options = parser.parse_args()
    report = {"machine": machine(), "sizes": []}
    for nodes in options.sizes:
        finish(options, report, run_size(options, nodes, nodes in options.peer_sizes))
    for nodes in options.memory_sizes:
        finish(options, report, run_memory(options, nodes))
    growths = ", ".join(f"{nodes:,}: {times:.2f}" for nodes, times in report["growth"].items())
    print(f"\ntime per entry against the smallest size: {growths}")
    print(f"load average {report['machine']['load_average']} to {report['load_average_at_end']}; {options.json} written")


if __name__ == "__main__":
    main()

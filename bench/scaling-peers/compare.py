"""Fits of a scaling law by the engine and by SciPy, side by side in one run, one thread each.

The work: the default multistart (243 starts) of E + A/N^alpha + B/D^beta on 240 rows, then 1,000 bootstrap replicates.
Both peers are started first and get the same orders in turn, round after round. The first rounds warm up and are not
counted. Medians of wall and CPU time; ratios are of medians. On a busy machine wall time measures the neighbours.
"""

import argparse
import json
import math
import os
import platform
import random
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SINGLE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
ORDERS = ("starts", "replicates")


def sweep(path):
    """240 rows: twelve budgets of twenty sizes about their optimum, noise of 0.3 % in the loss, fixed by its seed."""
    noise = random.Random(7)
    with open(path, "w", encoding="ascii") as file:
        for budget in range(12):
            flops = 10 ** (18 + 4 * budget / 11)
            for size in range(20):
                params = 0.3 * (flops / 6) ** 0.5 * 16 ** ((size - 9.5) / 19)
                tokens = flops / (6 * params)
                loss = 1.8172 + 482.01 / params**0.3478 + 2085.43 / tokens**0.3658
                file.write(f"{params!r} {tokens!r} {loss * math.exp(noise.gauss(0, 0.003))!r}\n")


class Peer:
    """A process that answers orders."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **SINGLE}
        )
        if not self.process.stdout.readline():
            raise RuntimeError(f"{name} did not start")

    def order(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            # Older versions of SciPy's L-BFGS-B write remarks of their own among the answers.
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError(f"{self.name} died on '{what}'")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def summary(answers):
    return {
        "wall_s": statistics.median(answer["seconds"] for answer in answers),
        "cpu_s": statistics.median(answer["cpu"] for answer in answers),
        "rounds": len(answers),
        "outcome": {key: value for key, value in answers[-1].items() if key not in ("seconds", "cpu")},
    }


def total(figures, key):
    return sum(figures[order][key] for order in ORDERS)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--java", required=True)
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--folder", required=True, help="for the file of rows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warmup", type=int, default=3, help="rounds of the engine before the first that counts")
    parser.add_argument("--json", help="where to write the figures")
    options = parser.parse_args()

    rows = os.path.join(options.folder, "sweep.txt")
    sweep(rows)
    engine = Peer("engine", [options.java, "-cp", options.classpath, "org.gradienttransport.bench.ScalingPeer", rows])
    scipy = Peer("scipy", [sys.executable, os.path.join(HERE, "peer_scipy.py"), rows])
    first = {order: engine.order(order) for order in ORDERS}
    for _ in range(options.warmup - 1):
        for order in ORDERS:
            engine.order(order)
    answers = {peer.name: {order: [] for order in ORDERS} for peer in (engine, scipy)}
    for _ in range(options.rounds):
        for order in ORDERS:
            for peer in (engine, scipy):
                answers[peer.name][order].append(peer.order(order))
    engine.close()
    scipy.close()

    figures = {name: {order: summary(answers[name][order]) for order in ORDERS} for name in answers}
    figures["engine_first_round"] = {order: summary([first[order]]) for order in ORDERS}
    report = {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "kernel": platform.release(),
            "load_average": os.getloadavg(),
        },
        "rows": 240,
        "starts": 243,
        "replicates": 1000,
        "figures": figures,
        "ratio_wall": total(figures["scipy"], "wall_s") / total(figures["engine"], "wall_s"),
        "ratio_cpu": total(figures["scipy"], "cpu_s") / total(figures["engine"], "cpu_s"),
        "ratio_cpu_first_round": total(figures["scipy"], "cpu_s") / total(figures["engine_first_round"], "cpu_s"),
    }
    for name, of in figures.items():
        for order in ORDERS:
            figure = of[order]
            print(f"{name:20} {order:11} {figure['wall_s']:8.3f} s wall {figure['cpu_s']:8.3f} s CPU  {figure['outcome']}")
    print(f"SciPy over engine: {report['ratio_wall']:.1f} wall, {report['ratio_cpu']:.1f} CPU, ", end="")
    print(f"{report['ratio_cpu_first_round']:.1f} CPU against the engine's first round")
    if options.json:
        with open(options.json, "w", encoding="ascii") as file:
            json.dump(report, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()

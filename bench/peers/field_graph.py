"""What every peer shares: the graph and the field as raw files, and the loop that takes orders.

A peer says "ready", then for each line "run" on its input relaxes the field once and answers with one line of JSON.
The coordinator (compare.py) gives the orders in turn, so all peers meet the same weather on the machine.
"""

import json
import os
import sys
import time

import numpy as np

ALPHA = 0.3
QUANTILE = 0.9
CEILING = 500


def load(folder):
    """Neighbour offsets (N + 1), neighbours (ascending per node) and the field."""
    offsets = np.fromfile(os.path.join(folder, "offsets.i64"), dtype=np.int64)
    neighbours = np.fromfile(os.path.join(folder, "neighbours.i32"), dtype=np.int32)
    field = np.fromfile(os.path.join(folder, "field.f64"), dtype=np.float64)
    return offsets, neighbours, field


def threshold(magnitudes):
    """The exact quantile, by selection."""
    position = QUANTILE * (len(magnitudes) - 1)
    k = int(np.floor(position))
    part = np.partition(magnitudes, (k, k + 1))
    return part[k] + (position - k) * (part[k + 1] - part[k])


def serve(relax):
    """Answers each order with the seconds of relax() and its size and steps."""
    size, steps = relax()  # warm-up: compiling is nobody's speed
    print(json.dumps({"ready": True, "size": int(size), "steps": int(steps)}), flush=True)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        start, cpu = time.perf_counter(), time.process_time()
        size, steps = relax()
        print(
            json.dumps(
                {
                    "seconds": time.perf_counter() - start,
                    "cpu": time.process_time() - cpu,
                    "size": int(size),
                    "steps": int(steps),
                }
            ),
            flush=True,
        )

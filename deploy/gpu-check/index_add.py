"""The relaxation as a PyTorch user would write it, with index_add_, on the graph that the check measured last.

    index_add.py EDGES

EDGES holds two 32-bit numbers per node: its two lower neighbours (nodes 0, 1 and 2 form a star around 0).
Prints the median time of one relaxation of a Gaussian field, threshold known, and what it found. index_add_ on
a GPU adds in no fixed order, so its sums differ in the last bits from run to run.
"""

import sys
import time

import torch

ALPHA = 0.3
CEILING = 500
REPEATS = 5


def edges(path):
    pairs = torch.from_file(path, shared=False, size=_length(path), dtype=torch.int32).cuda().view(-1, 2)
    nodes = pairs.shape[0]
    upper = torch.arange(3, nodes, device="cuda", dtype=torch.int32).repeat_interleave(2)
    lower = pairs[3:].reshape(-1)
    star = torch.tensor([1, 2], device="cuda", dtype=torch.int32)
    centre = torch.zeros(2, device="cuda", dtype=torch.int32)
    source = torch.cat([star, upper, centre, lower])
    target = torch.cat([centre, lower, star, upper])
    return nodes, source, target


def _length(path):
    with open(path, "rb") as file:
        return file.seek(0, 2) // 4


def relax(field, tau, degree, source, target):
    size, steps = 0, 0
    while steps < CEILING:
        active = field.abs() > tau
        count = int(active.sum())
        if count == 0:
            break
        size += count
        steps += 1
        share = torch.where(active, ALPHA * field / degree, torch.zeros((), dtype=field.dtype, device="cuda"))
        received = torch.zeros_like(field)
        received.index_add_(0, target, share[source])
        field = torch.where(active, (1 - ALPHA) * field, field) + received
    return size, steps


def main():
    nodes, source, target = edges(sys.argv[1])
    degree = torch.bincount(target, minlength=nodes).double()
    torch.manual_seed(1)
    field = torch.randn(nodes, dtype=torch.float64, device="cuda")
    tau = float(field.abs().kthvalue(int(0.9 * (nodes - 1)) + 1).values)
    times = []
    for _ in range(REPEATS + 1):
        torch.cuda.synchronize()
        start = time.perf_counter()
        size, steps = relax(field.clone(), tau, degree, source, target)
        torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    median = sorted(times[1:])[REPEATS // 2]
    print(f"bench: N {nodes} relaxation by index_add_: {1e3 * median:.3f} ms, s/N {size / nodes:.4f}, {steps} steps")


if __name__ == "__main__":
    main()

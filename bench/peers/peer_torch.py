"""PyTorch: one index_add_ over all edges per relaxation step."""

import sys

import numpy as np
import torch

from field_graph import ALPHA, CEILING, load, serve, threshold


def main():
    torch.set_num_threads(1)
    offsets, neighbours, field = load(sys.argv[1])
    degree = np.diff(offsets)
    source = torch.from_numpy(np.repeat(np.arange(len(field)), degree))
    target = torch.from_numpy(neighbours.astype(np.int64))
    degree = torch.from_numpy(degree.astype(np.float64))
    original = torch.from_numpy(field)

    def relax():
        u = original.clone()
        tau = float(threshold(np.abs(field)))
        size = steps = 0
        active = u.abs() > tau
        count = int(active.sum())
        while count and steps < CEILING:
            size += count
            steps += 1
            shares = torch.where(active, (ALPHA * u) / degree, torch.zeros_like(u))
            incoming = torch.zeros_like(u)
            incoming.index_add_(0, target, shares[source])
            u = torch.where(active, (1.0 - ALPHA) * u, u) + incoming
            active = u.abs() > tau
            count = int(active.sum())
        return size, steps

    serve(relax)


main()

"""A sparse matrix per graph: one CSR product per relaxation step."""

import sys

import numpy as np
import scipy.sparse

from field_graph import ALPHA, CEILING, load, serve, threshold


def main():
    offsets, neighbours, field = load(sys.argv[1])
    n = len(field)
    degree = np.diff(offsets).astype(np.float64)
    matrix = scipy.sparse.csr_matrix(
        (np.ones(len(neighbours)), neighbours, offsets), shape=(n, n)
    )

    def relax():
        u = field.copy()
        tau = threshold(np.abs(u))
        size = steps = 0
        active = np.abs(u) > tau
        count = np.count_nonzero(active)
        while count and steps < CEILING:
            size += count
            steps += 1
            shares = np.where(active, (ALPHA * u) / degree, 0.0)
            u = np.where(active, (1.0 - ALPHA) * u, u) + matrix @ shares
            active = np.abs(u) > tau
            count = np.count_nonzero(active)
        return size, steps

    serve(relax)


main()

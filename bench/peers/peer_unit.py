"""A unit by numba and NumPy: a field of float32 from its file, NumPy's own normal draws and permutation, each field's
moments, and the frontier loop of peer_numba on all four."""

import os
import sys

import numpy as np

from field_graph import ALPHA, CEILING, load, serve, threshold
from peer_numba import relax_frontier


def main():
    folder = sys.argv[1]
    offsets, neighbours, field = load(folder)
    n = len(field)
    stored = os.path.join(folder, "field.f32")
    field.astype(np.float32).tofile(stored)
    incoming = np.zeros(n)
    touched = np.empty(n, dtype=np.int32)
    frontier = np.empty(n, dtype=np.int32)
    stamp = np.zeros(n, dtype=np.int32)

    def probe(u):
        u.min(), u.max(), u.mean(), u.var(), (u == 0).sum()
        tau = threshold(np.abs(u))
        result = relax_frontier(offsets, neighbours, u, tau, ALPHA, CEILING, incoming, touched, frontier, stamp)
        u.sum()
        return result

    def unit():
        real = np.fromfile(stored, dtype=np.float32).astype(np.float64)
        draws = np.random.default_rng(42)
        probe(draws.standard_normal(n))
        probe(real.mean() + real.std() * draws.standard_normal(n))
        probe(draws.permutation(real))
        return probe(real)

    serve(unit)


main()

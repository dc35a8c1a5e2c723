"""A frontier loop compiled by numba: lists of active and touched nodes, shares pushed straight to their targets."""

import sys

import numba
import numpy as np

from field_graph import ALPHA, CEILING, load, serve, threshold


@numba.njit(cache=False)
def relax_frontier(offsets, neighbours, u, tau, alpha, ceiling, incoming, touched, frontier, stamp):
    n = len(u)
    active = 0
    for i in range(n):
        if abs(u[i]) > tau:
            frontier[active] = i
            active += 1
    size = 0
    steps = 0
    while active > 0 and steps < ceiling:
        size += active
        steps += 1
        count = 0
        for a in range(active):
            r = frontier[a]
            if stamp[r] != steps:
                stamp[r] = steps
                touched[count] = r
                count += 1
            start, end = offsets[r], offsets[r + 1]
            share = (alpha * u[r]) / (end - start)
            for j in range(start, end):
                i = neighbours[j]
                if stamp[i] != steps:
                    stamp[i] = steps
                    touched[count] = i
                    count += 1
                incoming[i] += share
        for a in range(active):
            u[frontier[a]] *= 1.0 - alpha
        active = 0
        for t in range(count):
            i = touched[t]
            u[i] += incoming[i]
            incoming[i] = 0.0
            if abs(u[i]) > tau:
                frontier[active] = i
                active += 1
        frontier[:active].sort()
    stamp[:] = 0
    return size, steps


def main():
    offsets, neighbours, field = load(sys.argv[1])
    n = len(field)
    incoming = np.zeros(n)
    touched = np.empty(n, dtype=np.int32)
    frontier = np.empty(n, dtype=np.int32)
    stamp = np.zeros(n, dtype=np.int32)

    def relax():
        u = field.copy()
        tau = threshold(np.abs(u))
        return relax_frontier(
            offsets, neighbours, u, tau, ALPHA, CEILING, incoming, touched, frontier, stamp
        )

    serve(relax)


if __name__ == "__main__":
    main()

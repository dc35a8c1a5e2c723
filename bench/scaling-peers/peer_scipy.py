"""The same fits by SciPy's L-BFGS-B with analytic gradient, as a peer: orders in, lines of JSON out.

Same rows, same objective in units of delta, same 243 starts, same restarts until a restart gains less than 1e-12, same
rows drawn by each replicate (Philox4x32-10), each replicate started from the fit of all rows. Vectorised over the rows.
"""

import itertools
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize

DELTA = 1e-3
STARTS = list(itertools.product([0, 10, 20], [0, 10, 20], [-1, 0, 1], [0, 1, 2], [0, 1, 2]))
REPLICATES = 1000
SEED = 42
OPTIONS = {"maxiter": 10000, "maxfun": 100000, "ftol": 1e-14, "gtol": 1e-8}


def objective(theta, ln_n, ln_d, ln_loss):
    a, b, e, alpha, beta = theta
    x = a - alpha * ln_n
    y = b - beta * ln_d
    top = np.maximum(np.maximum(x, y), e)
    ex = np.exp(x - top)
    ey = np.exp(y - top)
    ez = np.exp(e - top)
    total = ex + ey + ez
    u = (top + np.log(total) - ln_loss) / DELTA
    bounded = np.minimum(np.maximum(u, -1.0), 1.0)
    value = np.dot(bounded, u - 0.5 * bounded)
    share = bounded / (DELTA * total)
    gx = share * ex
    gy = share * ey
    return value, np.array([gx.sum(), gy.sum(), np.dot(share, ez), -np.dot(gx, ln_n), -np.dot(gy, ln_d)])


def fit(theta, rows):
    least = np.inf
    while True:
        result = minimize(objective, theta, args=rows, jac=True, method="L-BFGS-B", options=OPTIONS)
        if not least - result.fun >= 1e-12 * least:
            return (result.fun, result.x) if result.fun < least else (least, theta)
        least, theta = result.fun, result.x


def philox(key, counter):
    """Philox4x32-10 (Salmon et al. 2011) for arrays of counters."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    mask = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c0
        p1 = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (p1 >> shift) ^ c1 ^ np.uint64(k0), p1 & mask, (p0 >> shift) ^ c3 ^ np.uint64(k1), p0 & mask
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def drawn(replicate, count):
    i = np.arange(count, dtype=np.uint64)
    zero = np.zeros(count, dtype=np.uint64)
    c0, c1, _, _ = philox((SEED, 0), (i, zero + np.uint64(replicate), zero, zero + np.uint64(10)))
    return [((int(low) | int(high) << 32) * count) >> 64 for low, high in zip(c0, c1)]


class Peer:
    def __init__(self, path):
        self.rows = tuple(np.log(np.loadtxt(path)).T.copy())
        self.theta = None

    def starts(self):
        results = [fit(np.array(start, dtype=float), self.rows) for start in STARTS]
        least, self.theta = min(results, key=lambda result: result[0])
        hits = sum(result[0] <= least * (1 + 1e-6) for result in results)
        return {
            "objective": round(least, 9),
            "hit_share": round(hits / len(STARTS), 4),
            "alpha": round(self.theta[3], 7),
            "beta": round(self.theta[4], 7),
        }

    def replicates(self):
        total = 0.0
        a = []
        for replicate in range(REPLICATES):
            chosen = drawn(replicate, len(self.rows[0]))
            least, theta = fit(self.theta, tuple(column[chosen] for column in self.rows))
            total += least
            a.append(theta[4] / (theta[3] + theta[4]))
        low, middle, high = np.percentile(a, [2.5, 50, 97.5])
        return {
            "objectives": round(total, 6),
            "a_p2_5": round(low, 6),
            "a_p50": round(middle, 6),
            "a_p97_5": round(high, 6),
        }


def main():
    peer = Peer(sys.argv[1])
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = line.strip()
        cpu = time.thread_time()
        start = time.perf_counter()
        outcome = getattr(peer, order)()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "cpu": time.thread_time() - cpu, **outcome}), flush=True)


if __name__ == "__main__":
    main()

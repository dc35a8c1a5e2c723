package org.gradienttransport.udfs.backend.cuda;

import org.gradienttransport.udfs.random.Philox4x32;

/** Fields of several distributions, each a pure function of (size, seed). */
public final class Fields {
  private Fields() {}

  /** Shapes of fields. */
  public enum Distribution {
    GAUSSIAN {
      @Override
      double entry(double u, double v, double g) {
        return g;
      }
    },
    TINY {
      @Override
      double entry(double u, double v, double g) {
        return g * 1e-310;
      }
    },
    HUGE {
      @Override
      double entry(double u, double v, double g) {
        return g * 1e150;
      }
    },
    HEAVY_TAILED {
      @Override
      double entry(double u, double v, double g) {
        return g / (v * v * v);
      }
    },
    MOSTLY_ZERO {
      @Override
      double entry(double u, double v, double g) {
        return v < 0.975 ? (u < 0.5 ? -0.0 : 0.0) : g;
      }
    },
    ZERO {
      @Override
      double entry(double u, double v, double g) {
        return 0.0;
      }
    },
    CONSTANT {
      @Override
      double entry(double u, double v, double g) {
        return -1.5;
      }
    },
    FEW_VALUES {
      @Override
      double entry(double u, double v, double g) {
        return Math.rint(g);
      }
    },
    HALF_PRECISION {
      @Override
      double entry(double u, double v, double g) {
        return Math.rint(g * 1024) / 1048576;
      }
    },
    UNIFORM {
      @Override
      double entry(double u, double v, double g) {
        return u - 0.5;
      }
    },
    ONE_SIDED {
      @Override
      double entry(double u, double v, double g) {
        return 3 + v;
      }
    };

    /** One entry from two uniform numbers in (0, 1) and a Gaussian one. */
    abstract double entry(double u, double v, double g);

    /** A field of so many entries. */
    public double[] draw(int nodes, int seed) {
      double[] field = new double[nodes];
      Philox4x32 philox = new Philox4x32();
      for (int i = 0; i < nodes; i++) {
        philox.draw(seed, nodes, i, 0, 0, 99);
        double u = uniform(philox.first());
        double v = uniform(philox.second());
        double g = Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
        field[i] = entry(u, v, g);
      }
      return field;
    }

    private static double uniform(long bits) {
      return ((bits >>> 11) + 0.5) * 0x1p-53;
    }
  }
}

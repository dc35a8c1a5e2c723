package org.gradienttransport.jobs.aggregate.scaling;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.SweepRow;

/** The rows that units of work are about, each under the hash of its content. */
public final class FitData implements Serializable {
  private static final long serialVersionUID = 1;

  private final HashMap<String, LossRows> rows = new HashMap<>();
  private final HashMap<String, List<SweepRow>> sweeps = new HashMap<>();
  private final HashMap<String, LossCurve> curves = new HashMap<>();

  /** Adds rows of a law; returns their key. */
  String add(LossRows law) {
    String key = RowHash.of(law);
    rows.put(key, law);
    return key;
  }

  /** Adds the rows of a sweep; returns their key. */
  String add(List<SweepRow> sweep) {
    String key = RowHash.of(sweep);
    sweeps.put(key, List.copyOf(sweep));
    return key;
  }

  /** Adds a training curve; returns its key. */
  String add(double[] x, double[] loss) {
    String key = RowHash.of(x, loss);
    curves.put(key, new LossCurve(x, loss));
    return key;
  }

  LossRows rows(String key) {
    return required(rows, key);
  }

  List<SweepRow> sweep(String key) {
    return required(sweeps, key);
  }

  LossCurve curve(String key) {
    return required(curves, key);
  }

  private static <T> T required(Map<String, T> from, String key) {
    T value = from.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no rows of hash " + key);
    }
    return value;
  }
}

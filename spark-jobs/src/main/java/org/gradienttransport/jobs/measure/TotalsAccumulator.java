package org.gradienttransport.jobs.measure;

import java.io.IOException;
import java.io.ObjectOutputStream;
import org.apache.spark.util.AccumulatorV2;

/**
 * Totals that tasks add to. Spark brings them to the driver when a task ends, and with every
 * heartbeat of its executor before; so a task adds while another thread sends.
 */
final class TotalsAccumulator extends AccumulatorV2<Totals, Totals> {
  private static final long serialVersionUID = 1L;

  private Totals totals = new Totals();
  private boolean zero = true;

  @Override
  public synchronized boolean isZero() {
    return zero;
  }

  @Override
  public TotalsAccumulator copy() {
    TotalsAccumulator copy = new TotalsAccumulator();
    copy.merge(this);
    return copy;
  }

  @Override
  public synchronized void reset() {
    totals = new Totals();
    zero = true;
  }

  @Override
  public synchronized void add(Totals more) {
    totals.add(more);
    zero = false;
  }

  @Override
  public void merge(AccumulatorV2<Totals, Totals> other) {
    if (!other.isZero()) {
      add(other.value());
    }
  }

  /** The sums now; what is added later does not change them. */
  @Override
  public synchronized Totals value() {
    return new Totals().add(totals);
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
  }
}

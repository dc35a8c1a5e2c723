package org.gradienttransport.jobs.measure;

import java.util.Collections;
import java.util.function.Predicate;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.udfs.backend.OpenedBackend;

/**
 * Whether a field may be measured under all of its probes while it is read once: where the graphs
 * of all of them fit an executor beside the fields that it would measure and read at the same time
 * under one probe.
 */
public final class ProbesTogether implements Predicate<UnitWork>, AutoCloseable {
  /** A device has memory of its own, which only it can tell; there small fields are read once. */
  private static final long SMALL_ON_DEVICE = 1L << 20;

  private final OpenedBackend host;
  private final boolean onHost;
  private final long budget;
  private final int fields;

  private ProbesTogether(OpenedBackend host, boolean onHost, long budget, int fields) {
    this.host = host;
    this.onHost = onHost;
    this.budget = budget;
    this.fields = fields;
  }

  /** The answers for executors of a shape. */
  public static ProbesTogether of(MeasureSettings settings, ExecutorShape shape) {
    OpenedBackend host = BackendChoice.onHost(shape.threads(settings));
    int slots = Math.max(1, shape.slots() / Math.max(1, shape.executors()));
    // Each slot measures one field and has read the next.
    return new ProbesTogether(
        host, settings.backend().equals(host.first().name()), shape.heap().budget(), 2 * slots);
  }

  @Override
  public boolean test(UnitWork work) {
    return onHost
        ? MemoryLedger.total(Collections.nCopies(fields, ExecutorEngine.need(host, work))) <= budget
        : work.unit().entries() < SMALL_ON_DEVICE;
  }

  @Override
  public void close() {
    host.close();
  }
}

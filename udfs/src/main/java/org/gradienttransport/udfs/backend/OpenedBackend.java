package org.gradienttransport.udfs.backend;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * A backend, why it was taken, and perhaps a second one for fields that do not fit its memory.
 * Closing it closes both.
 *
 * @param first measures whatever fits it
 * @param reason why it was taken, in a sentence for the log and for rows
 * @param second measures the rest
 */
public record OpenedBackend(Backend first, String reason, Optional<Backend> second)
    implements AutoCloseable {

  /** A backend without a second one for fields that do not fit it. */
  static OpenedBackend of(Backend backend, String reason) {
    return new OpenedBackend(backend, reason, Optional.empty());
  }

  OpenedBackend withSecond(Backend backend) {
    return new OpenedBackend(first, reason, Optional.of(backend));
  }

  /**
   * Measures a field.
   *
   * @param field null when every variant is N0
   * @see Backend#measure(double[], long, ProbeParameters, List)
   */
  public Measured measure(
      BackendField field, long entries, ProbeParameters parameters, List<FieldVariant> variants) {
    try {
      return measured(first, field, entries, parameters, variants, reason);
    } catch (InsufficientMemoryException e) {
      if (second.isEmpty()) {
        throw first.usesHostThreads() ? e : withAdvice(e);
      }
      // Thrown on admission, before the field is touched.
      String why = "it does not fit " + first.name() + ": " + e.getMessage();
      return measured(second.get(), field, entries, parameters, variants, why);
    }
  }

  private InsufficientMemoryException withAdvice(InsufficientMemoryException e) {
    return new InsufficientMemoryException(
        "%s; the backend %s,cpu leaves such fields to the processor"
            .formatted(e.getMessage(), first.name()),
        e);
  }

  private static Measured measured(
      Backend backend,
      BackendField field,
      long entries,
      ProbeParameters parameters,
      List<FieldVariant> variants,
      String reason) {
    List<ProbeResult> results =
        field == null
            ? backend.measure(null, entries, parameters, variants)
            : backend.measure(field, parameters, variants);
    return new Measured(results, backend.name(), backend.device(), reason);
  }

  /** Room for a field that is read piece by piece. */
  public FieldCollector collector(long entries) {
    return first.collector(entries);
  }

  /** Makes a graph ahead on the preferred backend, see {@link Backend#prepare}. */
  public void prepare(GraphKey graph) {
    first.prepare(graph);
  }

  /** Whether the preferred backend computes on the threads of the host. */
  public boolean usesHostThreads() {
    return first.usesHostThreads();
  }

  /**
   * Most bytes of host memory that one measurement takes on either backend, see {@link
   * Backend#workingBytes}.
   */
  public long workingBytes(GraphKey graph, List<FieldVariant> variants) {
    long bytes = first.workingBytes(graph, variants);
    return second.isEmpty() ? bytes : Math.max(bytes, second.get().workingBytes(graph, variants));
  }

  /**
   * Most bytes of host memory that a cached graph takes on either backend; graphs of a device lie
   * in its own memory.
   */
  public long graphBytes(GraphKey graph) {
    long bytes = first.usesHostThreads() ? first.graphBytes(graph) : 0;
    return second.isEmpty() ? bytes : Math.max(bytes, second.get().graphBytes(graph));
  }

  /**
   * Forgets all but some graphs and their room on both backends, see {@link Backend#forgetOthers}.
   */
  public void forgetOthers(Set<GraphKey> used) {
    first.forgetOthers(used);
    second.ifPresent(backend -> backend.forgetOthers(used));
  }

  @Override
  public void close() {
    try {
      first.close();
    } finally {
      second.ifPresent(Backend::close);
    }
  }
}

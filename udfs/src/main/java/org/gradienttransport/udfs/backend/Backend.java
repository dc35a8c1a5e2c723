package org.gradienttransport.udfs.backend;

import java.util.List;
import java.util.Set;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * Measures fields on one kind of hardware.
 *
 * <p>Safe for use by several threads. All backends give equal results, to the last bit, for equal
 * arguments.
 */
public interface Backend extends AutoCloseable {

  /** Short name as chosen by configuration and published in rows: cpu, cuda, nd4j. */
  String name();

  /** Name of the processor or device this backend runs on, for people and provenance. */
  String device();

  /**
   * Relaxes a loaded field and nulls drawn beside it on the cached graph of its size.
   *
   * @param field the N entries; given up to the backend, which may overwrite them. {@code null}
   *     when every variant is {@link org.gradienttransport.schemas.vocabulary.FieldKind#N0}, which
   *     needs none
   * @param nodes N, at least 3
   * @param parameters of the probe
   * @param variants which relaxations to make; any number, any order
   * @return one result per variant, in the order of {@code variants}
   * @throws NonFiniteFieldException when the field holds NaN or an infinity
   * @throws InsufficientMemoryException when the work cannot fit even alone
   */
  List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants);

  /**
   * As {@link #measure(double[], long, ProbeParameters, List)}, for a field in the form of {@link
   * #collector}.
   *
   * @param field given up to the backend
   */
  default List<ProbeResult> measure(
      BackendField field, ProbeParameters parameters, List<FieldVariant> variants) {
    return measure(field.toDoubles(), field.entries(), parameters, variants);
  }

  /**
   * Room for a field that is read piece by piece, in the form this backend takes fastest; never
   * more than 8 bytes per entry.
   */
  default FieldCollector collector(long entries) {
    return new WidenedField(entries);
  }

  /**
   * Makes a graph that {@link #measure} will soon need, if there is room for it beside those that
   * are kept. Returns when it is there; where it cannot be had, nothing is said, as {@link
   * #measure} will say it.
   */
  default void prepare(GraphKey graph) {}

  /**
   * Whether the host's processor relaxes, so that a large field is worth all of its threads and
   * others should wait for it.
   */
  default boolean usesHostThreads() {
    return true;
  }

  /**
   * Most bytes of host memory a call of {@link #measure} takes beside the field itself and the
   * cached graph.
   */
  long workingBytes(GraphKey graph, List<FieldVariant> variants);

  /** Bytes a cached graph takes. */
  long graphBytes(GraphKey graph);

  /**
   * Forgets graphs and room that are kept for speed alone, so that something else has place.
   *
   * @param used graphs that are in use or about to be, and stay
   */
  default void forgetOthers(Set<GraphKey> used) {}

  /** Releases cached graphs and device memory. */
  @Override
  void close();
}

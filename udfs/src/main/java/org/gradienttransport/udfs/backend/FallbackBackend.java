package org.gradienttransport.udfs.backend;

import java.util.List;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * A backend on a device, with another for fields that do not fit the device's memory. The results
 * are the same, so rows carry the first one's name.
 */
final class FallbackBackend implements Backend {
  private final Backend first;
  private final Backend second;

  FallbackBackend(Backend first, Backend second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public String name() {
    return first.name();
  }

  @Override
  public String device() {
    return first.device();
  }

  @Override
  public List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    try {
      return first.measure(field, nodes, parameters, variants);
    } catch (InsufficientMemoryException e) {
      // Thrown on admission, before the field is touched.
      return second.measure(field, nodes, parameters, variants);
    }
  }

  /** Of the second, as it may have to take the field. */
  @Override
  public long workingBytes(long nodes, List<FieldVariant> variants) {
    return Math.max(first.workingBytes(nodes, variants), second.workingBytes(nodes, variants));
  }

  @Override
  public long graphBytes(long nodes) {
    return Math.max(first.graphBytes(nodes), second.graphBytes(nodes));
  }

  @Override
  public void close() {
    try {
      first.close();
    } finally {
      second.close();
    }
  }
}

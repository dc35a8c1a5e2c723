package org.gradienttransport.udfs.backend;

import java.util.List;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * Results and where they come from.
 *
 * @param results one per variant, in the order asked for
 * @param backend name of the backend that measured
 * @param device what it ran on
 * @param reason why it was this backend, in a sentence
 */
public record Measured(List<ProbeResult> results, String backend, String device, String reason) {
  public Measured {
    results = List.copyOf(results);
  }
}

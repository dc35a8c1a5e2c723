package org.gradienttransport.jobs.measure;

import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.probe.ProbeResult;

/** What became of one relaxation that was asked for. */
sealed interface RelaxResult permits RelaxResult.NewCascade, RelaxResult.KnownCascade, Refusal {
  /**
   * It was made now.
   *
   * @param reason why it was that backend, in a sentence
   * @param seconds wall-clock time attributed to it
   */
  record NewCascade(ProbeResult probe, String backend, String device, String reason, double seconds)
      implements RelaxResult {}

  /**
   * It was made before, for a field of the same content.
   *
   * @param row that it was stored as
   */
  record KnownCascade(FieldTransport row) implements RelaxResult {}
}

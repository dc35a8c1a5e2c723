package org.gradienttransport.jobs.aggregate;

import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * One relaxation under a variation of the probe.
 *
 * @param variation how it was probed
 * @param field the measurement, or why there is none; its family, scale, step and kind of field
 */
public record VariedField(ProbeVariation variation, FieldTransport field) {}

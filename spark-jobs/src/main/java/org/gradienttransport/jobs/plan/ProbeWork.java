package org.gradienttransport.jobs.plan;

import java.io.Serializable;
import java.util.List;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * Relaxations of one field under one probe.
 *
 * @param parameters of the probe
 * @param variants the relaxations, at least one
 */
public record ProbeWork(ProbeParameters parameters, List<FieldVariant> variants)
    implements Serializable {
  public ProbeWork {
    variants = List.copyOf(variants);
  }
}

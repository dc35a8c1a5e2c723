package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * How executors measure. Shipped with every task; equal settings share one backend per executor.
 *
 * @param backend one of {@link org.gradienttransport.udfs.backend.Backends#CHOICES}
 * @param threads for one large field; 0 for as many as the executor has processors
 * @param graphCache local directory of each host where graphs are kept between runs, or empty
 */
public record MeasureSettings(String backend, int threads, String graphCache, ProbeParameters probe)
    implements Serializable {

  /** These settings with other parameters of the probe. */
  public MeasureSettings probing(ProbeParameters other) {
    return new MeasureSettings(backend, threads, graphCache, other);
  }

  /** Canonical text of all that decides a measurement beside its field. */
  public String canonical() {
    return MethodVersion.canonical(probe);
  }
}

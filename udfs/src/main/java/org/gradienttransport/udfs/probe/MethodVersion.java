package org.gradienttransport.udfs.probe;

/**
 * Version of the measurement: part of the key under which results are kept. Changes whenever the
 * same field could give another row (arithmetic, generator, null drawing, order of sums), and never
 * otherwise, so that stored measurements stay valid across releases.
 */
public final class MethodVersion {
  public static final String CURRENT = "tdu-ofc-v1";

  private MethodVersion() {}

  /** Canonical text of all that decides a measurement beside its field. */
  public static String canonical(ProbeParameters probe) {
    return CURRENT + ";" + probe.canonical();
  }
}

package org.gradienttransport.schemas.vocabulary;

import java.util.Locale;

/** Generator of the graph that fields relax on, with its version (METHOD section 1). */
public enum GraphKind implements Word {
  /** Barabasi-Albert graph whose every edge is a pure function of seed and edge number. */
  BA_PHILOX_V1,
  /** Square lattice with helical boundaries (METHOD-ROBUSTNESS section 1); has no parameters. */
  TORUS_HELICAL_V1;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package org.gradienttransport.jobs.conf;

import java.io.Serializable;

/**
 * One model size of a family.
 *
 * @param name how the scale is called in every table
 * @param path where its snapshots are, relative to the family's root
 * @param entries N, the elements a field must have
 * @param parameters model size used for external exponents; equals {@code entries} unless declared
 */
public record Scale(String name, String path, long entries, long parameters)
    implements Serializable {

  /** The probe's graph needs three nodes for its initial star. */
  static final long FEWEST_ENTRIES = 3;

  public Scale {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "'" + name + "' is no scale name; use letters, digits, '.', '_' and '-'");
    }
    if (path.isBlank()) {
      throw new IllegalArgumentException(
          "a scale's path must not be blank; '.' is the root itself");
    }
    if (entries < FEWEST_ENTRIES) {
      throw new IllegalArgumentException("a field needs at least 3 entries, got " + entries);
    }
    if (parameters < 1) {
      throw new IllegalArgumentException("parameters must be positive, got " + parameters);
    }
  }
}

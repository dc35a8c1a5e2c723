package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.udfs.layout.FieldLayout;

/**
 * One model size of a family.
 *
 * @param name how the scale is called in every table
 * @param path where its snapshots are, relative to the family's root
 * @param entries N, the elements a field must have
 * @param parameters model size used for external exponents; equals {@code entries} unless declared
 * @param own what the scale states in place of its family
 */
public record Scale(String name, String path, long entries, long parameters, Own own)
    implements Serializable {

  /**
   * What a scale may state for itself; null stands for what it does not.
   *
   * @param variables values of the placeholders in templates, by name
   * @param snapshot where its snapshots lie
   * @param layout which tensors make its field
   * @param stepNames by step the name of its folder, branch or file, where that holds no number
   */
  public record Own(
      Map<String, String> variables,
      Snapshots snapshot,
      FieldLayout layout,
      Map<Long, String> stepNames)
      implements Serializable {
    /** A scale that is as its family says. */
    public static final Own NOTHING = new Own(Map.of(), null, null, Map.of());

    public Own {
      stepNames = Map.copyOf(stepNames);
      if (Set.copyOf(stepNames.values()).size() < stepNames.size()) {
        throw new IllegalArgumentException("step_names gives two steps the same name");
      }
      variables = Map.copyOf(variables);
    }
  }

  /** A scale that states nothing in place of its family. */
  public Scale(String name, String path, long entries, long parameters) {
    this(name, path, entries, parameters, Own.NOTHING);
  }

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

  /** Values of the placeholders in templates; the scale's name and path are two of them. */
  public Map<String, String> variables() {
    Map<String, String> all = new HashMap<>(own.variables());
    all.put("scale", name);
    all.put("scale_path", path);
    return all;
  }

  /** Which tensors make the scale's field, if it says so itself. */
  public Optional<FieldLayout> layout() {
    return Optional.ofNullable(own.layout());
  }
}

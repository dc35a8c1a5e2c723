package org.gradienttransport.udfs.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tensors by their exact names, in this order; every one must be there, unless the rule is
 * optional.
 *
 * @param names full tensor names
 * @param optional whether tensors may be absent, as the head of a model is that shares its
 *     embedding
 */
public record NamedTensors(List<String> names, boolean optional) implements LayoutRule {

  /** Tensors that must be there. */
  public NamedTensors(List<String> names) {
    this(names, false);
  }

  public NamedTensors {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a names rule must name at least one tensor");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a tensor name must not be blank");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("tensor '" + name + "' is named twice in one rule");
      }
    }
  }

  @Override
  public String describe() {
    return (optional ? "optional " : "")
        + "names rule ["
        + names.get(0)
        + (names.size() > 1 ? ", ..." : "")
        + "]";
  }

  @Override
  public String place(String tensor) {
    return tensor;
  }

  @Override
  public String canonical() {
    return (optional ? "optional" : "names") + LayoutRule.canonicalList(names);
  }
}

package org.gradienttransport.jobs.aggregate.cohort;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;

/**
 * Families that differ only in their seed.
 *
 * @param members names of the members, by family
 */
public record Cohort(String name, Map<String, String> members) {
  /** Keeps the members as they are now, in the order of their families. */
  public Cohort {
    members = new TreeMap<>(members);
  }

  /** What must be the same of all members. */
  private record Shape(Set<String> scales, Set<Long> steps, Set<String> methods) {
    static Shape of(Rows rows, String family) {
      Shape shape = new Shape(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
      for (FieldTransport row : rows.of(FieldTransport.ROWS)) {
        if (row.key().family().equals(family) && row.key().realisation().isReal()) {
          shape.scales.add(row.key().scale() + " of N = " + row.n());
          shape.steps.add(row.key().step());
          shape.methods.add(row.methodVersion());
        }
      }
      return shape;
    }

    Optional<String> difference(Shape other) {
      if (!scales.equals(other.scales)) {
        return Optional.of("scales: " + scales + " and " + other.scales);
      }
      if (!steps.equals(other.steps)) {
        Set<Long> lone = new TreeSet<>(steps);
        lone.addAll(other.steps);
        lone.removeIf(step -> steps.contains(step) && other.steps.contains(step));
        return Optional.of(
            "steps: %d and %d, of which only one has %s"
                .formatted(steps.size(), other.steps.size(), lone.iterator().next()));
      }
      return methods.equals(other.methods)
          ? Optional.empty()
          : Optional.of("method: " + methods + " and " + other.methods);
    }
  }

  /** Wherein members differ that may differ in their seed alone, in a sentence; empty if alike. */
  public Optional<String> difference(Rows rows) {
    String first = members.keySet().iterator().next();
    Shape shape = Shape.of(rows, first);
    return members.keySet().stream()
        .flatMap(
            family ->
                shape
                    .difference(Shape.of(rows, family))
                    .map(
                        what ->
                            "%s and %s are of cohort %s, but differ in their %s."
                                .formatted(first, family, name, what))
                    .stream())
        .findFirst();
  }
}

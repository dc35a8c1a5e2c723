package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradienttransport.udfs.layout.FieldLayout;

/**
 * One family of models trained alike at several scales, as its file describes it. Immutable; not a
 * record because optional values are not serializable.
 */
public final class Family implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FamilyFacts facts;

  Family(FamilyFacts facts) {
    this.facts = Objects.requireNonNull(facts, "facts");
  }

  /** How the family is called in every table. */
  public String name() {
    return facts.name();
  }

  /** The family in one line, for people. */
  public String title() {
    return facts.title();
  }

  /** What must be said wherever the family's numbers are shown; may be empty. */
  public String note() {
    return facts.note();
  }

  /** What a snapshot's field is. */
  public FieldSource field() {
    return facts.field();
  }

  /** Hadoop path below which every scale lies. */
  public String root() {
    return facts.root();
  }

  /** The scales, by increasing N. */
  public List<Scale> scales() {
    return facts.scales();
  }

  /** Where one step's tensors lie below a scale. */
  public Snapshots snapshot() {
    return facts.snapshot();
  }

  /** The aligned steps. */
  public StepGrid steps() {
    return facts.steps();
  }

  /** Which scales a fit needs. */
  public Grid grid() {
    return facts.grid();
  }

  /** Which tensors make the field, in which order. */
  public FieldLayout layout() {
    return facts.layout();
  }

  /** How many tensors a field has, if declared. */
  public OptionalInt expectedTensors() {
    return facts.expectedTensors() == null
        ? OptionalInt.empty()
        : OptionalInt.of(facts.expectedTensors());
  }

  /** The stable window, unless it is to be found automatically. */
  public Optional<WindowBounds> window() {
    return Optional.ofNullable(facts.window());
  }

  /** The learning rate over the steps. */
  public Schedule schedule() {
    return facts.schedule();
  }

  /** The external performance, if there is any. */
  public Optional<Performance> performance() {
    return Optional.ofNullable(facts.performance());
  }

  /**
   * SHA-256, in hexadecimal, over everything that bears on measurements and aggregation; locations
   * and texts for people are left out, so a family keeps its hash when its files move.
   */
  public String hash() {
    return facts.hash();
  }

  /** The same family with its snapshots below another Hadoop path. */
  public Family withRoot(String root) {
    return new Family(facts.withRoot(Credentials.refused("The root", root)));
  }

  /** The same family with its external performance below another Hadoop path, if it has any. */
  public Family withPerformanceRoot(String root) {
    return new Family(facts.withPerformanceRoot(root));
  }

  /** Hadoop path below which the external performance lies. */
  public String performanceRoot() {
    return performance()
        .map(performance -> performance.source().root())
        .filter(root -> !root.isEmpty())
        .orElse(root());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Family family && facts.equals(family.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  @Override
  public String toString() {
    return name() + " (" + scales().size() + " scales below " + root() + ")";
  }
}

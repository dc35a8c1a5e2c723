package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.robustness.EvenRanks;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * Which variations of the probe a family is measured under, at which of its steps
 * (METHOD-ROBUSTNESS section 1).
 *
 * @param levels the variations, by factor and level, each once, the baseline not among them
 * @param spread how many steps are spread evenly over the stable window where none are named
 * @param named the steps themselves, ascending; empty where they are spread
 * @param nulls null controls that are measured beside the real field, N0 always among them
 */
public record Variations(
    List<ProbeVariation> levels, int spread, List<Long> named, Set<FieldKind> nulls)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Steps that are taken where nothing else is said. */
  static final int DEFAULT_STEPS = 8;

  /** The 15 variations of METHOD-ROBUSTNESS at 8 steps of the stable window, with N0. */
  public static final Variations DEFAULT =
      new Variations(ProbeVariation.defaults(), DEFAULT_STEPS, List.of(), Set.of(FieldKind.N0));

  /** How the default is asked for. */
  public static final String DEFAULT_WORD = "default";

  public Variations {
    levels = levels.stream().sorted().toList();
    named = named.stream().distinct().sorted().toList();
    EnumSet<FieldKind> kinds = EnumSet.of(FieldKind.N0);
    kinds.addAll(nulls);
    nulls = Set.copyOf(kinds);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("variations need at least one level of one factor");
    }
    if (spread < 1) {
      throw new IllegalArgumentException("variations need at least one step, got " + spread);
    }
    if (nulls.contains(FieldKind.REAL)) {
      throw new IllegalArgumentException("the real field is no null; it is always measured");
    }
    Set<String> seen = new HashSet<>();
    for (ProbeVariation level : levels) {
      if (level.isBaseline()) {
        throw new IllegalArgumentException(
            level.label() + " is the baseline's own value; leave it out");
      }
      if (!seen.add(level.parameters().canonical())) {
        throw new IllegalArgumentException(level.label() + " is there twice; leave one out");
      }
    }
  }

  /**
   * What {@code --variations} names: {@code default}, or the path of a file.
   *
   * @throws org.gradienttransport.jobs.exit.JobException with exit code CONFIGURATION, naming every
   *     problem of the file
   */
  public static Variations load(String text, Configuration hadoop) {
    return text.equals(DEFAULT_WORD)
        ? DEFAULT
        : Document.load("variations", text, hadoop, VariationsParser::parse);
  }

  /**
   * The steps that are taken.
   *
   * @param known all steps of the family that have a fit, ascending
   * @param inWindow those of them in its stable window; empty where there is no window
   * @return empty where steps are to be spread over a window that does not exist
   */
  public Optional<List<Long>> choose(List<Long> known, Optional<List<Long>> inWindow) {
    return named.isEmpty()
        ? inWindow.map(steps -> EvenRanks.choose(steps, spread))
        : Optional.of(named.stream().filter(known::contains).toList());
  }

  /** Canonical text of all of it. */
  public String canonical() {
    return "levels="
        + levels.stream().map(ProbeVariation::label).collect(Collectors.joining(","))
        + ";steps="
        + (named.isEmpty() ? "spread:" + spread : new StepList(named))
        + ";nulls="
        + nulls.stream().map(FieldKind::word).sorted().collect(Collectors.joining(","));
  }
}

package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.Level;

/**
 * Whether families that are said to differ in their seed alone do: in their seed, because a wrong
 * download gives two members one content, and in nothing else.
 */
public final class CohortChecks {
  static final Check ALIKE = Check.of("cohort_alike", Level.ERROR, 0);
  static final Check CONTENT = Check.of("cohort_content", Level.WARN, 0);

  /** Equal snapshots that a message names. */
  private static final int NAMED = 4;

  private CohortChecks() {}

  /**
   * Both questions for the members that a run covers; what was found of others goes on with them.
   *
   * @param families that the run covers, by name
   */
  public static List<CheckResult> of(List<Cohort> cohorts, Rows rows, Set<String> families) {
    List<CheckResult> results = new ArrayList<>();
    for (Cohort cohort : cohorts) {
      Optional<String> difference = cohort.difference(rows);
      Map<String, Set<String>> shared = shared(cohort, rows);
      for (String family : cohort.members().keySet().stream().filter(families::contains).toList()) {
        results.add(
            ALIKE.atMost(
                family,
                difference.isPresent() ? 1.0 : 0.0,
                any ->
                    difference.orElseGet(
                        () ->
                            "The %d members of cohort %s have the same scales, steps and method."
                                .formatted(cohort.members().size(), cohort.name()))));
        results.add(content(family, cohort, shared.getOrDefault(family, new TreeSet<>())));
      }
    }
    return results;
  }

  private static CheckResult content(String family, Cohort cohort, Set<String> equal) {
    return CONTENT.atMost(
        family,
        (double) equal.size(),
        count ->
            "%s snapshots have the content of another member of cohort %s%s%s."
                .formatted(
                    Check.number(count),
                    cohort.name(),
                    equal.isEmpty() ? "" : ", as after a wrong download",
                    Check.named(List.copyOf(equal), NAMED, ", ")));
  }

  /** A snapshot of a member. */
  private record Snapshot(String family, String scale, long step) {
    String text() {
      return "%s step %d".formatted(scale, step);
    }
  }

  /** By family, the snapshots that another member has, too, each with where. */
  private static Map<String, Set<String>> shared(Cohort cohort, Rows rows) {
    Map<String, List<Snapshot>> byContent = new HashMap<>();
    for (FieldTransport row : rows.of(FieldTransport.ROWS)) {
      FieldTransport.FieldKey key = row.key();
      String hash = row.input().contentHash();
      if (hash != null
          && key.realisation().isReal()
          && cohort.members().containsKey(key.family())) {
        byContent
            .computeIfAbsent(hash, none -> new ArrayList<>())
            .add(new Snapshot(key.family(), key.scale(), key.step()));
      }
    }
    Map<String, Set<String>> shared = new HashMap<>();
    for (List<Snapshot> equal : byContent.values()) {
      for (Snapshot one : equal) {
        equal.stream()
            .filter(other -> !other.family().equals(one.family()))
            .findFirst()
            .ifPresent(
                other ->
                    shared
                        .computeIfAbsent(one.family(), none -> new TreeSet<>())
                        .add(one.text() + " and " + other.text() + " of " + other.family()));
      }
    }
    return shared;
  }
}

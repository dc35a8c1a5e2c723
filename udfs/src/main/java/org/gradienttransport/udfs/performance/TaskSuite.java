package org.gradienttransport.udfs.performance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The tasks whose accuracies are averaged.
 *
 * @param named tasks by name
 * @param prefix further tasks that begin so
 * @param prefixed how many of them there must be
 */
public record TaskSuite(Set<String> named, String prefix, int prefixed) {
  /** The paper's 65: 57 hendrycksTest-* and eight more (METHOD section 6). */
  public static final TaskSuite PAPER =
      new TaskSuite(
          Set.of(
              "lambada_openai",
              "piqa",
              "arc_easy",
              "arc_challenge",
              "sciq",
              "logiqa",
              "winogrande",
              "wsc"),
          "hendrycksTest-",
          57);

  public TaskSuite {
    named = Set.copyOf(named);
  }

  boolean contains(String task) {
    return named.contains(task) || (prefixed > 0 && task.startsWith(prefix));
  }

  /** What is missing from some tasks, in words; empty if nothing is. */
  List<String> missingFrom(Collection<String> tasks) {
    List<String> missing =
        new ArrayList<>(named.stream().filter(task -> !tasks.contains(task)).sorted().toList());
    long found = tasks.stream().filter(task -> prefixed > 0 && task.startsWith(prefix)).count();
    if (found != prefixed) {
      missing.add(prefix + "* (" + found + " of " + prefixed + ")");
    }
    return List.copyOf(missing);
  }
}

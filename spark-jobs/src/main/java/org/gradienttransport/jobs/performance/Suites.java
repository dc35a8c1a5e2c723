package org.gradienttransport.jobs.performance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradienttransport.jobs.conf.PerformanceFiles;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.performance.TaskSuite;

/** The task suite that a family's configuration describes. */
final class Suites {
  private Suites() {}

  /**
   * The suite.
   *
   * @throws JobException if the reader cannot do what the configuration asks
   */
  static TaskSuite of(PerformanceFiles.EvalHarness harness) {
    List<String> prefixes = harness.tasks().stream().filter(task -> task.endsWith("*")).toList();
    Set<String> named = new HashSet<>(harness.tasks());
    prefixes.forEach(named::remove);
    int prefixed = harness.expectedTasks() - named.size();
    if (prefixes.size() > 1 || prefixed < prefixes.size() || (prefixes.isEmpty() && prefixed > 0)) {
      throw JobException.configuration(
          ("performance.tasks may have one name that ends in '*', and expected_tasks must be"
                  + " the number of tasks in all, got %s and %s.")
              .formatted(harness.tasks(), harness.expectedTasks()));
    }
    String prefix =
        prefixes.isEmpty() ? "" : prefixes.get(0).substring(0, prefixes.get(0).length() - 1);
    return new TaskSuite(named, prefix, prefixed);
  }
}

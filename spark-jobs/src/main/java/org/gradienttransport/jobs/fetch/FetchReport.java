package org.gradienttransport.jobs.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.exit.ExitCode;

/**
 * What a run did.
 *
 * @param notTried files left alone because the run had to stop
 * @param twins groups of files with the very same bytes; known upstream faults look like this
 */
record FetchReport(
    int fetched, int alreadyThere, int notTried, List<List<String>> twins, List<Problem> problems) {

  /** What stops everything first; then what another run can mend; then what it cannot. */
  private static final List<ExitCode> WORST_FIRST =
      List.of(
          ExitCode.CANNOT_WRITE,
          ExitCode.UNAVAILABLE,
          ExitCode.TRY_AGAIN,
          ExitCode.BAD_DATA,
          ExitCode.MISSING_INPUT);

  static FetchReport of(List<Outcome> outcomes, List<Problem> planProblems) {
    List<Problem> problems = new ArrayList<>(planProblems);
    Map<String, List<String>> byHash = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      outcome.problem().ifPresent(problems::add);
      outcome
          .sha256()
          .ifPresent(
              hash ->
                  byHash.computeIfAbsent(hash, h -> new ArrayList<>()).add(outcome.file().path()));
    }
    return new FetchReport(
        count(outcomes, Outcome.State.FETCHED),
        count(outcomes, Outcome.State.ALREADY_THERE),
        count(outcomes, Outcome.State.NOT_TRIED),
        byHash.values().stream()
            .filter(paths -> paths.size() > 1)
            .map(paths -> paths.stream().sorted().toList())
            .toList(),
        List.copyOf(problems));
  }

  private static int count(List<Outcome> outcomes, Outcome.State state) {
    return (int) outcomes.stream().filter(o -> o.state() == state).count();
  }

  ExitCode exitCode() {
    return WORST_FIRST.stream()
        .filter(code -> problems.stream().anyMatch(p -> p.exitCode() == code))
        .findFirst()
        .orElse(ExitCode.OK);
  }
}

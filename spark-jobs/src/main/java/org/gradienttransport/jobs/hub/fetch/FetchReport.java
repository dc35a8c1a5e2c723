package org.gradienttransport.jobs.hub.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.jobs.exit.ExitCode;

/**
 * What a fetch did.
 *
 * @param notTried files left alone because the fetch had to stop
 * @param twins groups of files with the very same bytes; known upstream faults look like this
 */
public record FetchReport(
    int fetched, int alreadyThere, int notTried, List<List<String>> twins, List<Problem> problems) {

  /** What stops everything first; then what another run can mend; then what it cannot. */
  private static final List<ExitCode> WORST_FIRST =
      List.of(
          ExitCode.CANNOT_WRITE,
          ExitCode.UNAVAILABLE,
          ExitCode.TRY_AGAIN,
          ExitCode.BAD_DATA,
          ExitCode.MISSING_INPUT);

  /** Something that could not be fetched, and how a run that leaves it out should exit. */
  public record Problem(ExitCode exitCode, String message) {}

  /** What was done with one file. */
  enum State {
    FETCHED,
    ALREADY_THERE,
    FAILED,
    /** Left alone because the fetch had to stop. */
    NOT_TRIED
  }

  /**
   * How it went with one file.
   *
   * @param sha256 of the bytes at the target; empty when they are not there
   */
  record Outcome(String path, State state, Optional<String> sha256, Optional<Problem> problem) {}

  static FetchReport of(List<Outcome> outcomes, List<Problem> planProblems) {
    List<Problem> problems = new ArrayList<>(planProblems);
    Map<String, List<String>> byHash = new TreeMap<>();
    for (Outcome one : outcomes) {
      one.problem().ifPresent(problems::add);
      one.sha256()
          .ifPresent(hash -> byHash.computeIfAbsent(hash, h -> new ArrayList<>()).add(one.path()));
    }
    return new FetchReport(
        count(outcomes, State.FETCHED),
        count(outcomes, State.ALREADY_THERE),
        count(outcomes, State.NOT_TRIED),
        byHash.values().stream()
            .filter(paths -> paths.size() > 1)
            .map(paths -> paths.stream().sorted().toList())
            .toList(),
        List.copyOf(problems));
  }

  private static int count(List<Outcome> outcomes, State state) {
    return (int) outcomes.stream().filter(o -> o.state() == state).count();
  }

  /** How a command that did this should end. */
  public ExitCode exitCode() {
    return worst(problems);
  }

  static ExitCode worst(List<Problem> problems) {
    return WORST_FIRST.stream()
        .filter(code -> problems.stream().anyMatch(p -> p.exitCode() == code))
        .findFirst()
        .orElse(ExitCode.OK);
  }
}

package org.gradienttransport.jobs.fetch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * Asks the hub which files make up the wanted steps. A step whose commit the manifest already knows
 * is not asked for again: what a commit holds never changes, and a nightly run over hundreds of
 * steps would otherwise spend its requests on listings.
 */
final class FetchPlanner {
  private final HubClient hub;
  private final Layout layout;
  private final Manifest manifest;
  private final Workers workers;

  FetchPlanner(HubClient hub, Layout layout, Manifest manifest, Workers workers) {
    this.hub = hub;
    this.layout = layout;
    this.manifest = manifest;
    this.workers = workers;
  }

  /** What one step or one pattern contributes. */
  private record Part(List<RemoteFile> files, List<Problem> problems) {
    static Part failed(ExitCode exitCode, String message) {
      return new Part(List.of(), List.of(new Problem(exitCode, message)));
    }
  }

  /**
   * @param sources repositories
   * @param steps which steps of each
   * @param also glob patterns of further files, taken from the newest commit of the head branch
   * @throws JobException when the hub cannot be reached, or two sources share a folder
   */
  FetchPlan plan(List<Source> sources, Steps steps, List<String> also) throws InterruptedException {
    List<Callable<Part>> tasks = new ArrayList<>();
    List<RemoteFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Source source : sources) {
      try {
        addSteps(source, steps, tasks, problems);
      } catch (HubException e) {
        problems.add(problem(source.repo(), e));
      }
      if (!also.isEmpty()) {
        tasks.add(() -> further(source, also));
      }
    }
    for (Part part : workers.inOrder(tasks)) {
      files.addAll(part.files());
      problems.addAll(part.problems());
    }
    refuseDoubles(files);
    return new FetchPlan(List.copyOf(files), List.copyOf(problems));
  }

  private void addSteps(
      Source source, Steps steps, List<Callable<Part>> tasks, List<Problem> problems)
      throws HubException, InterruptedException {
    SortedMap<Long, String> present = layout.steps(hub, source);
    if (present.isEmpty()) {
      problems.add(missing(source.repo() + ": no branch or commit there is a training step"));
      return;
    }
    SortedMap<Long, String> chosen = new TreeMap<>();
    present.forEach(
        (step, commit) -> {
          if (steps.contains(step)) {
            chosen.put(step, commit);
          }
        });
    for (long step : steps.wanted()) {
      if (!present.containsKey(step)) {
        problems.add(missing(source.repo() + ": step " + step + " is not on the hub"));
      }
    }
    chosen.forEach((step, commit) -> tasks.add(() -> step(source, step, commit)));
  }

  private Part step(Source source, long step, String commit) throws InterruptedException {
    String folder = layout.stepFolder(source, step);
    List<RemoteFile> known = manifest.known(folder, source.repo(), commit, hub);
    if (!known.isEmpty() && layout.accepts(known)) {
      return new Part(known, List.of());
    }
    try {
      List<HubClient.TreeFile> tree = hub.files(source.repo(), commit, layout.hubFolder());
      List<RemoteFile> files = new ArrayList<>();
      for (HubClient.TreeFile file : layout.choose(hub, source, commit, tree)) {
        files.add(remote(source, commit, folder, file));
      }
      return new Part(files, List.of());
    } catch (HubException e) {
      Problem problem = problem(source.repo() + ": step " + step, e);
      return new Part(List.of(), List.of(problem));
    }
  }

  private Part further(Source source, List<String> patterns) throws InterruptedException {
    List<RemoteFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    try {
      String branch = layout.headBranch(source);
      Optional<String> head =
          hub.branches(source.repo()).stream()
              .filter(b -> b.name().equals(branch))
              .map(HubClient.Branch::commit)
              .findFirst();
      if (head.isEmpty()) {
        return Part.failed(
            ExitCode.MISSING_INPUT, source.repo() + ": no branch '" + Printable.of(branch) + "'");
      }
      List<HubClient.TreeFile> tree = hub.files(source.repo(), head.get(), "");
      for (String pattern : patterns) {
        addMatching(source, head.get(), tree, pattern, files, problems);
      }
    } catch (HubException e) {
      problems.add(problem(source.repo(), e));
    }
    return new Part(files, problems);
  }

  private void addMatching(
      Source source,
      String commit,
      List<HubClient.TreeFile> tree,
      String pattern,
      List<RemoteFile> files,
      List<Problem> problems) {
    Glob glob = new Glob(pattern);
    boolean found = false;
    for (HubClient.TreeFile file : tree) {
      if (glob.matches(file.path())) {
        found = true;
        Optional<String> objection = SafeNames.objectionTo(file.path());
        if (objection.isPresent()) {
          problems.add(hostile(source, file.path(), objection.get()));
        } else {
          files.add(remoteUnchecked(source, commit, source.folder(), file));
        }
      }
    }
    if (!found) {
      problems.add(missing(source.repo() + ": nothing matches --also " + Printable.of(pattern)));
    }
  }

  private RemoteFile remote(Source source, String commit, String folder, HubClient.TreeFile file)
      throws HubException {
    Optional<String> objection = SafeNames.objectionTo(file.path());
    if (objection.isPresent()) {
      throw new HubException(
          HubException.Kind.BAD_DATA, hostile(source, file.path(), objection.get()).message());
    }
    return remoteUnchecked(source, commit, folder, file);
  }

  private RemoteFile remoteUnchecked(
      Source source, String commit, String folder, HubClient.TreeFile file) {
    return new RemoteFile(
        folder + "/" + file.path(),
        source.repo(),
        commit,
        file.path(),
        hub.address(source.repo(), commit, file.path()),
        file.size(),
        file.checksum());
  }

  private static Problem problem(String what, HubException e) {
    if (e.kind() == HubException.Kind.UNREACHABLE || e.kind() == HubException.Kind.REFUSED) {
      // Without a listing there is no plan, and every further question would end the same way.
      throw new JobException(e.kind().exitCode(), what + ": " + e.getMessage(), e);
    }
    return new Problem(e.kind().exitCode(), what + ": " + e.getMessage());
  }

  private static Problem missing(String message) {
    return new Problem(ExitCode.MISSING_INPUT, message);
  }

  private static Problem hostile(Source source, String name, String objection) {
    return new Problem(
        ExitCode.BAD_DATA,
        source.repo() + ": the name '" + Printable.of(name) + "' " + objection + "; refused");
  }

  private static void refuseDoubles(List<RemoteFile> files) {
    Set<String> paths = new HashSet<>();
    for (RemoteFile file : files) {
      if (!paths.add(file.path())) {
        throw new JobException(
            ExitCode.USAGE,
            "two files would be written to "
                + Printable.of(file.path())
                + "; give each --repo its own folder with =FOLDER");
      }
    }
  }
}

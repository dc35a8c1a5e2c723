package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.hub.fetch.FetchReport.Problem;
import org.gradienttransport.jobs.hub.fetch.HubClient.Ref;
import org.gradienttransport.jobs.hub.fetch.HubClient.TreeFile;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.plan.input.RuleTensors;

/**
 * Asks the hub which files make up the wanted steps. A step whose commit the manifest already knows
 * is not asked for again: what a commit holds never changes, and a nightly run over hundreds of
 * steps would otherwise spend its requests on listings.
 */
final class FetchPlanner {
  private final HubClient hub;
  private final Fetch.Request request;
  private final Manifest manifest;
  private final Excerpts excerpts;

  /**
   * @param excerpts what makes excerpts where only a field's tensors are wanted
   */
  FetchPlanner(HubClient hub, Fetch.Request request, Manifest manifest, Excerpts excerpts) {
    this.hub = hub;
    this.request = request;
    this.manifest = manifest;
    this.excerpts = excerpts;
  }

  /** One that plans whole files, whatever is wanted of them. */
  FetchPlanner(HubClient hub, Fetch.Request request, Manifest manifest) {
    this(hub, request, manifest, null);
  }

  /**
   * The files of one step.
   *
   * @param repo repository on the hub
   */
  record PlannedStep(String repo, long step, List<RemoteFile> files) {}

  /**
   * The files to fetch, in order, and what is already known to be unobtainable.
   *
   * @param steps the same files by step, those that belong to whole runs aside
   */
  record Plan(List<RemoteFile> files, List<Problem> problems, List<PlannedStep> steps) {
    Plan() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Plan more) {
      steps.addAll(more.steps);
      files.addAll(more.files);
      problems.addAll(more.problems);
    }

    void missing(String message) {
      problems.add(new Problem(ExitCode.MISSING_INPUT, message));
    }
  }

  /** What to ask for a part of the plan. */
  private interface Ask {
    void into(Plan plan) throws IOException;
  }

  /** A question, and the beginning of the message when it fails. */
  private record Question(String name, Ask ask) {}

  /**
   * Asks all questions.
   *
   * @throws JobException when the hub cannot be reached, or two sources share a folder
   */
  Plan plan() throws IOException {
    List<Question> questions = new ArrayList<>();
    Plan plan = new Plan();
    for (Fetch.Wanted wanted : request.wanted()) {
      Source source = wanted.source();
      plan.add(answer(new Question(source.repo(), part -> addSteps(wanted, part, questions))));
      if (!request.also().isEmpty()) {
        questions.add(new Question(source.repo(), part -> addFurther(source, part)));
      }
    }
    Tasks.over(questions)
        .threads(request.concurrency(), "fetch-plan")
        .run(this::answer)
        .forEach(plan::add);
    refuseDoubles(plan.files());
    return plan;
  }

  private Plan answer(Question question) throws IOException {
    Plan part = new Plan();
    try {
      question.ask().into(part);
    } catch (HubException e) {
      String message = question.name() + ": " + e.getMessage();
      if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.REFUSED) {
        // Without a listing there is no plan, and every further question would end the same way.
        throw new JobException(e.exitCode(), message, e);
      }
      part.problems().add(new Problem(e.exitCode(), message));
    }
    return part;
  }

  private void addSteps(Fetch.Wanted wanted, Plan plan, List<Question> questions)
      throws IOException {
    Source source = wanted.source();
    SortedMap<Long, Ref> present = wanted.layout().steps(hub, source);
    for (long step : wanted.steps().orElse(List.of())) {
      if (!present.containsKey(step)) {
        plan.missing(source.repo() + ": step " + step + " is not on the hub");
      }
    }
    Set<Long> chosen = new HashSet<>(wanted.steps().orElse(List.copyOf(present.keySet())));
    present.forEach(
        (step, ref) -> {
          if (chosen.contains(step) && wanted.within().test(step)) {
            String name = source.repo() + ": step " + step;
            questions.add(new Question(name, part -> addStep(wanted, step, ref, part)));
          }
        });
  }

  private void addStep(Fetch.Wanted wanted, long step, Ref ref, Plan plan) throws IOException {
    List<RemoteFile> held = excerptsThere(wanted, step, ref);
    List<RemoteFile> files = held;
    if (held.isEmpty() || !wanted.layout().accepts(held)) {
      files = wholeFiles(wanted, step, ref);
      Optional<RuleTensors> rules = wanted.rules();
      if (excerpts != null && rules.isPresent() && !allThere(files)) {
        files = ofTheSame(files, held) ? held : excerpts.of(files, rules.get());
      }
    }
    plan.files().addAll(files);
    plan.steps().add(new PlannedStep(wanted.source().repo(), step, files));
  }

  /** A step's excerpts where nothing has to be asked for them any more; empty otherwise. */
  private List<RemoteFile> excerptsThere(Fetch.Wanted wanted, long step, Ref ref)
      throws IOException {
    Source source = wanted.source();
    if (excerpts == null || wanted.rules().isEmpty() || request.verify()) {
      return List.of();
    }
    String folder = wanted.layout().stepFolder(source, step, ref);
    List<RemoteFile> files =
        manifest.excerpts(folder, source.repo(), ref.commit(), wanted.rules().get().hash());
    return allThere(files) ? files : List.of();
  }

  /** Whether excerpts are of the tensor file, or of the index, that is first of a step's files. */
  private static boolean ofTheSame(List<RemoteFile> whole, List<RemoteFile> excerpts) {
    return excerpts.stream().anyMatch(e -> e.hubPath().equals(whole.get(0).hubPath()));
  }

  private boolean allThere(List<RemoteFile> files) throws IOException {
    for (RemoteFile file : files) {
      if (manifest.done(file).isEmpty() || !request.target().holds(file.path(), file.size())) {
        return false;
      }
    }
    return true;
  }

  private List<RemoteFile> wholeFiles(Fetch.Wanted wanted, long step, Ref ref) throws IOException {
    Source source = wanted.source();
    HubLayout layout = wanted.layout();
    String folder = layout.stepFolder(source, step, ref);
    List<RemoteFile> files = manifest.known(folder, source.repo(), ref.commit());
    if (files.isEmpty() || !layout.accepts(files)) {
      List<TreeFile> tree = hub.files(source.repo(), ref.commit(), layout.hubFolder());
      files = new ArrayList<>();
      for (TreeFile file : layout.choose(hub, source, step, ref, tree)) {
        files.add(remote(source, ref.commit(), layout.place(source, step, ref, file.path()), file));
      }
    }
    return files;
  }

  /** What the newest commit of the run's branch has that matches a pattern. */
  private void addFurther(Source source, Plan plan) throws IOException {
    Optional<String> head =
        hub.branches(source.repo()).stream()
            .filter(branch -> branch.name().equals(source.headBranch()))
            .map(HubClient.Ref::commit)
            .findFirst();
    if (head.isEmpty()) {
      plan.missing(source.repo() + ": no branch '" + HubNames.shown(source.headBranch()) + "'");
      return;
    }
    List<TreeFile> tree = hub.files(source.repo(), head.get(), "");
    for (String pattern : request.also()) {
      PathMatcher matcher = glob(pattern);
      List<TreeFile> matching = tree.stream().filter(f -> matches(matcher, f.path())).toList();
      if (matching.isEmpty()) {
        plan.missing(source.repo() + ": nothing matches --also " + HubNames.shown(pattern));
      }
      for (TreeFile file : matching) {
        String place = source.folder() + "/" + file.path();
        Ask ask = part -> part.files().add(remote(source, head.get(), place, file));
        plan.add(answer(new Question(source.repo(), ask)));
      }
    }
  }

  /**
   * A pattern of paths: {@code *} and {@code ?} stop at '/', {@code **} does not.
   *
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  static PathMatcher glob(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  private static boolean matches(PathMatcher pattern, String name) {
    try {
      return pattern.matches(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private RemoteFile remote(Source source, String commit, String place, TreeFile file)
      throws HubException {
    Optional<String> objection =
        HubNames.objectionTo(file.path()).or(() -> HubNames.objectionTo(place));
    if (objection.isPresent()) {
      throw new HubException(
          Kind.BAD_DATA,
          "the name '" + HubNames.shown(file.path()) + "' " + objection.get() + "; refused");
    }
    return new RemoteFile(
        place,
        source.repo(),
        commit,
        file.path(),
        hub.address(source.repo(), commit, file.path()),
        file.size(),
        file.checksum(),
        null);
  }

  private static void refuseDoubles(List<RemoteFile> files) {
    Set<String> paths = new HashSet<>();
    for (RemoteFile file : files) {
      if (!paths.add(file.path())) {
        throw JobException.usage(
            "two files would be written to %s; give each --repo its own folder with =FOLDER"
                .formatted(HubNames.shown(file.path())));
      }
    }
  }
}

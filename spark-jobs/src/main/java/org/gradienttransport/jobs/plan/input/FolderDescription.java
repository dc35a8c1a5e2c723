package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * A first description of the checkpoints in a folder: folders below it whose names differ in a step
 * are scales, or the folder itself is one, and the tensors of one snapshot of each scale are put
 * into rules. It is a draft that a person completes: nothing tells what a field is, buffers are
 * known by usual names alone, and what was guessed or left out is said in comments.
 */
public final class FolderDescription {
  /** Folders between the one described and the one that holds the steps of a scale. */
  private static final int DEEPEST = 4;

  /** Folders beside those of steps that are looked into. */
  private static final int LOOKED_INTO = 20;

  /** The least that a family's file may state. */
  private static final int LEAST_ENTRIES = 3;

  private final Configuration hadoop;
  private final Listings listings;
  private final SnapshotContents contents;
  private final List<Found> scales = new ArrayList<>();

  /** Why folders that seemed to hold checkpoints do not, in the order in which they were met. */
  private final List<String> refused = new ArrayList<>();

  private FolderDescription(Optional<String> key, Configuration hadoop) {
    this.hadoop = hadoop;
    this.listings = new Listings(hadoop);
    this.contents = new SnapshotContents(listings, key, hadoop);
  }

  /**
   * A scale as it lies there.
   *
   * @param path of the scale, below the folder that is described
   * @param ref template of the branches or tags of a hub's cache; blank where it is none
   * @param directory template of a step's directory
   * @param steps names of its steps
   * @param content of the last snapshot
   * @param files templates of a step's files
   * @param notSteps names that hold tensors, too, but no step that the template reads
   */
  record Found(
      String path,
      String ref,
      String directory,
      List<String> files,
      StepNames steps,
      SnapshotContents.Content content,
      List<String> notSteps) {
    /**
     * @throws JobException BAD_DATA if there are fewer entries than a family's file may state
     */
    Found {
      if (content.parameters().entries() < LEAST_ENTRIES) {
        throw new JobException(
            ExitCode.BAD_DATA,
            "%s holds %d floating elements that could be parameters; of a model that was pickled whole nothing is read: load it where its origin is trusted and save its state_dict()"
                .formatted(content.opened(), content.parameters().entries()));
      }
    }

    long entries() {
      return parameters().entries();
    }

    ParameterTensors parameters() {
      return content.parameters();
    }

    /** This scale with a part of its path moved before its steps' directories. */
    Found below(String folder, String rest) {
      String all = directory.equals(".") ? rest : rest + "/" + directory;
      return new Found(folder, ref, all, files, steps, content, notSteps);
    }
  }

  /**
   * Describes a folder, as the text of a family's file.
   *
   * @param key of the dictionary in each file whose tensors are the field; else chosen by the names
   * @throws JobException MISSING_INPUT if no checkpoints are found in it
   */
  public static String of(String folder, Optional<String> key, Configuration hadoop) {
    FolderDescription describer = new FolderDescription(key, hadoop);
    Path root = new Path(folder);
    Map<String, FileStatus> listing =
        describer
            .listings
            .list(root)
            .orElseThrow(() -> JobException.missing("there is no folder " + root));
    describer.look(root, ".", listing, 0);
    List<Found> scales = byFolder(describer.scales);
    if (scales.isEmpty()) {
      throw JobException.missing(
          "no checkpoints were found in %s: neither it nor its folders have names with a step in them that lead to %s; %s"
              .formatted(
                  root,
                  TensorFileNames.ENDINGS,
                  describer.refused.isEmpty()
                      ? Listings.contents(listing)
                      : describer.refused.get(0)));
    }
    scales.sort(Comparator.comparingLong(Found::entries).thenComparing(Found::path));
    return new FolderYaml(root, scales).text();
  }

  /** A folder with one scale in it is that scale: what lies between belongs to its steps. */
  private static List<Found> byFolder(List<Found> found) {
    Map<String, Long> inFolder =
        found.stream().collect(groupingBy(one -> one.path().split("/", 2)[0], counting()));
    List<Found> scales = new ArrayList<>();
    for (Found one : found) {
      String[] parts = one.path().split("/", 2);
      scales.add(
          parts.length == 2 && one.ref().isEmpty() && inFolder.get(parts[0]) == 1
              ? one.below(parts[0], parts[1])
              : one);
    }
    return scales;
  }

  /** Finds the scales in a folder, and in those below it unless it is one. */
  private void look(Path folder, String path, Map<String, FileStatus> listing, int depth) {
    if (isRepository(listing)) {
      repository(folder, path).ifPresent(scales::add);
      return;
    }
    Optional<Found> scale = scale(folder, path, listing);
    if (scale.isPresent()) {
      scales.add(scale.get());
    } else if (depth < DEEPEST) {
      for (String name : folders(listing)) {
        Path below = Listings.below(folder, name);
        look(below, path.equals(".") ? name : path + "/" + name, list(below), depth + 1);
      }
    }
  }

  private Map<String, FileStatus> list(Path folder) {
    return listings.list(folder).orElse(Map.of());
  }

  private static List<String> folders(Map<String, FileStatus> listing) {
    return Listings.folders(listing).stream().filter(name -> !name.startsWith(".")).toList();
  }

  private Optional<Found> scale(Path folder, String path, Map<String, FileStatus> listing) {
    List<String> files = TensorFileNames.of(listing).parameters();
    for (StepNames steps : kinds(listing)) {
      Optional<Found> scale =
          listing.get(steps.last()).isFile()
              ? ofFiles(path, steps, listing, files)
              : ofFolders(folder, path, steps, listing, files);
      if (scale.isPresent()) {
        return scale;
      }
    }
    return Optional.empty();
  }

  /** Names that may be steps, of folders and of files, the most telling first. */
  private static List<StepNames> kinds(Map<String, FileStatus> listing) {
    List<String> folders = new ArrayList<>(folders(listing));
    folders.removeAll(TensorFileNames.pieces(folders));
    List<StepNames> kinds = new ArrayList<>(StepNames.of(folders));
    kinds.addAll(
        StepNames.of(
            TensorFileNames.of(listing).parameters().stream()
                .filter(TensorFileNames::isOne)
                .toList()));
    kinds.sort(StepNames.MOST_TELLING_FIRST);
    return kinds;
  }

  private Optional<Found> ofFiles(
      String path, StepNames steps, Map<String, FileStatus> listing, List<String> files) {
    SnapshotContents.Content last = contents.ofFile(listing.get(steps.last()), listing);
    if (!steps(
        path, steps, last, name -> Optional.of(contents.ofFile(listing.get(name), listing)))) {
      return Optional.empty();
    }
    List<String> others = new ArrayList<>(files);
    others.removeAll(steps.names().values());
    return Optional.of(
        new Found(path, "", ".", List.of(steps.template().text()), steps, last, others));
  }

  private Optional<Found> ofFolders(
      Path folder,
      String path,
      StepNames steps,
      Map<String, FileStatus> listing,
      List<String> files) {
    Path directory = Listings.below(folder, steps.last());
    if (holdsSeries(directory, steps)) {
      return Optional.empty();
    }
    Optional<SnapshotContents.Content> last = contents.in(directory);
    if (last.isEmpty()) {
      if (steps.word() != StepNames.Word.NONE) {
        refused.add(contents.nothingIn(directory));
      }
      return Optional.empty();
    }
    if (!steps(path, steps, last.get(), name -> contents.in(Listings.below(folder, name)))) {
      return Optional.empty();
    }
    List<String> others = new ArrayList<>(files);
    folders(listing).stream()
        .filter(name -> !steps.names().containsValue(name))
        .limit(LOOKED_INTO)
        .filter(name -> contents.holdsTensors(Listings.below(folder, name)))
        .forEach(others::add);
    Path first = Listings.below(folder, steps.first());
    String below = perStep(last.get().below(), steps, first);
    return Optional.of(
        new Found(
            path,
            "",
            steps.template().text() + (below.isEmpty() ? "" : "/" + below),
            files(last.get(), below, steps, first),
            steps,
            last.get(),
            others));
  }

  /** Whether a folder that may be a step holds a series of its own, so that it is none itself. */
  private boolean holdsSeries(Path folder, StepNames outer) {
    boolean unsaid = outer.word() == StepNames.Word.NONE;
    Map<String, FileStatus> listing = list(folder);
    if (isRepository(listing)
        || kinds(listing).stream()
            .anyMatch(
                inner ->
                    inner.names().size() > 1
                        ? unsaid || inner.word() != StepNames.Word.NONE
                        : unsaid
                            && inner.word() != StepNames.Word.NONE
                            && !inner.names().firstKey().equals(outer.names().lastKey()))) {
      return true;
    }
    return unsaid
        && folders(listing).stream()
            .map(name -> kinds(list(Listings.below(folder, name))))
            .anyMatch(kinds -> !kinds.isEmpty() && kinds.get(0).word() == StepNames.Word.STEP);
  }

  /** Whether the snapshots are those of one model: numbers that no word explains may be sizes. */
  private boolean steps(
      String path,
      StepNames steps,
      SnapshotContents.Content last,
      Function<String, Optional<SnapshotContents.Content>> content) {
    if (steps.word() != StepNames.Word.NONE || steps.names().size() < 2) {
      return true;
    }
    Optional<SnapshotContents.Content> first = content.apply(steps.first());
    if (first.isPresent() && first.get().parameters().shapes().equals(last.parameters().shapes())) {
      return true;
    }
    refused.add(
        "%s to %s in %s are models of different sizes, not steps of one, and no name says which step they are; put them into a folder for each size and write the step into the name, as in step1000"
            .formatted(steps.first(), steps.last(), path));
    return false;
  }

  /** A text of the last snapshot, with its step in place of the number if the first lacks it. */
  private String perStep(String text, StepNames steps, Path first) {
    if (text.isEmpty() || steps.names().size() < 2 || contents.exists(first, text)) {
      return text;
    }
    return withStep(text, steps);
  }

  private List<String> files(
      SnapshotContents.Content last, String below, StepNames steps, Path first) {
    Path directory =
        below.isEmpty()
            ? first
            : Listings.below(first, new StepTemplate(below).at(steps.names().firstKey()));
    return last.files().stream().map(file -> perStep(file, steps, directory)).toList();
  }

  private static String withStep(String text, StepNames steps) {
    NavigableMap<Long, String> names = steps.names();
    for (StepNames one : StepNames.of(List.of(text))) {
      if (one.names().containsKey(names.lastKey())) {
        return one.template().text();
      }
    }
    return text.replaceAll(
        "(?<!\\d)" + names.lastKey() + "(?!\\d)", Matcher.quoteReplacement("{step}"));
  }

  private static boolean isRepository(Map<String, FileStatus> listing) {
    return Listings.isFolder(listing.get("refs")) && Listings.isFolder(listing.get("snapshots"));
  }

  /** A repository in a hub's cache, whose branches or tags are steps. */
  private Optional<Found> repository(Path folder, String path) {
    Map<String, FileStatus> refs = list(new Path(folder, "refs"));
    SnapshotDirectories directories = new SnapshotDirectories(hadoop, listings);
    for (StepNames steps : StepNames.of(refs.keySet())) {
      if (steps.word() == StepNames.Word.NONE) {
        continue;
      }
      String ref = steps.template().text();
      for (long step : steps.names().descendingKeySet()) {
        Snapshots snapshots =
            new Snapshots(steps.template(), new StepTemplate("."), List.of(new StepTemplate("x")));
        Optional<SnapshotContents.Content> content =
            directories.of(folder, snapshots, step) instanceof SnapshotDirectories.Place.At at
                ? contents.in(at.path())
                : Optional.empty();
        if (content.isPresent()) {
          List<String> others = new ArrayList<>(refs.keySet());
          others.removeAll(steps.names().values());
          String below = content.get().below();
          return Optional.of(
              new Found(
                  path,
                  ref,
                  below.isEmpty() ? "." : below,
                  content.get().files(),
                  steps,
                  content.get(),
                  others));
        }
      }
    }
    refused.add(
        "%s is a repository in a hub's cache (refs/BRANCH names the commit of snapshots/COMMIT), and no branch or tag in its refs tells a step and leads to such files; %s"
            .formatted(folder, Listings.contents(refs)));
    return Optional.empty();
  }
}

package org.gradienttransport.jobs.plan.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * A first description of the checkpoints in a folder: each of its folders is taken for a scale, or
 * the folder itself where its own folders are steps, numbers in names for steps, and the tensors of
 * one snapshot of each scale are put into rules. It is a draft that a person completes: nothing
 * tells what a field is, and buffers are known by usual names alone.
 */
public final class FolderDescription {
  private static final int DEEPEST = 3;
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,18})(\\D*)");

  private final Configuration hadoop;
  private final Listings listings;
  private final Optional<String> key;

  private FolderDescription(Optional<String> key, Configuration hadoop) {
    this.key = key;
    this.hadoop = hadoop;
    this.listings = new Listings(hadoop);
  }

  /**
   * A scale as it lies there.
   *
   * @param directory template of a step's directory
   * @param files names of a step's files
   * @param otherFiles names of those that trainers leave beside them
   * @param parameters of the last snapshot
   */
  record Found(
      String name,
      String path,
      String directory,
      List<String> files,
      List<String> otherFiles,
      int steps,
      ParameterTensors parameters) {
    long entries() {
      return parameters.tensors().stream().mapToLong(TensorInfo::elements).sum();
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
            .orElseThrow(
                () -> new JobException(ExitCode.MISSING_INPUT, "there is no folder " + root));
    List<Found> below = new ArrayList<>();
    for (FileStatus status : listing.values()) {
      if (status.isDirectory()) {
        String name = status.getPath().getName();
        describer.scale(status.getPath(), name, name).ifPresent(below::add);
      }
    }
    List<Found> scales = new ArrayList<>(below.stream().filter(one -> one.steps() > 1).toList());
    if (scales.isEmpty()) {
      describer
          .scale(root, ".", root.getName())
          .ifPresentOrElse(scales::add, () -> scales.addAll(below));
    }
    if (scales.isEmpty()) {
      throw new JobException(
          ExitCode.MISSING_INPUT,
          "no checkpoints were found in %s: neither it nor its folders have names with a step in them that lead to %s; %s"
              .formatted(
                  root, ".safetensors, .bin, .pt or .pth files", Listings.contents(listing)));
    }
    scales.sort(Comparator.comparingLong(Found::entries).thenComparing(Found::name));
    return new FolderYaml(root, scales).text();
  }

  private Optional<Found> scale(Path directory, String path, String name) {
    return steps(directory, "", 0)
        .flatMap(
            steps -> {
              Path last = Listings.below(directory, steps.template.at(steps.last));
              return opened(directory, path, name, steps, last);
            });
  }

  /** Names that differ in a number, below a scale's folder. */
  private record Steps(StepTemplate template, int count, long last, boolean files) {}

  private Optional<Steps> steps(Path directory, String prefix, int depth) {
    Map<String, FileStatus> listing = listings.list(directory).orElse(Map.of());
    Map<String, List<String>> numbers = new TreeMap<>();
    for (FileStatus status : listing.values()) {
      String name = status.getPath().getName();
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches() && (status.isDirectory() || TensorFileNames.isOne(name))) {
        numbers
            .computeIfAbsent(
                numbered.group(1) + "\u0000" + numbered.group(3), key -> new ArrayList<>())
            .add(numbered.group(2));
      }
    }
    Optional<Map.Entry<String, List<String>>> most =
        numbers.entrySet().stream()
            .filter(entry -> holds(directory, entry, listing))
            .max(Comparator.comparingInt(entry -> entry.getValue().size()));
    if (most.isPresent()) {
      return Optional.of(steps(prefix, most.get(), listing));
    }
    if (depth < DEEPEST) {
      for (FileStatus status : listing.values()) {
        String name = status.getPath().getName();
        if (status.isDirectory() && !name.startsWith(".")) {
          Optional<Steps> below = steps(status.getPath(), prefix + name + "/", depth + 1);
          if (below.isPresent()) {
            return below;
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean holds(
      Path directory, Map.Entry<String, List<String>> group, Map<String, FileStatus> listing) {
    String name = group.getKey().replace("\u0000", group.getValue().get(0));
    return listing.get(name).isFile()
        || holdingTensors(Listings.below(directory, name), "", 0).isPresent();
  }

  private static Steps steps(
      String prefix, Map.Entry<String, List<String>> group, Map<String, FileStatus> listing) {
    List<String> digits = group.getValue();
    boolean padded =
        digits.stream().anyMatch(one -> one.length() > 1 && one.startsWith("0"))
            && digits.stream().map(String::length).distinct().count() == 1;
    String step =
        padded ? String.format(Locale.ROOT, "{step:%02d}", digits.get(0).length()) : "{step}";
    String[] around = group.getKey().split("\u0000", -1);
    boolean files = listing.get(around[0] + digits.get(0) + around[1]).isFile();
    return new Steps(
        new StepTemplate(prefix + around[0] + step + around[1]),
        digits.size(),
        digits.stream().mapToLong(Long::parseLong).max().orElseThrow(),
        files);
  }

  /** The folder below a step's that has tensor files, relative to it. */
  private Optional<String> holdingTensors(Path directory, String below, int depth) {
    Map<String, FileStatus> listing = listings.list(directory).orElse(Map.of());
    if (!TensorFileNames.of(listing).parameters().isEmpty()) {
      return Optional.of(below);
    }
    if (depth < DEEPEST) {
      for (FileStatus status : listing.values()) {
        if (status.isDirectory()) {
          Optional<String> found =
              holdingTensors(status.getPath(), below + "/" + status.getPath().getName(), depth + 1);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Found> opened(Path scale, String path, String name, Steps steps, Path lastStep) {
    if (steps.files) {
      StepTemplate template = steps.template;
      int slash = template.text().lastIndexOf('/');
      String directory = slash < 0 ? "." : template.text().substring(0, slash);
      String file = template.text().substring(slash + 1);
      Map<String, FileStatus> listing =
          listings.list(Listings.below(scale, directory)).orElse(Map.of());
      ParameterTensors tensors =
          parameters(listing.get(new StepTemplate(file).at(steps.last)), listing);
      return Optional.of(
          new Found(name, path, directory, List.of(file), List.of(), steps.count, tensors));
    }
    String below = holdingTensors(lastStep, "", 0).orElse("");
    Path directory = below.isEmpty() ? lastStep : Listings.below(lastStep, below.substring(1));
    Map<String, FileStatus> listing = listings.list(directory).orElse(Map.of());
    TensorFileNames names = TensorFileNames.of(listing);
    List<String> files = names.parameters();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Found(
                name,
                path,
                steps.template.text() + below,
                files,
                names.others(),
                steps.count,
                parameters(listing.get(files.get(0)), listing)));
  }

  private ParameterTensors parameters(FileStatus file, Map<String, FileStatus> listing) {
    Snapshot snapshot =
        Snapshots.isIndex(file.getPath().getName())
            ? new Shards(hadoop).of(file, listing)
            : new Snapshot.Found(List.of(SnapshotFile.of(file)));
    if (!(snapshot instanceof Snapshot.Found found)) {
      throw new JobException(ExitCode.MISSING_INPUT, ((Snapshot.Missing) snapshot).message());
    }
    try (TensorFile opened = SnapshotOpening.open(found.files(), hadoop)) {
      return ParameterTensors.of(opened, key);
    } catch (IOException e) {
      throw new JobException(ExitCode.BAD_DATA, e.getMessage(), e);
    }
  }
}

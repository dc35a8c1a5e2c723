package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepGrid;
import org.gradienttransport.jobs.conf.StepTemplate;

/**
 * Finds a family's snapshots with one directory listing per scale and step, and one small file more
 * where a checkpoint is sharded, so that it also suits object stores, where every request counts.
 * Safe for use by several threads. Directories that hold all steps of a scale are listed once per
 * locator: make a new one to see new files.
 */
public final class SnapshotLocator {
  private final Listings listings;
  private final Shards shards;
  private final SnapshotDirectories directories;

  public SnapshotLocator(Configuration hadoop) {
    this.listings = new Listings(hadoop);
    this.shards = new Shards(hadoop);
    this.directories = new SnapshotDirectories(hadoop, listings);
  }

  /**
   * The file or files of one scale at one step: the first of the family's candidates that is there.
   *
   * @throws org.gradienttransport.jobs.exit.JobException if the store cannot be asked
   */
  public Snapshot locate(Family family, Scale scale, long step) {
    Snapshots snapshots = family.snapshots(scale);
    SnapshotDirectories.Place place = directories.of(scaleRoot(family, scale), snapshots, step);
    if (place instanceof SnapshotDirectories.Place.Nowhere nowhere) {
      return new Snapshot.Missing(nowhere.tried(), nowhere.message() + " (step " + step + ")");
    }
    return inDirectory(((SnapshotDirectories.Place.At) place).path(), snapshots, step);
  }

  private Snapshot inDirectory(Path directory, Snapshots snapshots, long step) {
    Optional<Map<String, FileStatus>> listing =
        snapshots.directoryPerStep() ? listings.list(directory) : directories.shared(directory);
    if (listing.isEmpty()) {
      return new Snapshot.Missing(
          directory.toString(), "there is no directory " + directory + " (step " + step + ")");
    }
    return pick(directory, snapshots.files(), step, listing.get());
  }

  /**
   * The steps to measure: those the family declares, or those discovered in its stores. A strict
   * grid takes the steps that every scale has; on a partial one each scale has its own.
   *
   * @throws org.gradienttransport.jobs.exit.JobException if no usable step is discovered, or the
   *     store cannot be asked
   */
  public AlignedSteps steps(Family family) {
    if (family.steps() instanceof StepGrid.Declared declared) {
      return AlignedSteps.same(family, declared.steps());
    }
    if (family.steps() instanceof StepGrid.Mapped mapped) {
      return StepAlignment.mapped(family, mapped);
    }
    return new StepDiscovery(directories, family).steps();
  }

  /** The steps that each scale has, whatever the family's file asks for. */
  Map<String, NavigableSet<Long>> found(Family family) {
    return new StepDiscovery(directories, family).found();
  }

  /** Names of each scale, by step, that differ from the template's in zeros alone. */
  Map<String, NavigableMap<Long, String>> otherZeros(Family family) {
    return new StepDiscovery(directories, family).otherZeros();
  }

  static Path scaleRoot(Family family, Scale scale) {
    return Listings.below(new Path(family.root()), scale.path());
  }

  private Snapshot pick(
      Path directory, List<StepTemplate> candidates, long step, Map<String, FileStatus> listing) {
    List<String> names = new ArrayList<>();
    for (StepTemplate candidate : candidates) {
      List<String> fitting = candidate.hasStar() ? fitting(candidate, step, listing) : List.of();
      if (fitting.size() > 1) {
        return new Snapshot.Missing(
            Listings.below(directory, candidate.at(step)).toString(),
            SnapshotDirectories.ambiguous(directory, candidate.at(step), fitting)
                + " (step "
                + step
                + ")");
      }
      names.add(fitting.isEmpty() ? candidate.at(step) : fitting.get(0));
    }
    List<String> there =
        names.stream()
            .flatMap(name -> Stream.of(name, Snapshots.excerptName(name)))
            .filter(name -> listing.containsKey(name) && listing.get(name).isFile())
            .distinct()
            .toList();
    if (!there.isEmpty()) {
      Optional<String> slices = slices(directory, there.get(0), listing);
      if (slices.isPresent()) {
        return new Snapshot.Missing(
            Listings.below(directory, there.get(0)).toString(),
            "in " + directory + " " + slices.get());
      }
      Snapshot taken = shards.of(listing.get(there.get(0)), listing);
      return taken instanceof Snapshot.Found found
          ? new Snapshot.Found(found.files(), there.subList(1, there.size()))
          : taken;
    }
    Optional<Snapshot> gradients =
        names.stream()
            .filter(name -> name.equals(".") || Listings.isFolder(listing.get(name)))
            .findFirst()
            .flatMap(name -> gradients(Listings.below(directory, name)));
    if (gradients.isPresent()) {
      return gradients.get();
    }
    return new Snapshot.Missing(
        Listings.below(directory, names.get(0)).toString(),
        names.stream()
            .map(name -> Listings.danglingLink(Listings.below(directory, name)))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(
                () ->
                    "there is no %s in %s; %s%s"
                        .formatted(
                            String.join(" or ", names),
                            directory,
                            Listings.contents(listing),
                            Listings.unfinishedOfHub(directory))));
  }

  /** That a file, or the folder it is in, holds slices of tensors of which others have the rest. */
  private Optional<String> slices(Path directory, String file, Map<String, FileStatus> listing) {
    Optional<String> ofFile = TensorFileNames.slices(file, listing.keySet());
    if (ofFile.isPresent() || !TensorFileNames.isSlice(directory.getName())) {
      return ofFile;
    }
    return directories
        .shared(directory.getParent())
        .flatMap(besides -> TensorFileNames.slices(directory.getName(), besides.keySet()));
  }

  /** Files that a name with a star fits; an excerpt goes by the name of what it is taken from. */
  private static List<String> fitting(
      StepTemplate candidate, long step, Map<String, FileStatus> listing) {
    return listing.values().stream()
        .filter(FileStatus::isFile)
        .map(file -> Snapshots.wholeName(file.getPath().getName()))
        .filter(name -> candidate.matches(name, step))
        .distinct()
        .toList();
  }

  /** A folder with a file per gradient, where a file is looked for. */
  private Optional<Snapshot> gradients(Path folder) {
    List<SnapshotFile> files = SnapshotFile.gradients(listings.list(folder).orElse(Map.of()));
    return files.isEmpty() ? Optional.empty() : Optional.of(new Snapshot.Found(files));
  }
}

package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepGrid;
import org.gradienttransport.jobs.conf.StepTemplate;

/**
 * Finds a family's snapshots with one directory listing per scale and step, so that it also suits
 * object stores, where every request counts. Safe for use by several threads. Directories that hold
 * all steps of a scale are listed once per locator: make a new one to see new files.
 */
public final class SnapshotLocator {
  private final Listings listings;
  private final Map<Path, Optional<Map<String, FileStatus>>> sharedListings =
      new ConcurrentHashMap<>();

  public SnapshotLocator(Configuration hadoop) {
    this.listings = new Listings(hadoop);
  }

  /**
   * The file or files of one scale at one step: the first of the family's candidates that is there.
   *
   * @throws org.gradienttransport.jobs.exit.JobException if the store cannot be asked
   */
  public Snapshot locate(Family family, Scale scale, long step) {
    Snapshots snapshots = family.snapshot();
    Path directory = Listings.below(scaleRoot(family, scale), snapshots.directory().at(step));
    Optional<Map<String, FileStatus>> listing =
        snapshots.directory().hasStep()
            ? listings.list(directory)
            : sharedListings.computeIfAbsent(directory, listings::list);
    if (listing.isEmpty()) {
      return new Snapshot.Missing(
          directory.toString(), "there is no directory " + directory + " (step " + step + ")");
    }
    return pick(directory, snapshots.files(), step, listing.get());
  }

  /**
   * The steps to measure: those the family declares, or those discovered in its stores. A strict
   * grid takes the steps that every scale has, a partial one those that any scale has.
   *
   * @throws org.gradienttransport.jobs.exit.JobException if no usable step is discovered, or the
   *     store cannot be asked
   */
  public AlignedSteps steps(Family family) {
    if (family.steps() instanceof StepGrid.Declared declared) {
      return new AlignedSteps(declared.steps(), Map.of());
    }
    return new StepDiscovery(listings, family).steps();
  }

  static Path scaleRoot(Family family, Scale scale) {
    return Listings.below(new Path(family.root()), scale.path());
  }

  private static Snapshot pick(
      Path directory, List<StepTemplate> candidates, long step, Map<String, FileStatus> listing) {
    for (StepTemplate candidate : candidates) {
      FileStatus status = listing.get(candidate.at(step));
      if (status != null && status.isFile()) {
        return found(directory, status, listing);
      }
    }
    List<String> names = candidates.stream().map(candidate -> candidate.at(step)).toList();
    return new Snapshot.Missing(
        new Path(directory, names.get(0)).toString(),
        "there is no %s in %s".formatted(String.join(" or ", names), directory));
  }

  private static Snapshot found(
      Path directory, FileStatus status, Map<String, FileStatus> listing) {
    List<SnapshotFile> files = new ArrayList<>(List.of(file(status)));
    String name = status.getPath().getName();
    if (name.endsWith(Snapshots.INDEX_SUFFIX)) {
      files.addAll(shards(name, listing));
      if (files.size() == 1) {
        return new Snapshot.Missing(
            status.getPath().toString(),
            "%s lists shards, but none of them is in %s".formatted(name, directory));
      }
    }
    return new Snapshot.Found(files);
  }

  /** The shards of x.ext.index.json are called x-00001-of-00002.ext and so on. */
  private static List<SnapshotFile> shards(String index, Map<String, FileStatus> listing) {
    String whole = index.substring(0, index.length() - Snapshots.INDEX_SUFFIX.length());
    int dot = whole.lastIndexOf('.');
    String stem = (dot < 0 ? whole : whole.substring(0, dot)) + "-";
    String extension = dot < 0 ? "" : whole.substring(dot);
    return listing.values().stream()
        .filter(FileStatus::isFile)
        .filter(status -> status.getPath().getName().startsWith(stem))
        .filter(status -> status.getPath().getName().endsWith(extension))
        .map(SnapshotLocator::file)
        .toList();
  }

  private static SnapshotFile file(FileStatus status) {
    return new SnapshotFile(
        status.getPath().toString(), status.getLen(), status.getModificationTime());
  }
}

package org.gradienttransport.jobs.plan.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.GradientFolder;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** Finds and opens the tensors of a snapshot of which nothing is known but where it lies. */
final class SnapshotContents {
  private static final int DEEPEST = 3;

  private final Listings listings;
  private final Optional<String> key;
  private final Configuration hadoop;

  SnapshotContents(Listings listings, Optional<String> key, Configuration hadoop) {
    this.listings = listings;
    this.key = key;
    this.hadoop = hadoop;
  }

  /**
   * What a snapshot holds.
   *
   * @param opened what was opened
   * @param below folder of the files below the snapshot's; blank where it is that itself
   * @param files names of files that may be the model, the one opened first
   * @param others names of files and folders that trainers leave beside them
   * @param gradients whether it is a folder with a file for each gradient
   */
  record Content(
      String opened,
      String below,
      List<String> files,
      List<String> others,
      boolean gradients,
      ParameterTensors parameters) {}

  /** A folder that holds tensor files. */
  private record Holding(
      Path folder,
      String below,
      Map<String, FileStatus> listing,
      TensorFileNames names,
      List<String> others) {}

  /** What one file holds. */
  Content ofFile(FileStatus file, Map<String, FileStatus> listing) {
    String name = file.getPath().getName();
    return new Content(
        file.getPath().toString(), "", List.of(name), List.of(), false, parameters(file, listing));
  }

  /** What lies in a folder or below it; empty if that is no tensor file. */
  Optional<Content> in(Path folder) {
    return holding(folder, "", 0).map(this::content);
  }

  boolean holdsTensors(Path folder) {
    return holding(folder, "", 0).isPresent();
  }

  boolean exists(Path folder, String below) {
    Path path = Listings.below(folder, below);
    return listings
        .list(path.getParent())
        .map(listing -> listing.containsKey(path.getName()))
        .orElse(false);
  }

  /** Why nothing in a folder can be described, in a clause. */
  String nothingIn(Path folder) {
    Map<String, FileStatus> listing = listings.list(folder).orElse(Map.of());
    return "there are none in "
        + folder
        + "; "
        + Listings.contents(listing)
        + TensorFileNames.advice(listing.keySet()).map(advice -> "; " + advice).orElse("");
  }

  private Optional<Holding> holding(Path folder, String below, int depth) {
    Map<String, FileStatus> listing = listings.list(folder).orElse(Map.of());
    TensorFileNames names = TensorFileNames.of(listing);
    if (!names.parameters().isEmpty()) {
      return Optional.of(new Holding(folder, below, listing, names, names.others()));
    }
    List<String> folders = Listings.folders(listing);
    List<String> pieces = TensorFileNames.pieces(folders);
    List<Holding> found = new ArrayList<>();
    if (depth < DEEPEST) {
      for (String name : folders) {
        if (!pieces.contains(name)) {
          holding(
                  Listings.below(folder, name),
                  below.isEmpty() ? name : below + "/" + name,
                  depth + 1)
              .ifPresent(found::add);
        }
      }
    }
    Optional<Holding> taken =
        found.stream()
            .filter(one -> !ParameterTensors.isOther(one.folder.getName()))
            .findFirst()
            .or(() -> found.stream().findFirst());
    return taken.map(
        one -> {
          List<String> others = new ArrayList<>(one.others);
          found.stream()
              .filter(other -> !other.below.equals(one.below))
              .forEach(other -> others.add(other.below));
          return new Holding(one.folder, one.below, one.listing, one.names, others);
        });
  }

  private Content content(Holding holding) {
    List<String> files = holding.names.parameters();
    FileStatus first = holding.listing.get(files.get(0));
    List<SnapshotFile> parts = SnapshotFile.gradients(holding.listing);
    if (parts.size() > 1 && files.stream().allMatch(GradientFolder::isPart) && isGradient(first)) {
      int slash = holding.below.lastIndexOf('/');
      String folder = holding.below.isEmpty() ? "." : holding.below.substring(slash + 1);
      return new Content(
          holding.folder.toString(),
          slash < 0 ? "" : holding.below.substring(0, slash),
          List.of(folder),
          holding.others.stream().filter(name -> !GradientFolder.isPart(name)).toList(),
          true,
          parameters(parts));
    }
    return new Content(
        first.getPath().toString(),
        holding.below,
        files,
        holding.others,
        false,
        parameters(first, holding.listing));
  }

  private boolean isGradient(FileStatus file) {
    try (TensorFile opened = SnapshotOpening.open(List.of(SnapshotFile.of(file)), hadoop)) {
      return opened.tensors().stream().map(TensorInfo::name).toList().equals(List.of("gradient"));
    } catch (IOException e) {
      throw new JobException(ExitCode.BAD_DATA, e.getMessage(), e);
    }
  }

  private ParameterTensors parameters(FileStatus file, Map<String, FileStatus> listing) {
    Snapshot snapshot = new Shards(hadoop).of(file, listing);
    if (!(snapshot instanceof Snapshot.Found found)) {
      throw JobException.missing(((Snapshot.Missing) snapshot).message());
    }
    return parameters(found.files());
  }

  private ParameterTensors parameters(List<SnapshotFile> files) {
    try (TensorFile opened = SnapshotOpening.open(files, hadoop)) {
      return ParameterTensors.of(opened, key);
    } catch (IOException e) {
      throw new JobException(ExitCode.BAD_DATA, e.getMessage(), e);
    }
  }
}

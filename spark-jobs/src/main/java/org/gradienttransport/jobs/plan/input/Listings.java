package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.joining;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.Locations;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.PartOfCheckpoint;

/** Lists directories of any Hadoop file system, object stores included. */
final class Listings {
  /** Names that a message spells out. */
  private static final int NAMED = 5;

  /** Where huggingface_hub keeps what it is downloading into a folder. */
  private static final String DOWNLOADS = ".cache/huggingface/download";

  /** Directories above a snapshot that may be the folder of its download. */
  private static final int MOST_LEVELS = 3;

  private final Configuration hadoop;

  Listings(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** A path below another, where "." stands for the other itself. */
  static Path below(Path parent, String relative) {
    return Locations.below(parent, relative);
  }

  /**
   * What to say of a name that a local folder has but leads nowhere: listings leave such links out.
   * A hub's cache is full of links.
   */
  static Optional<String> danglingLink(Path file) {
    Optional<java.nio.file.Path> onDisk = local(file);
    if (onDisk.isEmpty()) {
      return Optional.empty();
    }
    java.nio.file.Path local = onDisk.get();
    try {
      return Files.isSymbolicLink(local) && !Files.exists(local)
          ? Optional.of(
              "%s is a link to %s, where there is nothing: its download did not finish, or what it"
                      .formatted(file, Files.readSymbolicLink(local))
                  + " leads to was removed or left behind; download it again")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<java.nio.file.Path> local(Path file) {
    String scheme = file.toUri().getScheme();
    return scheme == null || scheme.equals("file")
        ? Optional.of(java.nio.file.Path.of(file.toUri().getPath()))
        : Optional.empty();
  }

  /**
   * A download that huggingface_hub began for a local directory and did not finish, in a clause.
   * Its cache keeps them among the blobs beside the snapshots; downloads into a folder keep them
   * below {@code .cache} of that folder, of which the directory may be a part.
   */
  static String unfinishedOfHub(Path directory) {
    Optional<java.nio.file.Path> local = local(directory);
    if (local.isEmpty()) {
      return "";
    }
    List<java.nio.file.Path> places = new ArrayList<>();
    java.nio.file.Path above = local.get();
    for (int up = 0; up <= MOST_LEVELS && above != null; up++) {
      places.add(above.resolve(DOWNLOADS).resolve(above.relativize(local.get())));
      if (above.getFileName() != null && above.getFileName().toString().equals("snapshots")) {
        places.add(above.resolveSibling("blobs"));
      }
      above = above.getParent();
    }
    return places.stream()
        .map(Listings::firstUnfinished)
        .flatMap(Optional::stream)
        .findFirst()
        .map(found -> "; " + found + " is a download that did not finish, so run it again")
        .orElse("");
  }

  private static Optional<java.nio.file.Path> firstUnfinished(java.nio.file.Path folder) {
    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      return files.filter(file -> unfinished(file.getFileName().toString())).sorted().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What lies in a directory, in a few words for a message about what does not. */
  static String contents(Map<String, FileStatus> listing) {
    if (listing.isEmpty()) {
      return "it is empty";
    }
    List<String> partial = listing.keySet().stream().filter(Listings::unfinished).toList();
    String some =
        listing.values().stream()
            .limit(NAMED)
            .map(file -> file.getPath().getName() + (file.isDirectory() ? "/" : ""))
            .collect(
                joining(
                    ", ",
                    "it holds " + listing.size() + " other(s): ",
                    listing.size() > NAMED ? ", ..." : ""));
    Optional<String> part =
        listing.keySet().stream()
            .map(PartOfCheckpoint::advice)
            .flatMap(Optional::stream)
            .findFirst();
    if (part.isPresent()) {
      return some + "; " + part.get();
    }
    return partial.isEmpty()
        ? some
        : some + "; " + partial.get(0) + " is a download that did not finish, so run it again";
  }

  private static boolean unfinished(String name) {
    return name.endsWith(".incomplete") || name.endsWith(".part") || name.endsWith(".crdownload");
  }

  /** Names of the folders in a listing, but for those that a family's file cannot state. */
  static List<String> folders(Map<String, FileStatus> listing) {
    return listing.values().stream()
        .filter(FileStatus::isDirectory)
        .map(status -> status.getPath().getName())
        .filter(TensorFileNames::isWritable)
        .toList();
  }

  /** Whether a listing has a folder; null stands for a name that it lacks. */
  static boolean isFolder(FileStatus status) {
    return status != null && status.isDirectory();
  }

  /** What lies directly in a directory, by name; empty if there is no such directory. */
  Optional<Map<String, FileStatus>> list(Path directory) {
    try {
      Map<String, FileStatus> byName = new TreeMap<>();
      for (FileStatus status : FileSystems.of(directory, hadoop).listStatus(directory)) {
        byName.put(status.getPath().getName(), status);
      }
      return Optional.of(byName);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (AccessControlException e) {
      throw new JobException(
          ExitCode.UNAVAILABLE,
          "%s may not be listed: %s; check the credentials and permissions"
              .formatted(directory, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new JobException(
          ExitCode.TRY_AGAIN, "%s cannot be listed: %s".formatted(directory, e.getMessage()), e);
    }
  }
}

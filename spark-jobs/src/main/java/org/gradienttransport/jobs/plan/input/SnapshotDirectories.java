package org.gradienttransport.jobs.plan.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * Finds the directory of a step: stars of a template are filled in from what is there, of which
 * exactly one must fit, and a ref of a hub's cache is followed to its commit. Directories above
 * steps are listed once.
 */
public final class SnapshotDirectories {
  /** Names that a message spells out. */
  private static final int NAMED = 5;

  /** Bytes of a ref's file: a commit's hash, with room for a line's end. */
  private static final int MOST_REF_BYTES = 128;

  private final Configuration hadoop;
  private final Listings listings;
  private final Map<Path, Optional<Map<String, FileStatus>>> listed = new ConcurrentHashMap<>();
  private final Map<Path, Place> commits = new ConcurrentHashMap<>();

  SnapshotDirectories(Configuration hadoop, Listings listings) {
    this.hadoop = hadoop;
    this.listings = listings;
  }

  /** Directories of any Hadoop file system. */
  public SnapshotDirectories(Configuration hadoop) {
    this(hadoop, new Listings(hadoop));
  }

  /** Where something lies, or why nobody can say. */
  public sealed interface Place {
    /** It is there, or would be. */
    record At(Path path) implements Place {}

    /**
     * The way there ends, in a sentence without a full stop.
     *
     * @param several whether it ends at a star that several names fit
     */
    record Nowhere(String tried, String message, boolean several) implements Place {
      Nowhere(String tried, String message) {
        this(tried, message, false);
      }
    }
  }

  /** What lies in a directory that several steps share; empty if there is no such directory. */
  Optional<Map<String, FileStatus>> shared(Path directory) {
    return listed.computeIfAbsent(directory, listings::list);
  }

  /** The directory of a step. */
  Place of(Path scale, Snapshots snapshots, long step) {
    Place base = base(scale, snapshots, step);
    return base instanceof Place.At at
        ? walk(at.path(), snapshots.directory().segments(), step)
        : base;
  }

  /** What a snapshot's directory is relative to: the scale's path, or a commit below it. */
  Place base(Path scale, Snapshots snapshots, long step) {
    if (snapshots.ref() == null) {
      return new Place.At(scale);
    }
    Place ref = walk(new Path(scale, "refs"), snapshots.ref().segments(), step);
    return ref instanceof Place.At at
        ? commits.computeIfAbsent(at.path(), file -> commit(scale, file))
        : ref;
  }

  /** Follows templates from a directory downwards; what the last leads to need not be there. */
  public Place walk(Path from, List<StepTemplate> segments, long step) {
    Path path = from;
    for (StepTemplate segment : segments) {
      Place next =
          segment.hasStar()
              ? theOne(path, segment, step)
              : new Place.At(Listings.below(path, segment.at(step)));
      if (!(next instanceof Place.At at)) {
        return next;
      }
      path = at.path();
    }
    return new Place.At(path);
  }

  private Place theOne(Path parent, StepTemplate segment, long step) {
    List<String> fitting = new ArrayList<>();
    shared(parent).orElse(Map.of()).keySet().stream()
        .filter(name -> segment.matches(name, step))
        .forEach(fitting::add);
    if (fitting.size() == 1) {
      return new Place.At(Listings.below(parent, fitting.get(0)));
    }
    String wanted = segment.at(step);
    String tried = Listings.below(parent, wanted).toString();
    return new Place.Nowhere(
        tried,
        fitting.isEmpty()
            ? "there is nothing like '" + wanted + "' in " + parent
            : ambiguous(parent, wanted, fitting),
        !fitting.isEmpty());
  }

  /** That several names fit a star, in a clause. */
  static String ambiguous(Path parent, String wanted, List<String> fitting) {
    return "%d names in %s are like '%s', so nobody can say which is meant: %s"
        .formatted(
            fitting.size(),
            parent,
            wanted,
            String.join(", ", fitting.subList(0, Math.min(NAMED, fitting.size()))));
  }

  private Place commit(Path repository, Path ref) {
    try (FSDataInputStream in = FileSystems.of(ref, hadoop).open(ref)) {
      String commit = new String(in.readNBytes(MOST_REF_BYTES), StandardCharsets.US_ASCII).strip();
      return commit.matches("[0-9a-f]{7,64}")
          ? new Place.At(new Path(repository, "snapshots/" + commit))
          : new Place.Nowhere(ref.toString(), ref + " names no commit, so it is no ref of a cache");
    } catch (FileNotFoundException e) {
      return new Place.Nowhere(ref.toString(), "there is no ref " + ref);
    } catch (IOException e) {
      throw new JobException(
          ExitCode.TRY_AGAIN, "%s cannot be read: %s".formatted(ref, e.getMessage()), e);
    }
  }
}

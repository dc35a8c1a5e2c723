package org.gradienttransport.jobs.plan.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.warehouse.WriterLease;

/**
 * The waves of a store: which files it consists of.
 *
 * <p>A wave's Parquet files lie under {@code data/}, and are named, with their lengths, by one
 * small file {@code waves/NUMBER.json}, created in one step. Only files named there are ever read,
 * so a killed writer leaves garbage that nobody sees, and no rename is relied on.
 *
 * <p>{@code waves/NUMBER.all.json} stands for all waves up to that number. Where there is one,
 * their own markers are not read any more, so that a store does not become slow with the number of
 * nights; {@link Merge} writes it.
 */
final class Waves {
  private static final Pattern MARKER = Pattern.compile("(\\d{10})(\\.all)?\\.json");

  /** Markers and files that are read at once: it is a store's answers that take time. */
  static final int THREADS = 8;

  private final FileSystem fs;
  private final Path root;

  Waves(FileSystem fs, Path root) {
    this.fs = fs;
    this.root = root;
  }

  /**
   * What lies in {@code waves/}.
   *
   * @param all the newest marker of all waves up to a number, if there is one
   * @param upTo that number; 0 without one
   * @param since markers of later waves
   * @param before markers of what it stands for
   */
  private record Markers(
      Optional<FileStatus> all,
      long upTo,
      SortedMap<Long, FileStatus> since,
      List<FileStatus> before) {
    long last() {
      return since.isEmpty() ? upTo : since.lastKey();
    }
  }

  FileSystem fileSystem() {
    return fs;
  }

  Configuration hadoop() {
    return fs.getConf();
  }

  /** All files that count, the first wave's first. */
  List<StoredFile> files() throws IOException {
    Markers markers = markers();
    List<FileStatus> read = new ArrayList<>(markers.all().stream().toList());
    read.addAll(markers.since().values());
    return Tasks.over(read).threads(THREADS, "waves").run(this::files).stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<StoredFile> files(FileStatus marker) throws IOException {
    Path path = marker.getPath();
    String text =
        SmallFiles.read(fs, path)
            .orElseThrow(() -> new IOException(path + " vanished while it was read"));
    JsonNode wave = Json.parse(text, path.toString());
    Path data = new Path(root, wave.path("data").asText());
    List<StoredFile> files = new ArrayList<>();
    for (JsonNode file : wave.path("files")) {
      files.add(
          new StoredFile(new Path(data, file.path("name").asText()), file.path("length").asLong()));
    }
    return files;
  }

  long next() throws IOException {
    return markers().last() + 1;
  }

  /** Where a wave's files go: a directory that no other writer uses. */
  Path directory(long number, WriterLease lease) {
    return new Path(data(), name(number) + "-" + lease.token());
  }

  /**
   * Makes a wave's files part of the store.
   *
   * @param files of the wave in its directory; others that failed tasks left there are never read
   * @throws JobException when the lease is lost or another run committed that number
   */
  void commit(long number, Path directory, List<WaveFile> files, WriterLease lease)
      throws IOException {
    create(name(number) + ".json", number, "data/" + directory.getName(), files, lease);
  }

  /**
   * Lets files stand for all waves up to one that was committed.
   *
   * @param files named from the directory of all data
   */
  void commitAll(long number, List<WaveFile> files, WriterLease lease) throws IOException {
    create(name(number) + ".all.json", number, "data", files, lease);
  }

  private void create(
      String marker, long number, String data, List<WaveFile> files, WriterLease lease)
      throws IOException {
    ObjectNode wave = Json.object().put("wave", number).put("data", data);
    ArrayNode named = wave.putArray("files");
    files.forEach(file -> named.addObject().put("name", file.name()).put("length", file.length()));
    lease.requireHeld();
    if (!SmallFiles.createNew(fs, new Path(root, "waves/" + marker), Json.text(wave))) {
      throw new JobException(
          ExitCode.TRY_AGAIN,
          "Wave %s of %s was committed by another run. Try again when that run has finished."
              .formatted(number, root));
    }
  }

  /** How a marker of all waves names a file. */
  String named(StoredFile file) {
    return file.path().getParent().getName() + "/" + file.path().getName();
  }

  /**
   * What nobody needs: directories of data that no marker names, which killed runs left behind, and
   * waves for which others have stood since before a time.
   */
  List<Path> needless(Instant before) throws IOException {
    Markers markers = markers();
    boolean old =
        markers.all().stream()
            .anyMatch(all -> Instant.ofEpochMilli(all.getModificationTime()).isBefore(before));
    Set<String> named =
        files().stream().map(file -> file.path().getParent().getName()).collect(Collectors.toSet());
    List<Path> needless = new ArrayList<>();
    for (FileStatus directory : list(data())) {
      String name = directory.getPath().getName();
      // A reader that listed the markers before may still read what they name.
      if (!named.contains(name) && (old || !isOfWaveUpTo(markers.upTo(), name))) {
        needless.add(directory.getPath());
      }
    }
    if (old) {
      markers.before().forEach(marker -> needless.add(marker.getPath()));
    }
    return needless;
  }

  private static boolean isOfWaveUpTo(long number, String directory) {
    return directory.compareTo(name(number + 1)) < 0;
  }

  private Markers markers() throws IOException {
    SortedMap<Long, FileStatus> each = new TreeMap<>();
    SortedMap<Long, FileStatus> all = new TreeMap<>();
    for (FileStatus status : list(new Path(root, "waves"))) {
      Matcher name = MARKER.matcher(status.getPath().getName());
      if (name.matches()) {
        (name.group(2) == null ? each : all).put(Long.valueOf(name.group(1)), status);
      }
    }
    long upTo = all.isEmpty() ? 0 : all.lastKey();
    List<FileStatus> before = new ArrayList<>(each.headMap(upTo + 1).values());
    before.addAll(all.headMap(upTo).values());
    return new Markers(Optional.ofNullable(all.get(upTo)), upTo, each.tailMap(upTo + 1), before);
  }

  private List<FileStatus> list(Path directory) throws IOException {
    try {
      return List.of(fs.listStatus(directory));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private Path data() {
    return new Path(root, "data");
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "%010d", number);
  }
}

package org.gradienttransport.jobs.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What has been fetched and from where: {@code <target>/_fetch/manifest.jsonl}, one JSON object a
 * line, sorted by path, always replaced whole. It spares work and is never trusted beyond that: a
 * file it does not know is hashed again, and a line that cannot be read is dropped.
 */
final class Manifest {
  static final String NAME = "manifest.jsonl";
  private static final long WRITE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final FetchTarget target;
  private final Timing timing;
  private final Map<String, ManifestEntry> entries = new TreeMap<>();
  private final ObjectMapper json =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private long writtenAt;

  private Manifest(FetchTarget target, Timing timing) {
    this.target = target;
    this.timing = timing;
    this.writtenAt = timing.nanos().getAsLong();
  }

  static Manifest read(FetchTarget target, Timing timing) throws IOException {
    Manifest manifest = new Manifest(target, timing);
    target.readState(NAME).ifPresent(text -> text.lines().forEach(manifest::readLine));
    return manifest;
  }

  private void readLine(String line) {
    try {
      ManifestEntry entry = json.readValue(line, ManifestEntry.class);
      if (entry != null && entry.path() != null) {
        entries.put(entry.path(), entry);
      }
    } catch (JsonProcessingException e) {
      // Dropped: its file will be hashed, and its line written anew.
    }
  }

  synchronized Optional<ManifestEntry> entry(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  synchronized void put(ManifestEntry entry) {
    entries.put(entry.path(), entry);
  }

  /** The files an earlier plan found in this folder at this commit; empty when it found none. */
  synchronized List<RemoteFile> known(String folder, String repo, String revision, HubClient hub) {
    List<RemoteFile> files = new ArrayList<>();
    for (ManifestEntry entry : entries.values()) {
      if (entry.path().startsWith(folder + "/")
          && repo.equals(entry.repo())
          && revision.equals(entry.revision())) {
        Optional<RemoteFile> file = remoteFile(entry, folder, hub);
        if (file.isEmpty()) {
          return List.of();
        }
        files.add(file.get());
      }
    }
    return files;
  }

  private static Optional<RemoteFile> remoteFile(
      ManifestEntry entry, String folder, HubClient hub) {
    boolean consistent =
        entry.hubPath() != null
            && entry.path().equals(folder + "/" + entry.hubPath())
            && SafeNames.objectionTo(entry.path()).isEmpty()
            && entry.size() >= 0;
    if (!consistent || entry.checksum() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RemoteFile(
              entry.path(),
              entry.repo(),
              entry.revision(),
              entry.hubPath(),
              hub.address(entry.repo(), entry.revision(), entry.hubPath()),
              entry.size(),
              Checksum.parse(entry.checksum())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes it if the last time is a while ago: on an object store each write is a whole object. */
  void writeNowAndThen() throws IOException {
    if (timing.nanos().getAsLong() - writtenAt >= WRITE_EVERY_NANOS) {
      write();
    }
  }

  synchronized void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (ManifestEntry entry : entries.values()) {
      text.append(json.writeValueAsString(entry)).append('\n');
    }
    target.writeState(NAME, text.toString());
    writtenAt = timing.nanos().getAsLong();
  }
}

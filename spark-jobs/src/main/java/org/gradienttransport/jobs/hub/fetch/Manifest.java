package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has been fetched and from where: {@code <target>/_fetch/manifest.jsonl}, one JSON object a
 * line, sorted by path, always replaced whole. It spares work and is never trusted beyond that: a
 * file it does not know is hashed again, and a line that cannot be read is dropped.
 */
final class Manifest {
  private static final String NAME = "manifest.jsonl";
  private static final long WRITE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final FetchTarget target;
  private final HubClient hub;
  private final Timing timing;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final ObjectMapper json = new ObjectMapper();
  private long writtenAt;

  private Manifest(FetchTarget target, HubClient hub, Timing timing) {
    this.target = target;
    this.hub = hub;
    this.timing = timing;
    this.writtenAt = timing.nanos().getAsLong();
  }

  /** How far a file has come. */
  enum State {
    PLANNED,
    DONE,
    FAILED;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One line.
   *
   * @param file which file, and what the hub promised of it
   * @param sha256 of the bytes at the target; empty before it is done
   * @param etag the hub's tag of the content; empty when it gave none
   * @param message why it failed; empty otherwise
   */
  record Entry(RemoteFile file, State state, String sha256, String etag, String message) {
    private boolean isDone() {
      return state == State.DONE && !sha256.isEmpty();
    }
  }

  static Manifest read(FetchTarget target, HubClient hub, Timing timing) throws IOException {
    Manifest manifest = new Manifest(target, hub, timing);
    target.readState(NAME).ifPresent(text -> text.lines().forEach(manifest::readLine));
    return manifest;
  }

  private void readLine(String line) {
    try {
      Entry entry = entry(json.readTree(line));
      if (HubNames.objectionTo(entry.file().path()).isEmpty() && entry.file().size() >= 0) {
        entries.put(entry.file().path(), entry);
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Dropped: its file will be listed and hashed, and its line written anew.
    }
  }

  /** The address is made anew: one from a file that anybody can write would not be safe. */
  private Entry entry(JsonNode line) {
    String repo = line.path("repo").asText();
    String revision = line.path("revision").asText();
    String hubPath = line.path("hub_path").asText();
    RemoteFile file =
        new RemoteFile(
            line.path("path").asText(),
            repo,
            revision,
            hubPath,
            hub.address(repo, revision, hubPath),
            line.path("size").asLong(-1),
            Checksum.parse(line.path("checksum").asText(), Checksum.Kind.SHA256),
            excerpt(line.path("excerpt")));
    return new Entry(
        file,
        State.valueOf(line.path("state").asText().toUpperCase(Locale.ROOT)),
        line.path("sha256").asText(""),
        line.path("etag").asText(""),
        line.path("message").asText(""));
  }

  private static Excerpt excerpt(JsonNode mark) {
    return mark.isMissingNode()
        ? null
        : Excerpt.known(
            new Excerpt.Mark(
                mark.path("rules").asText(),
                mark.path("head").asText(),
                mark.path("files").asInt(),
                mark.path("of_size").asLong()));
  }

  private String line(Entry entry) {
    RemoteFile file = entry.file();
    ObjectNode line = json.createObjectNode();
    line.put("path", file.path()).put("state", entry.state().text()).put("size", file.size());
    putUnlessEmpty(line, "sha256", entry.sha256());
    line.put("checksum", file.checksum().toString());
    if (file.excerpt() != null) {
      Excerpt.Mark mark = file.excerpt().mark();
      line.putObject("excerpt")
          .put("rules", mark.rules())
          .put("head", mark.head())
          .put("files", mark.files())
          .put("of_size", mark.wholeSize());
    }
    putUnlessEmpty(line, "etag", entry.etag());
    line.put("repo", file.repo()).put("revision", file.revision());
    line.put("url", file.address().toString()).put("hub_path", file.hubPath());
    putUnlessEmpty(line, "message", entry.message());
    return line + "\n";
  }

  private static void putUnlessEmpty(ObjectNode line, String key, String value) {
    if (!value.isEmpty()) {
      line.put(key, value);
    }
  }

  /** What is known of the very same bytes at the very same place. */
  synchronized Optional<Entry> entry(RemoteFile file) {
    return Optional.ofNullable(entries.get(file.path()))
        .filter(e -> e.file().size() == file.size())
        .filter(e -> e.file().checksum().equals(file.checksum()))
        .filter(e -> e.file().content().equals(file.content()));
  }

  /** The line of a file that is all there, as far as this manifest knows. */
  Optional<Entry> done(RemoteFile file) {
    return entry(file).filter(Entry::isDone);
  }

  void planned(RemoteFile file) {
    put(new Entry(file, State.PLANNED, "", "", ""));
  }

  void done(RemoteFile file, String sha256, String etag) {
    put(new Entry(file, State.DONE, sha256, etag, ""));
  }

  void failed(RemoteFile file, String message) {
    put(new Entry(file, State.FAILED, "", "", message));
  }

  private synchronized void put(Entry entry) {
    entries.put(entry.file().path(), entry);
  }

  private Stream<Entry> of(String folder, String repo, String revision) {
    return entries.values().stream()
        .filter(entry -> entry.file().path().startsWith(folder + "/"))
        .filter(entry -> entry.file().repo().equals(repo))
        .filter(entry -> entry.file().revision().equals(revision));
  }

  /** The files an earlier plan found in this folder at this commit; empty when it found none. */
  synchronized List<RemoteFile> known(String folder, String repo, String revision) {
    List<RemoteFile> files =
        of(folder, repo, revision).map(Entry::file).filter(file -> file.excerpt() == null).toList();
    // A file that lies elsewhere than a plan would put it makes the others doubtful too.
    return files.stream().allMatch(f -> f.path().equals(folder + "/" + f.hubPath()))
        ? files
        : List.of();
  }

  /**
   * The excerpts of a step by the same rules, where all of them are there; empty otherwise.
   *
   * @param rules hash of the rules
   */
  synchronized List<RemoteFile> excerpts(
      String folder, String repo, String revision, String rules) {
    List<RemoteFile> files =
        of(folder, repo, revision)
            .filter(Entry::isDone)
            .map(Entry::file)
            .filter(file -> file.excerpt() != null && file.excerpt().mark().rules().equals(rules))
            .toList();
    return files.stream().allMatch(file -> file.excerpt().mark().files() == files.size())
        ? files
        : List.of();
  }

  /** Writes it if the last time is a while ago: on an object store each write is a whole object. */
  void writeNowAndThen() throws IOException {
    if (timing.nanos().getAsLong() - writtenAt >= WRITE_EVERY_NANOS) {
      write();
    }
  }

  synchronized void write() throws IOException {
    target.writeState(
        NAME, entries.values().stream().map(this::line).collect(Collectors.joining()));
    writtenAt = timing.nanos().getAsLong();
  }
}

package org.gradienttransport.jobs.fetch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Locale;

/**
 * One line of the manifest.
 *
 * @param path relative to the target
 * @param url where it was fetched from
 * @param repo repository
 * @param revision commit
 * @param hubPath path in the repository
 * @param size bytes the hub promised
 * @param checksum what the hub promised, "sha256:..." or "git-sha1:..."
 * @param sha256 of the bytes at the target; null before it is done
 * @param etag the hub's tag of the content; null when it gave none
 * @param state planned, done or failed
 * @param message why it failed; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"path", "state", "size", "sha256", "checksum", "etag", "repo", "revision"})
record ManifestEntry(
    String path,
    String url,
    String repo,
    String revision,
    @JsonProperty("hub_path") String hubPath,
    long size,
    String checksum,
    String sha256,
    String etag,
    String state,
    String message) {

  /** How far a file has come. */
  enum State {
    PLANNED,
    DONE,
    FAILED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ManifestEntry planned(RemoteFile file) {
    return of(file, State.PLANNED, null, null, null);
  }

  static ManifestEntry done(RemoteFile file, String sha256, String etag) {
    return of(file, State.DONE, sha256, etag, null);
  }

  static ManifestEntry failed(RemoteFile file, String message) {
    return of(file, State.FAILED, null, null, message);
  }

  private static ManifestEntry of(
      RemoteFile file, State state, String sha256, String etag, String message) {
    return new ManifestEntry(
        file.path(),
        file.address().toString(),
        file.repo(),
        file.revision(),
        file.hubPath(),
        file.size(),
        file.checksum().toString(),
        sha256,
        etag == null || etag.isEmpty() ? null : etag,
        state.text(),
        message);
  }

  boolean isDone() {
    return State.DONE.text().equals(state);
  }

  /** Whether this line speaks of the very same bytes. */
  boolean describes(RemoteFile file) {
    return path.equals(file.path())
        && size == file.size()
        && file.checksum().toString().equals(checksum);
  }
}

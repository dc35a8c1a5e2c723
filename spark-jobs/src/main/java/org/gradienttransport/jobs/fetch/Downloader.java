package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.gradienttransport.jobs.exit.ExitCode;

/** Brings one file after the other to the target, whole and verified, or says why it cannot. */
final class Downloader {
  private static final int BUFFER = 1 << 16;

  /** A wrong checksum can come from a broken proxy; more often than this it comes from the hub. */
  private static final int MOST_MISMATCHES = 3;

  /** Whether files the manifest calls done are believed. */
  enum Trust {
    MANIFEST,
    NOTHING
  }

  private final HubHttp http;
  private final HubOptions options;
  private final FetchTarget target;
  private final Manifest manifest;
  private final RateLimit rateLimit;
  private final Progress progress;
  private final Timing timing;
  private final Trust trust;
  private volatile boolean stopped;

  Downloader(
      HubHttp http,
      HubOptions options,
      FetchTarget target,
      Manifest manifest,
      RateLimit rateLimit,
      Progress progress,
      Timing timing,
      Trust trust) {
    this.http = http;
    this.options = options;
    this.target = target;
    this.manifest = manifest;
    this.rateLimit = rateLimit;
    this.progress = progress;
    this.timing = timing;
    this.trust = trust;
  }

  /**
   * Never throws for what happens to one file; stops the run where no further file could do better.
   */
  Outcome fetch(RemoteFile file) throws InterruptedException {
    if (stopped) {
      return new Outcome(file, Outcome.State.NOT_TRIED, Optional.empty(), Optional.empty());
    }
    try {
      Optional<String> there = alreadyThere(file);
      if (there.isPresent()) {
        progress.held(file.size());
        progress.fileDone();
        return new Outcome(file, Outcome.State.ALREADY_THERE, there, Optional.empty());
      }
      return download(file);
    } catch (HubException e) {
      stopped |= e.kind() == HubException.Kind.UNREACHABLE;
      return failed(file, e.kind().exitCode(), e.getMessage());
    } catch (IOException e) {
      stopped = true;
      return failed(file, ExitCode.CANNOT_WRITE, "cannot write to " + target.name() + ": " + e);
    }
  }

  private Outcome failed(RemoteFile file, ExitCode exitCode, String message) {
    manifest.put(ManifestEntry.failed(file, message));
    Problem problem = new Problem(exitCode, Printable.of(file.path()) + ": " + message);
    return new Outcome(file, Outcome.State.FAILED, Optional.empty(), Optional.of(problem));
  }

  /** The SHA-256 of the file at the target if it is the wanted one. */
  Optional<String> alreadyThere(RemoteFile file) throws IOException {
    OptionalLong length = target.length(file.path());
    if (length.isEmpty() || length.getAsLong() != file.size()) {
      return Optional.empty();
    }
    Optional<ManifestEntry> entry =
        manifest.entry(file.path()).filter(e -> e.isDone() && e.describes(file));
    if (trust == Trust.MANIFEST && entry.isPresent() && entry.get().sha256() != null) {
      return Optional.of(entry.get().sha256());
    }
    FileDigest digest = new FileDigest(file.checksum(), file.size());
    try (InputStream in = target.open(file.path())) {
      digest.update(in);
    }
    FileDigest.Result found = digest.finish();
    if (!found.matches()) {
      return Optional.empty();
    }
    manifest.put(
        ManifestEntry.done(file, found.sha256(), entry.map(ManifestEntry::etag).orElse("")));
    return Optional.of(found.sha256());
  }

  private Outcome download(RemoteFile file) throws IOException, InterruptedException {
    Path part = PartFile.pathOf(file, target.staging());
    for (int mismatches = 1; ; mismatches++) {
      Received received = receive(file);
      if (received.hash().matches()) {
        target.finish(part, file.path());
        manifest.put(ManifestEntry.done(file, received.hash().sha256(), received.etag()));
        progress.fileDone();
        return new Outcome(
            file, Outcome.State.FETCHED, Optional.of(received.hash().sha256()), Optional.empty());
      }
      Files.delete(part);
      progress.held(-file.size());
      if (mismatches == MOST_MISMATCHES) {
        throw new HubException(
            HubException.Kind.BAD_DATA,
            "hashes to "
                + received.hash().found()
                + " instead of "
                + file.checksum()
                + ", "
                + MOST_MISMATCHES
                + " times in a row");
      }
    }
  }

  private record Received(FileDigest.Result hash, String etag) {}

  /** All bytes of a file, over as many requests as it takes while they bring it further. */
  private Received receive(RemoteFile file) throws IOException, InterruptedException {
    try (PartFile part = PartFile.open(file, target.staging(), progress::held)) {
      String etag = "";
      long furthest = part.length();
      int failures = 0;
      while (part.length() < file.size()) {
        try {
          etag = request(file, part);
        } catch (HubException e) {
          failures = part.length() > furthest ? 1 : failures + 1;
          furthest = Math.max(furthest, part.length());
          recover(file, part, e, failures);
        }
      }
      return new Received(part.complete(), etag);
    }
  }

  private void recover(RemoteFile file, PartFile part, HubException failure, int failures)
      throws IOException, InterruptedException {
    boolean wrongPart =
        failure.kind() == HubException.Kind.RANGE || failure.kind() == HubException.Kind.BAD_DATA;
    if (wrongPart) {
      part.restart();
    }
    if (!(wrongPart || failure.mayPass()) || !options.retries().forgives(failures)) {
      throw failure;
    }
    timing
        .sleeper()
        .sleep(options.retries().waitAfter(failures, failure, file.address().toString()));
  }

  private String request(RemoteFile file, PartFile part) throws IOException, InterruptedException {
    try (HubHttp.Answer answer = http.get(file.address(), part.length());
        StallGuard guard = StallGuard.over(answer.body(), options.stallTimeout())) {
      if (answer.firstByte() != part.length()) {
        part.restart();
      }
      byte[] buffer = new byte[BUFFER];
      for (int count = read(guard, buffer); count >= 0; count = read(guard, buffer)) {
        if (part.length() + count > file.size()) {
          throw new HubException(
              HubException.Kind.BAD_DATA, "has more than the " + file.size() + " bytes listed");
        }
        part.append(buffer, count);
        progress.received(count);
        rateLimit.pace(count);
      }
      if (part.length() < file.size()) {
        throw new HubException(
            HubException.Kind.BROKEN, "ended after " + part.length() + " of " + file.size());
      }
      return answer.etag();
    }
  }

  /** A read that fails is the network's fault, unlike a write that fails. */
  private static int read(StallGuard guard, byte[] buffer) throws HubException {
    try {
      return guard.body().read(buffer);
    } catch (IOException e) {
      throw new HubException(HubException.Kind.BROKEN, "the transfer broke: " + e.getMessage(), e);
    }
  }
}

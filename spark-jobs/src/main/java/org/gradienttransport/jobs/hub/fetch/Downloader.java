package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.hub.fetch.FetchReport.Outcome;
import org.gradienttransport.jobs.hub.fetch.FetchReport.Problem;
import org.gradienttransport.jobs.hub.fetch.FetchReport.State;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;
import org.gradienttransport.jobs.io.Tasks.Verdict;
import org.gradienttransport.udfs.tensor.Stretch;

/** Brings one file after the other to the target, whole and verified, or says why it cannot. */
final class Downloader {
  private static final int BUFFER = 1 << 16;

  /** A wrong checksum can come from a broken proxy; more often than this it comes from the hub. */
  private static final int MOST_MISMATCHES = 3;

  private final HubHttp http;
  private final Fetch.Request request;
  private final FetchTarget target;
  private final Manifest manifest;
  private final RateLimit rateLimit;
  private final FetchProgress progress;
  private volatile boolean stopped;

  Downloader(
      HubHttp http,
      Fetch.Request request,
      Manifest manifest,
      FetchProgress progress,
      Timing timing) {
    this.http = http;
    this.request = request;
    this.target = request.target();
    this.manifest = manifest;
    this.rateLimit = new RateLimit(request.bytesPerSecond(), timing);
    this.progress = progress;
  }

  /**
   * Never throws for what happens to one file; stops the run where no further file could do better.
   */
  Outcome fetch(RemoteFile file) {
    if (stopped) {
      return new Outcome(file.path(), State.NOT_TRIED, Optional.empty(), Optional.empty());
    }
    try {
      Optional<String> there = alreadyThere(file);
      if (there.isPresent()) {
        progress.held(file.size());
      }
      String sha256 = there.isPresent() ? there.get() : download(file);
      progress.fileDone();
      return new Outcome(
          file.path(),
          there.isPresent() ? State.ALREADY_THERE : State.FETCHED,
          Optional.of(sha256),
          Optional.empty());
    } catch (HubException e) {
      stopped |= e.kind() == Kind.UNREACHABLE;
      return failed(file, e.exitCode(), e.getMessage());
    } catch (IOException e) {
      stopped = true;
      return failed(file, ExitCode.CANNOT_WRITE, "cannot write to " + target.name() + ": " + e);
    }
  }

  private Outcome failed(RemoteFile file, ExitCode exitCode, String message) {
    manifest.failed(file, message);
    Problem problem = new Problem(exitCode, HubNames.shown(file.path()) + ": " + message);
    return new Outcome(file.path(), State.FAILED, Optional.empty(), Optional.of(problem));
  }

  /** The SHA-256 of the file at the target if it is the wanted one. */
  private Optional<String> alreadyThere(RemoteFile file) throws IOException {
    if (!target.holds(file.path(), file.size())) {
      return Optional.empty();
    }
    Optional<Manifest.Entry> done = manifest.done(file);
    if (done.isPresent() && !request.verify()) {
      // Other rules may have come to the same excerpt: the next run need not find that out again.
      manifest.done(file, done.get().sha256(), done.get().etag());
      return done.map(Manifest.Entry::sha256);
    }
    Checksum.Digest digest = file.checksum().digest(file.size());
    try (InputStream in = target.open(file.path())) {
      digest.update(in);
    }
    Checksum.Result found = digest.finish();
    // What an excerpt must hash to only the manifest knows.
    boolean same =
        file.excerpt() == null
            ? found.matches()
            : done.isPresent() && done.get().sha256().equals(found.sha256());
    if (!same) {
      return Optional.empty();
    }
    manifest.done(file, found.sha256(), done.map(Manifest.Entry::etag).orElse(""));
    return Optional.of(found.sha256());
  }

  /** Fetches a file, and returns the SHA-256 of its bytes. */
  private String download(RemoteFile file) throws IOException {
    Path part = PartFile.pathOf(file, target.staging());
    for (int mismatches = 1; ; mismatches++) {
      Received received = receive(file);
      if (file.accepts(received.hash())) {
        target.finish(part, file.path());
        Files.deleteIfExists(PartFile.sumOf(part));
        manifest.done(file, received.hash().sha256(), received.etag());
        return received.hash().sha256();
      }
      Files.delete(part);
      progress.held(-file.size());
      if (mismatches == MOST_MISMATCHES) {
        throw new HubException(
            Kind.BAD_DATA,
            "hashes to %s instead of %s, %d times in a row"
                .formatted(received.hash().found(), file.checksum(), MOST_MISMATCHES));
      }
    }
  }

  private record Received(Checksum.Result hash, String etag) {}

  /** All bytes of a file, over as many requests as it takes while they bring it further. */
  private Received receive(RemoteFile file) throws IOException {
    try (PartFile part = PartFile.open(file, target.staging(), progress::held)) {
      String etag = "";
      if (part.length() < file.size()) {
        etag =
            http.asked(file.address(), () -> request(file, part), failure -> judge(failure, part));
      }
      return new Received(part.complete(), etag);
    }
  }

  private static Verdict judge(HubException failure, PartFile part) throws IOException {
    boolean gotFurther = part.gotFurther();
    if (failure.kind() == Kind.RANGE || failure.kind() == Kind.BAD_DATA) {
      // What we hold is not the beginning of this file.
      part.restart();
      return new Verdict(true, gotFurther, Optional.empty());
    }
    return failure.verdict(gotFurther);
  }

  /** Asks for the bytes that are missing, and returns the content's tag when all are there. */
  private String request(RemoteFile file, PartFile part) throws IOException {
    return file.excerpt() == null ? whole(file, part) : excerpt(file, file.excerpt(), part);
  }

  private String whole(RemoteFile file, PartFile part) throws IOException {
    try (HubHttp.Answer answer = http.get(file.address(), part.length())) {
      if (answer.firstByte() != part.length()) {
        part.restart();
      }
      pass(answer, file.size() - part.length(), part::append);
      requireEnd(answer, file.size());
      return answer.etag();
    }
  }

  private String excerpt(RemoteFile file, Excerpt excerpt, PartFile part) throws IOException {
    byte[] head = excerpt.head();
    if (part.length() < head.length) {
      part.restart();
      part.append(head, head.length);
    }
    String etag = "";
    for (Excerpt.Range range : excerpt.after(part.length())) {
      try (HubHttp.Answer answer = http.range(file.address(), range.from(), range.bytes())) {
        if (!answer.ranged()) {
          throw new HubException(Kind.BROKEN, "the server sent all bytes in place of a range");
        }
        answer.requireSize(excerpt.mark().wholeSize());
        long at = range.from();
        for (Stretch stretch : range.stretches()) {
          pass(answer, stretch.from() - at, (buffer, count) -> {});
          pass(answer, stretch.bytes(), part::append);
          at = stretch.to();
        }
        requireEnd(answer, range.bytes());
        etag = answer.etag();
      }
    }
    return etag;
  }

  /** Takes bytes of an answer. */
  @FunctionalInterface
  private interface Taker {
    void take(byte[] buffer, int count) throws IOException;
  }

  /** Gives away the next bytes of an answer, which must not end before. */
  private void pass(HubHttp.Answer answer, long bytes, Taker taker) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, bytes)];
    for (long left = bytes; left > 0; ) {
      int count = read(answer, buffer, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new HubException(Kind.BROKEN, "ended %d bytes too early".formatted(left));
      }
      taker.take(buffer, count);
      left -= count;
      progress.received(count);
      rateLimit.pace(count);
    }
  }

  private static void requireEnd(HubHttp.Answer answer, long bytes) throws HubException {
    if (read(answer, new byte[1], 1) >= 0) {
      throw new HubException(Kind.BAD_DATA, "has more than the " + bytes + " bytes listed");
    }
  }

  /** A read that fails is the network's fault, unlike a write that fails. */
  private static int read(HubHttp.Answer answer, byte[] buffer, int most) throws HubException {
    try {
      return answer.body().read(buffer, 0, most);
    } catch (IOException e) {
      throw new HubException(Kind.BROKEN, "the transfer broke: " + e.getMessage(), e);
    }
  }
}

package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/** One fetch: plan, compare with what is there, download the rest, keep the manifest. */
final class FetchRun {
  private static final long TICK_MILLIS = 500;

  private final FetchRequest request;
  private final Timing timing;
  private final Consumer<String> log;

  FetchRun(FetchRequest request, Timing timing, Consumer<String> log) {
    this.request = request;
    this.timing = timing;
    this.log = log;
  }

  /** What a dry run tells of one file. */
  record Listed(RemoteFile file, String state) {}

  /** Lists what would be fetched, and fetches nothing. */
  record Listing(List<Listed> files, List<Problem> problems) {}

  /**
   * @throws JobException when nothing can be done at all: hub unreachable, target locked, no room
   */
  FetchReport run() {
    return locked(
        (manifest, http, workers) -> {
          FetchPlan plan = plan(manifest, http, workers);
          return download(plan, manifest, http, workers);
        });
  }

  /** Plans without changing anything at the target. */
  Listing list() {
    try (Workers workers = new Workers(request.concurrency())) {
      Manifest manifest = Manifest.read(request.target(), timing);
      HubHttp http = new HubHttp(request.hub(), timing.wall());
      FetchPlan plan = plan(manifest, http, workers);
      List<Listed> files = new ArrayList<>();
      for (RemoteFile file : plan.files()) {
        files.add(new Listed(file, stateOf(file, manifest)));
      }
      return new Listing(files, plan.problems());
    } catch (IOException e) {
      throw cannotWrite(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private String stateOf(RemoteFile file, Manifest manifest) throws IOException {
    boolean sameSize = request.target().length(file.path()).orElse(-1) == file.size();
    boolean known =
        manifest.entry(file.path()).filter(e -> e.isDone() && e.describes(file)).isPresent();
    if (sameSize) {
      return known ? "there" : "to verify";
    }
    return "to fetch";
  }

  private FetchPlan plan(Manifest manifest, HubHttp http, Workers workers)
      throws InterruptedException {
    HubClient hub = new HubClient(request.hub(), http, timing);
    return new FetchPlanner(hub, request.layout(), manifest, workers)
        .plan(request.sources(), request.steps(), request.also());
  }

  private FetchReport download(FetchPlan plan, Manifest manifest, HubHttp http, Workers workers)
      throws IOException, InterruptedException {
    List<RemoteFile> missing = new ArrayList<>();
    for (RemoteFile file : plan.files()) {
      if (!manifest.entry(file.path()).filter(e -> e.describes(file)).isPresent()) {
        manifest.put(ManifestEntry.planned(file));
      }
      if (request.target().length(file.path()).orElse(-1) != file.size()) {
        missing.add(file);
      }
    }
    refuseWithoutRoom(missing);
    manifest.write();
    Progress progress = new Progress(plan.files().size(), plan.bytes(), timing);
    Downloader downloader =
        new Downloader(
            http,
            request.hub(),
            request.target(),
            manifest,
            new RateLimit(request.bytesPerSecond(), timing),
            progress,
            timing,
            request.trust());
    List<Outcome> outcomes = new ArrayList<>();
    List<Callable<Outcome>> tasks = new ArrayList<>();
    plan.files().forEach(file -> tasks.add(() -> downloader.fetch(file)));
    try {
      workers.each(tasks, TICK_MILLIS, new Ticker(outcomes, manifest, progress));
    } finally {
      manifest.write();
    }
    log.accept(progress.line());
    return FetchReport.of(outcomes, plan.problems());
  }

  private void refuseWithoutRoom(List<RemoteFile> missing) throws IOException {
    long bytes = missing.stream().mapToLong(RemoteFile::size).sum();
    long largest = missing.stream().mapToLong(RemoteFile::size).max().orElse(0);
    int together = Math.min(request.concurrency(), Math.max(1, missing.size()));
    request
        .target()
        .noRoomFor(bytes, largest, together)
        .ifPresent(
            why -> {
              throw new JobException(ExitCode.CANNOT_WRITE, why);
            });
  }

  /** Runs in the calling thread between downloads: log lines, and the manifest now and then. */
  private final class Ticker implements Workers.Tick<Outcome> {
    private final List<Outcome> outcomes;
    private final Manifest manifest;
    private final Progress progress;
    private double loggedAt;

    Ticker(List<Outcome> outcomes, Manifest manifest, Progress progress) {
      this.outcomes = outcomes;
      this.manifest = manifest;
      this.progress = progress;
    }

    @Override
    public void onPause() throws IOException {
      if (progress.seconds() - loggedAt >= request.progressSeconds()) {
        loggedAt = progress.seconds();
        log.accept(progress.line());
      }
      manifest.writeNowAndThen();
    }

    @Override
    public void onResult(Outcome outcome) throws IOException {
      outcomes.add(outcome);
      outcome.problem().ifPresent(problem -> log.accept(problem.message()));
      onPause();
    }
  }

  private interface Locked {
    FetchReport run(Manifest manifest, HubHttp http, Workers workers)
        throws IOException, InterruptedException;
  }

  /**
   * Two runs would write into each other's parts; the lock ends with the process, however it ends.
   */
  private FetchReport locked(Locked work) {
    try (FileChannel channel =
            FileChannel.open(
                request.target().staging().resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        Workers workers = new Workers(request.concurrency())) {
      if (lock == null) {
        throw new JobException(
            ExitCode.CANNOT_WRITE,
            "another fetch to " + request.target().name() + " is running on this machine");
      }
      Manifest manifest = Manifest.read(request.target(), timing);
      return work.run(manifest, new HubHttp(request.hub(), timing.wall()), workers);
    } catch (IOException e) {
      throw cannotWrite(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private JobException cannotWrite(IOException e) {
    return new JobException(
        ExitCode.CANNOT_WRITE, "cannot write to " + request.target().name() + ": " + e, e);
  }

  private static JobException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new JobException(
        ExitCode.TRY_AGAIN, "interrupted; run the same command again to go on", e);
  }
}

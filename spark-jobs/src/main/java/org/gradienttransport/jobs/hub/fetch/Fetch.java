package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.hub.fetch.FetchReport.Outcome;
import org.gradienttransport.jobs.hub.fetch.FetchReport.Problem;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.plan.input.RuleTensors;

/** One fetch: plan, compare with what is there, download the rest, keep the manifest. */
public final class Fetch {
  private static final Duration TICK = Duration.ofMillis(500);

  private final Request request;
  private final Timing timing;
  private final Consumer<String> log;
  private final HubHttp http;
  private final HubClient hub;

  /**
   * A fetch that has not begun.
   *
   * @param log told lines of progress, by any thread
   */
  public Fetch(Request request, Timing timing, Consumer<String> log) {
    this.request = request;
    this.timing = timing;
    this.log = log;
    this.http = new HubHttp(request.hub(), timing);
    this.hub = new HubClient(request.hub(), http);
  }

  /**
   * What is wanted of one repository.
   *
   * @param steps which are wanted; empty for all that the hub has
   * @param within which of those may be taken
   * @param rules which tensors of a file are wanted; empty for whole files
   */
  public record Wanted(
      Source source,
      HubLayout layout,
      Optional<List<Long>> steps,
      LongPredicate within,
      Optional<RuleTensors> rules) {
    /** Steps without a bound, in whole files. */
    public Wanted(Source source, HubLayout layout, Optional<List<Long>> steps) {
      this(source, layout, steps, step -> true, Optional.empty());
    }
  }

  /**
   * Everything a fetch needs to know.
   *
   * @param also glob patterns of further files, taken from the newest commit of the head branch
   * @param bytesPerSecond shared by all downloads; 0 for no limit
   * @param concurrency downloads at once
   * @param verify whether files the manifest calls done are hashed again
   * @param progressSeconds between two lines of progress
   */
  public record Request(
      HubOptions hub,
      List<Wanted> wanted,
      List<String> also,
      FetchTarget target,
      long bytesPerSecond,
      int concurrency,
      boolean verify,
      int progressSeconds) {

    /**
     * @throws IllegalArgumentException when a pattern is none
     */
    public Request {
      wanted = List.copyOf(wanted);
      also = List.copyOf(also);
      also.forEach(FetchPlanner::glob);
    }
  }

  /** What a dry run tells of one file. */
  public record Listed(String state, long size, String checksum, String path) {}

  /** What would be fetched. */
  public record Listing(List<Listed> files, List<Problem> problems) {
    /** Bytes that would come over the network. */
    public long bytesToFetch() {
      return files.stream().filter(f -> f.state().equals("to fetch")).mapToLong(Listed::size).sum();
    }

    /** How a command that only lists should end. */
    public ExitCode exitCode() {
      return FetchReport.worst(problems);
    }
  }

  /** Plans without changing anything at the target. */
  public Listing list() {
    try {
      Manifest manifest = Manifest.read(request.target(), hub, timing);
      FetchPlanner.Plan plan = plan(manifest);
      List<Listed> files = new ArrayList<>();
      for (RemoteFile file : plan.files()) {
        boolean there = request.target().holds(file.path(), file.size());
        boolean known = manifest.done(file).isPresent();
        String state = there ? (known ? "there" : "to verify") : "to fetch";
        files.add(new Listed(state, file.size(), file.checksum().toString(), file.path()));
      }
      return new Listing(files, plan.problems());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * What an audit found.
   *
   * @param findings sentences, one for each thing that is not as it should be
   * @param summary what was compared
   */
  public record Audited(List<String> findings, String summary, List<Problem> problems) {
    /** How a command that only audits should end. */
    public ExitCode exitCode() {
      return findings.isEmpty() ? FetchReport.worst(problems) : ExitCode.BAD_DATA;
    }
  }

  /** Compares the steps by hashes, and headers and first values by ranges, and fetches nothing. */
  public Audited audit() {
    try {
      Manifest manifest = Manifest.read(request.target(), hub, timing);
      return new Audit(new RangeReader(http)).of(new FetchPlanner(hub, request, manifest).plan());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Fetches. Two fetches would write into each other's parts, so the second is refused; the lock
   * ends with the process, however it ends.
   *
   * @throws JobException when nothing can be done at all: hub unreachable, target locked, no room
   */
  public FetchReport run() {
    try (FileChannel channel =
            FileChannel.open(
                request.target().staging().resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      if (lock == null) {
        throw JobException.cannotWrite(
            "another fetch to " + request.target().name() + " is running on this machine");
      }
      Manifest manifest = Manifest.read(request.target(), hub, timing);
      return download(plan(manifest), manifest);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private FetchPlanner.Plan plan(Manifest manifest) throws IOException {
    Excerpts excerpts = new Excerpts(new RangeReader(http));
    FetchPlanner.Plan plan = new FetchPlanner(hub, request, manifest, excerpts).plan();
    excerpts.notes().forEach(log);
    return plan;
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private FetchReport download(FetchPlanner.Plan plan, Manifest manifest) throws IOException {
    List<RemoteFile> missing = new ArrayList<>();
    for (RemoteFile file : plan.files()) {
      if (manifest.entry(file).isEmpty()) {
        manifest.planned(file);
      }
      if (!request.target().holds(file.path(), file.size())) {
        missing.add(file);
      }
    }
    refuseWithoutRoom(missing);
    manifest.write();
    long bytes = plan.files().stream().mapToLong(RemoteFile::size).sum();
    FetchProgress progress = new FetchProgress(plan.files().size(), bytes, timing);
    Downloader downloader = new Downloader(http, request, manifest, progress, timing);
    List<Outcome> outcomes;
    try {
      outcomes =
          Tasks.over(plan.files())
              .threads(request.concurrency(), "fetch")
              .meanwhile(TICK, () -> tick(manifest, progress))
              .run(file -> told(downloader.fetch(file)));
    } finally {
      manifest.write();
    }
    log.accept(progress.line());
    return FetchReport.of(outcomes, plan.problems());
  }

  private Outcome told(Outcome outcome) {
    outcome.problem().ifPresent(problem -> log.accept(problem.message()));
    return outcome;
  }

  private void refuseWithoutRoom(List<RemoteFile> missing) throws IOException {
    long bytes = missing.stream().mapToLong(RemoteFile::size).sum();
    long largest = missing.stream().mapToLong(RemoteFile::size).max().orElse(0);
    int together = Math.min(request.concurrency(), Math.max(1, missing.size()));
    Optional<String> why = request.target().noRoomFor(bytes, largest, together);
    if (why.isPresent()) {
      throw JobException.cannotWrite(why.get());
    }
  }

  /** Between downloads: lines of progress, and the manifest now and then. */
  private void tick(Manifest manifest, FetchProgress progress) {
    progress.lineEvery(request.progressSeconds()).ifPresent(log);
    try {
      manifest.writeNowAndThen();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private JobException cannotWrite(IOException e) {
    return new JobException(
        ExitCode.CANNOT_WRITE, "cannot write to " + request.target().name() + ": " + e, e);
  }
}

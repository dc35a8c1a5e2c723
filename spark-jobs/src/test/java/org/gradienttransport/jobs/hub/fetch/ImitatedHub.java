package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;

/** A hub on this machine for tests of families, which fetches as a user would. */
public final class ImitatedHub implements AutoCloseable {
  private final FetchHarness fetch;

  /**
   * A hub without repositories.
   *
   * @param unused where commands without a family would write
   */
  public ImitatedHub(Path unused) throws IOException {
    this.fetch = new FetchHarness(unused);
  }

  /** Puts a file into a repository at a branch, which is made if it is not there. */
  public void file(String repository, String branch, String path, byte[] bytes) {
    String commit = FakeHub.commitId(repository + branch);
    fetch.hub.branch(repository, branch, commit);
    fetch.hub.largeFile(repository, commit, path, bytes);
  }

  /** Fetches all that a family's file says; what went wrong, or nothing. */
  public String fetch(Path family, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--family", family.toString(), "--hub", fetch.hub.address()));
    args.addAll(List.of(more));
    Result result = fetch.run(args.toArray(String[]::new));
    return result.code() == 0 ? "" : result.code() + ": " + result.err();
  }

  /** Bytes of files that the hub has sent. */
  public long bytesSent() {
    return fetch.hub.bytesSent();
  }

  @Override
  public void close() {
    fetch.close();
  }
}

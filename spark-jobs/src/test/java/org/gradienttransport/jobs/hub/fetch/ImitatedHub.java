package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.nio.file.Path;
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
  public String fetch(Path family) {
    Result result = fetch.run("--family", family.toString(), "--hub", fetch.hub.address());
    return result.code() == 0 ? "" : result.code() + ": " + result.err();
  }

  @Override
  public void close() {
    fetch.close();
  }
}

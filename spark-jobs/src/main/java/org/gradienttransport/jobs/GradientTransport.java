package org.gradienttransport.jobs;

import org.gradienttransport.jobs.cli.Commands;
import org.gradienttransport.jobs.exit.StopRequest;

/** Where the process starts and, if something went wrong, says so by its exit code. */
public final class GradientTransport {
  private GradientTransport() {}

  /** Runs a command; returns normally on success, so that Spark sees the application succeed. */
  public static void main(String[] args) {
    StopRequest stop = StopRequest.ofProcess();
    stop.endBy(code -> Runtime.getRuntime().halt(code));
    int code = Commands.execute(args);
    stop.ended(code);
    if (code != 0) {
      System.exit(code);
    }
  }
}

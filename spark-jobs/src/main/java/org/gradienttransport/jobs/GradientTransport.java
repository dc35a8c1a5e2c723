package org.gradienttransport.jobs;

import org.gradienttransport.jobs.cli.Commands;

/** Where the process starts and, if something went wrong, says so by its exit code. */
public final class GradientTransport {
  private GradientTransport() {}

  /** Runs a command; returns normally on success, so that Spark sees the application succeed. */
  public static void main(String[] args) {
    int code = Commands.execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }
}

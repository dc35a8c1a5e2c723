package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.gradienttransport.jobs.exit.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that ends with an exit code and prints to the command line's own output. */
abstract class CommandBase implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Does the command's work, and says how the process is to end. */
  abstract ExitCode work() throws Exception;

  @Override
  public final Integer call() throws Exception {
    ExitCode end;
    try {
      end = work();
    } catch (Error failure) {
      // Hadoop has errors for a full disk. Picocli lets errors pass, and a process whose main
      // thread ends by one lives on with Spark's threads.
      throw new ExecutionException(failure);
    }
    out().flush();
    return end.code();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The word that calls this command. */
  final String commandName() {
    return spec.name();
  }
}

package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.SmallFiles;
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

  /** Writes a new file, which readers see whole or not at all; one that is there is refused. */
  static void create(Path target, String text, Configuration hadoop) throws IOException {
    FileSystem fs = FileSystems.of(target, hadoop);
    Path file = fs.makeQualified(target);
    if (!SmallFiles.createNew(fs, file, text)) {
      throw JobException.cannotWrite(file + " exists already. Remove it, or choose another name.");
    }
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

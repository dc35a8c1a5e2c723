package org.gradienttransport.jobs.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.conf.Credentials;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.exit.StopRequest;
import org.gradienttransport.jobs.io.StoreFailures;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.InsufficientMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** All commands under one name. */
@Command(
    name = "gradient-transport",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    header = "Measures how gradients move through language models during pretraining.",
    subcommands = {
      HelpCommand.class,
      RunCommand.class,
      BackfillCommand.class,
      PlanCommand.class,
      MeasureCommand.class,
      FloorsCommand.class,
      AggregateCommand.class,
      CheckCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      RunsCommand.class,
      GcCommand.class,
      FetchCommand.class,
      FamilyCommand.class,
      DoctorCommand.class,
      SynthCommand.class,
      SqlCommand.class,
      ShowCommand.class,
      ScalingCommand.class,
    })
public final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  /** In which the JVM reads arguments and names of files. */
  private static final Charset JNU =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private static final Pattern COMMENT = Pattern.compile("(?s)--[^=\\s]*\\s.*");

  private Commands() {}

  /**
   * Runs a command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public static int execute(String... args) {
    CommandLine line = commandLine();
    int code = execute(line, args);
    try {
      requireWritten(System.out, FileDescriptor.out);
    } catch (JobException e) {
      return code == 0 ? told(e, line) : code;
    }
    return code;
  }

  /**
   * Fails where results did not reach the standard output, as on a full disk. Who closes a pipe has
   * seen enough of them.
   */
  static void requireWritten(PrintStream out, FileDescriptor file) {
    if (out.checkError()) {
      try (FileOutputStream again = new FileOutputStream(file)) {
        again.write('\n');
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
          throw new JobException(
              ExitCode.CANNOT_WRITE, "The standard output cannot be written: " + e.getMessage(), e);
        }
      }
    }
  }

  /** Passwords are refused before anything, such as Spark, can keep or repeat the command line. */
  static int execute(CommandLine line, String... args) {
    try {
      for (String arg : args) {
        String unused = Credentials.refused("The argument", arg);
        requireExpressible(arg, JNU);
      }
    } catch (JobException e) {
      return told(e, line);
    }
    return line.execute(Arrays.stream(args).map(Commands::query).toArray(String[]::new));
  }

  /**
   * Refuses what the JVM took for other characters than were given, since the locale is not that of
   * the command line: it would name other files.
   */
  static void requireExpressible(String argument, Charset locale) {
    if (argument.indexOf('\uFFFD') >= 0 || !locale.newEncoder().canEncode(argument)) {
      throw JobException.usage(
          "The argument '%s' has characters that the locale of this process (%s) does not know;"
                  .formatted(argument, locale)
              + " set LC_ALL=C.UTF-8");
    }
  }

  /** A query that begins with a comment looks like an option; no option has a space in its name. */
  private static String query(String argument) {
    return COMMENT.matcher(argument).matches() ? "\n" + argument : argument;
  }

  private static int told(JobException known, CommandLine line) {
    line.getErr().println(Credentials.hidden(known.getMessage()));
    return known.exitCode().code();
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Commands());
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUnmatchedOptionsAllowedAsOptionParameters(false);
    line.setExecutionExceptionHandler(Commands::explain);
    prepare(line);
    return line;
  }

  /** Every command, at any depth, has --help and the same exit codes. */
  private static void prepare(CommandLine line) {
    CommandLine.Model.CommandSpec spec = line.getCommandSpec();
    if (!spec.optionsMap().containsKey("--help") && !spec.helpCommand()) {
      spec.mixinStandardHelpOptions(true);
    }
    spec.exitCodeOnInvalidInput(ExitCode.USAGE.code());
    spec.exitCodeOnExecutionException(ExitCode.INTERNAL.code());
    line.getSubcommands().values().forEach(Commands::prepare);
  }

  private static int explain(
      Exception thrown, CommandLine line, CommandLine.ParseResult arguments) {
    Throwable failure = thrown instanceof ExecutionException error ? error.getCause() : thrown;
    JobException known = known(failure);
    if (known != null) {
      LOG.debug("{}", known.getMessage(), known);
      return told(known, line);
    }
    LOG.error("Unexpected failure", failure);
    line.getErr()
        .println(
            "Unexpected failure: "
                + Credentials.hidden(firstLine(failure))
                + "\n"
                + "The log above has the details. Nothing was published; what was measured is"
                + " kept.");
    return ExitCode.INTERNAL.code();
  }

  /** Spark's messages can run to pages. */
  private static String firstLine(Throwable failure) {
    String text = String.valueOf(failure).lines().findFirst().orElse("");
    return text.length() > 300 ? text.substring(0, 300) + " ..." : text;
  }

  /** What the process will end with after a failure. */
  static ExitCode exitCodeOf(Throwable failure) {
    JobException known = known(failure);
    return known == null ? ExitCode.INTERNAL : known.exitCode();
  }

  /** A known error may reach the driver wrapped in Spark's own. */
  private static JobException known(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException known) {
        return known;
      }
      JobException remote = absentDevice(cause);
      if (remote != null) {
        return remote;
      }
    }
    return StoreFailures.explain(failure).or(StopRequest.ofProcess()::stopped).orElse(null);
  }

  /** An executor's exception reaches the driver as text inside Spark's own. */
  private static JobException absentDevice(Throwable failure) {
    String text = failure + "\n" + failure.getMessage();
    for (Class<?> kind :
        List.of(BackendUnavailableException.class, InsufficientMemoryException.class)) {
      String marker = kind.getName() + ": ";
      int at = text.indexOf(marker);
      if (at >= 0) {
        String said = text.substring(at + marker.length()).lines().findFirst().orElse("");
        return new JobException(ExitCode.UNAVAILABLE, said, failure);
      }
    }
    return null;
  }

  /** The version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"gradient-transport " + (version == null ? "development" : version)};
    }
  }
}

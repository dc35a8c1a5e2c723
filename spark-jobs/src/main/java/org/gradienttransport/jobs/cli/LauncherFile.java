package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.jobs.cli.NeedsSpark.When;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.present.query.DuckDbDriver;
import picocli.CommandLine.Command;

/**
 * What {@code deploy/bin/gradient-transport} has to know of this code before it can start it, as
 * shell variables. The build writes them to {@code launcher.sh} beside the application jar, so that
 * the launcher knows nothing that the code could come to contradict.
 */
public final class LauncherFile {
  /**
   * For JVMs that run Spark. Random updates of a large field cost half as much on large pages. Most
   * of Spark's code runs too seldom in one command to be worth optimising, which takes more of two
   * cores than it gives back; loops over fields pass these numbers at once.
   */
  private static final String SPARK_JVM =
      "-Xlog:disable -XX:+UseTransparentHugePages"
          + " -XX:Tier4InvocationThreshold=500000 -XX:Tier4CompileThreshold=1500000"
          + " -XX:Tier4BackEdgeThreshold=400000";

  /**
   * For JVMs that live for a second. The log is the JVM's own: standard output is for results, and
   * an archive of classes made for another JVM is no reason to write there.
   */
  private static final String QUICK_JVM = "-XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable";

  private LauncherFile() {}

  /**
   * Writes the file.
   *
   * @param args the file to write, the class path of an embedded Spark, the jar of DuckDB's driver
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text(args[1], args[2]));
  }

  static String text(String embeddedSpark, String duckDbJar) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("main", GradientTransport.class.getName());
    variables.put("spark_always", "^" + commands(EnumSet.of(When.ALWAYS)) + " ");
    variables.put(
        "spark_asked",
        "^"
            + commands(EnumSet.of(When.ASKED))
            + " (.* )?--engine[ =]"
            + anyCase(QueryOptions.Engine.SPARK.name())
            + " ");
    variables.put("submit_options", "^(" + String.join("|", SubmitOptions.names()) + ")$");
    variables.put("duckdb_property", DuckDbDriver.JAR);
    variables.put("properties_property", HadoopSettings.FILE);
    variables.put("opens", moduleOptions());
    variables.put("spark_jvm", SPARK_JVM);
    variables.put("quick_jvm", QUICK_JVM);
    variables.put("embedded", embeddedSpark);
    variables.put("duckdb_jar", duckDbJar);
    return "# Written by the build from the Java code, for deploy/bin/gradient-transport.\n"
        + variables.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
            .collect(Collectors.joining());
  }

  /**
   * Spark's own list. Its incubator module of vectors is left out: the JVM warns of it at each
   * start, and what it speeds up in MLlib takes no time here.
   */
  private static String moduleOptions() {
    return Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
        .filter(option -> !option.startsWith("--add-modules"))
        .collect(Collectors.joining(" "));
  }

  /** An expression for the names of the marked commands; one that matches nothing if none is. */
  private static String commands(Set<When> whens) {
    return Stream.of(Commands.class.getAnnotation(Command.class).subcommands())
        .filter(
            command -> {
              NeedsSpark marker = command.getAnnotation(NeedsSpark.class);
              return marker != null && whens.contains(marker.value());
            })
        .map(command -> command.getAnnotation(Command.class).name())
        .sorted()
        .collect(Collectors.joining("|", "(", ")"));
  }

  /** The word in any mixture of small and capital letters, as the command line takes it. */
  private static String anyCase(String word) {
    return word.chars()
        .mapToObj(
            c ->
                Character.isLetter(c)
                    ? "["
                        + Character.toString(Character.toUpperCase(c))
                        + Character.toString(Character.toLowerCase(c))
                        + "]"
                    : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}

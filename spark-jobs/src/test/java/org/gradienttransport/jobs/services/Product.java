package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.jobs.cluster.TestClassPath;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.exit.ExitCode;

/**
 * The commands as an operator gives them, each in a Java process of its own with Spark embedded.
 */
final class Product {
  private final Path logs;
  private final List<Path> libraries;
  private final Map<String, String> settings;
  private final Map<String, String> environment = new HashMap<>();
  private int started;

  /**
   * Commands with these settings.
   *
   * @param logs where their output goes
   * @param libraries connectors beside the product
   * @param settings such as {@code spark.hadoop.fs.defaultFS}
   */
  Product(Path logs, List<Path> libraries, Map<String, String> settings) {
    this.logs = logs;
    this.libraries = List.copyOf(libraries);
    this.settings = Map.copyOf(settings);
  }

  /** The same as another user of Hadoop. */
  Product as(String user) {
    Product other =
        new Product(logs.resolveSibling(logs.getFileName() + "-" + user), libraries, settings);
    other.environment.put("HADOOP_USER_NAME", user);
    return other;
  }

  /** The same with one more setting. */
  Product with(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return new Product(
        logs.resolveSibling(logs.getFileName() + "-" + more.size()), libraries, more);
  }

  /** Starts a command. */
  TestJvm start(String... arguments) throws Exception {
    return start(GradientTransport.class.getName(), arguments);
  }

  /** Does what Hadoop's own shell does. */
  String shell(String... arguments) throws Exception {
    try (TestJvm shell = start("org.apache.hadoop.fs.FsShell", arguments)) {
      return shell.requireSuccess();
    }
  }

  private TestJvm start(String main, String... arguments) throws Exception {
    Files.createDirectories(logs);
    List<String> line = new ArrayList<>(List.of("-Xmx900m", "-Dspark.master=local[2]"));
    Path conf = Path.of(System.getProperty("repository.root"), "conf");
    line.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j2.properties").toUri());
    line.add("-Dgradient.transport.properties.file=" + conf.resolve("spark-defaults.local.conf"));
    settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
    StringBuilder classPath = new StringBuilder(TestClassPath.ALL);
    libraries.forEach(jar -> classPath.append(File.pathSeparatorChar).append(jar));
    if (!main.equals(GradientTransport.class.getName())) {
      classPath.append(File.pathSeparatorChar).append(coreSite());
    }
    line.addAll(List.of("-cp", classPath.toString(), main));
    line.addAll(List.of(arguments));
    return TestJvm.start(logs.resolve(started++ + "-" + arguments[0] + ".log"), line, environment);
  }

  /** A folder with the settings as Hadoop's own programs read them. */
  private Path coreSite() throws Exception {
    Configuration hadoop = new Configuration(false);
    settings.forEach(
        (name, value) -> hadoop.set(name.replaceFirst("^spark\\.hadoop\\.", ""), value));
    try (OutputStream out = Files.newOutputStream(logs.resolve("core-site.xml"))) {
      hadoop.writeXml(out);
    }
    return logs;
  }

  /** Runs a command to its end, which has to be this, and returns what it printed. */
  String ends(ExitCode expected, String... arguments) throws Exception {
    try (TestJvm command = start(arguments)) {
      int code = command.exitStatus();
      assertThat(code).as(command.output()).isEqualTo(expected.code());
      return command.output();
    }
  }

  /** Runs a command to a good end and returns what it printed. */
  String succeeds(String... arguments) throws Exception {
    return ends(ExitCode.OK, arguments);
  }
}

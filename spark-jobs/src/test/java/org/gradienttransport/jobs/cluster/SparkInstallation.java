package org.gradienttransport.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.snakeyaml.engine.v2.api.Load;
import picocli.CommandLine;

/**
 * Spark and the application as an operator has them, made of the jars that Maven brings: a folder
 * with {@code jars/} and {@code bin/spark-submit}, and an application jar.
 */
public final class SparkInstallation {
  /** What Spark's two scripts do: its launcher says the line, a word after the other. */
  private static final String SUBMIT =
      """
      #!/bin/bash
      { read -r; mapfile -d '' -t line; } < <("$JAVA_HOME/bin/java" -Xmx128m -cp "$SPARK_HOME/jars/*" \\
        org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
      [ ${#line[@]} -gt 0 ] || exit 1
      exec "${line[@]}"
      """;

  private final Path home;
  private final Path jar;

  private SparkInstallation(Path home, Path jar) {
    this.home = home;
    this.jar = jar;
  }

  /** Our classes and the two libraries of the application jar in one; all else is Spark's. */
  static SparkInstallation below(Path directory) throws IOException {
    return below(directory, List.of());
  }

  /** The same with more of Spark's modules. */
  public static SparkInstallation below(Path directory, List<Path> modules) throws IOException {
    Path home = directory.resolve("spark-home");
    Path jar = directory.resolve("application.jar");
    Set<Path> ours = new HashSet<>();
    for (Class<?> one :
        List.of(
            GradientTransport.class,
            FieldTransport.class,
            MethodVersion.class,
            CommandLine.class,
            Load.class)) {
      ours.add(origin(one));
    }
    writeJar(jar, ours);
    Path jars = Files.createDirectories(home.resolve("jars"));
    Files.createDirectories(home.resolve("conf"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path library = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar") && !ours.contains(library)) {
        Files.createSymbolicLink(jars.resolve(library.getFileName()), library);
      }
    }
    for (Path module : modules) {
      Files.createSymbolicLink(jars.resolve(module.getFileName()), module);
    }
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SUBMIT);
    if (!submit.toFile().setExecutable(true)) {
      throw new IOException(submit + " cannot be made executable");
    }
    return new SparkInstallation(home, jar);
  }

  /** What the launcher and Spark's processes must know. */
  public Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_SCALA_VERSION", "2.13",
        "JAVA_HOME", System.getProperty("java.home"),
        "GRADIENT_TRANSPORT_JAR", jar.toString());
  }

  public String classPath() {
    return home.resolve("conf") + File.pathSeparator + home.resolve("jars") + "/*";
  }

  private static Path origin(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void writeJar(Path jar, Set<Path> origins) throws IOException {
    Set<String> written = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(1);
      for (Path origin : origins) {
        if (Files.isDirectory(origin)) {
          addFolder(out, origin, written);
        } else {
          addJar(out, origin, written);
        }
      }
    }
  }

  private static void addFolder(JarOutputStream out, Path folder, Set<String> written)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (written.add(name)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }

  private static void addJar(JarOutputStream out, Path path, Set<String> written)
      throws IOException {
    try (JarFile from = new JarFile(path.toFile())) {
      for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (!entry.isDirectory()
            && !entry.getName().startsWith("META-INF/")
            && written.add(entry.getName())) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream in = from.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }
}

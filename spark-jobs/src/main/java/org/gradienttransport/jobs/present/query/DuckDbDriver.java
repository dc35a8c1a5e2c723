package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * DuckDB's driver, which is not part of the application: its jar is twenty times as large. The
 * launcher names it by the system property {@value #JAR}; a driver on the class path will do too.
 */
public final class DuckDbDriver {
  /** The system property that names the driver's jar. */
  public static final String JAR = "gradient.transport.duckdb";

  private static final String CLASS = "org.duckdb.DuckDBDriver";

  private DuckDbDriver() {}

  static boolean present() {
    return jar().isPresent() || onClassPath();
  }

  /** A connection to an empty database in memory. */
  static Connection connect() throws SQLException {
    try {
      Driver driver =
          Class.forName(CLASS, true, loader())
              .asSubclass(Driver.class)
              .getDeclaredConstructor()
              .newInstance();
      return driver.connect("jdbc:duckdb:", new Properties());
    } catch (ReflectiveOperationException | IOException | LinkageError e) {
      throw new JobException(
          ExitCode.UNAVAILABLE,
          "DuckDB's driver cannot be loaded: %s. Ask with --engine spark, or fetch the driver again with mvn package."
              .formatted(e.getMessage()),
          e);
    }
  }

  private static ClassLoader loader() throws IOException {
    Optional<Path> jar = jar();
    return jar.isPresent()
        ? DuckDbLoader.of(jar.get(), cache())
        : DuckDbDriver.class.getClassLoader();
  }

  private static Optional<Path> jar() {
    return Optional.ofNullable(System.getProperty(JAR)).map(Path::of).filter(Files::isRegularFile);
  }

  private static boolean onClassPath() {
    return DuckDbDriver.class.getClassLoader().getResource(CLASS.replace('.', '/') + ".class")
        != null;
  }

  /** Where files are kept between calls; each can be made again. */
  static Path cache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return caches.resolve("gradient-transport");
  }

  /** Name of the native library inside the jar, as the driver chooses it. */
  static String nativeLibrary() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    if (os.startsWith("mac")) {
      return "libduckdb_java.so_osx_universal";
    }
    return "libduckdb_java.so_"
        + (os.startsWith("windows") ? "windows" : "linux")
        + (arm ? "_arm64" : "_amd64");
  }
}

package org.gradienttransport.jobs.release;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.gradienttransport.jobs.cli.LauncherFile;

/**
 * Writes what a release holds and no checkout does: the launcher's facts with places relative to
 * the installation, the list of libraries that can be fetched, licences and checksums. The build
 * calls it in the profile {@code release}.
 */
public final class ReleaseFiles {
  /** Stands for the folder of the installation in {@code launcher.sh}. */
  private static final String HOME = "@HOME@/";

  private static final String SPARK_JARS = "spark/jars/";
  private static final String DUCKDB_JAR = "lib/duckdb_jdbc.jar";

  private final Path files;
  private final Path libraries;
  private final Path repository;

  private ReleaseFiles(Path files, Path libraries, Path repository) {
    this.files = files;
    this.libraries = libraries;
    this.repository = repository;
  }

  /**
   * Completes a release.
   *
   * @param args folder of the files that every variant holds, which has the copied ones already;
   *     folder of the libraries of the larger variant; Maven's local repository; class path of an
   *     embedded Spark; DuckDB's jar; a file with the class path of Hadoop's connector of S3
   */
  public static void main(String[] args) throws IOException {
    List<Path> spark = classPath(args[3]);
    List<Path> s3a = classPath(Files.readString(Path.of(args[5])).strip());
    ReleaseFiles release = new ReleaseFiles(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    release.launcherFile(spark);
    release.libraries(spark, Path.of(args[4]), s3a);
    Licences.write(release.files);
    Checksums.write(release.files);
  }

  private static List<Path> classPath(String text) {
    return Arrays.stream(text.split(File.pathSeparator, -1)).map(Path::of).toList();
  }

  /** The first jar is named, so that the launcher sees at once whether Spark is there. */
  private void launcherFile(List<Path> spark) throws IOException {
    String folder = HOME + SPARK_JARS;
    LauncherFile.main(
        new String[] {
          files.resolve("lib/launcher.sh").toString(),
          folder + spark.get(0).getFileName() + ":" + folder + "*",
          HOME + DUCKDB_JAR
        });
  }

  /** Copies the libraries, and lists for {@code bin/fetch-libraries} where to have them from. */
  private void libraries(List<Path> spark, Path duckDb, List<Path> s3a) throws IOException {
    StringBuilder list = new StringBuilder();
    for (Path jar : spark) {
      list.append(library("spark", jar, SPARK_JARS + jar.getFileName()));
    }
    list.append(library("duckdb", duckDb, DUCKDB_JAR));
    for (Path jar : s3a) {
      list.append(library("s3a", jar, "lib/s3a/" + jar.getFileName()));
    }
    Files.writeString(files.resolve("lib/libraries.txt"), list);
  }

  private String library(String kind, Path jar, String target) throws IOException {
    Path copy = libraries.resolve(target);
    Files.createDirectories(copy.getParent());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    String source = repository.relativize(jar).toString().replace(File.separatorChar, '/');
    return String.join(" ", kind, Checksums.sha256(jar), source, target) + "\n";
  }
}

package org.gradienttransport.jobs.release;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 of files, in the form that {@code sha256sum --check} reads. */
final class Checksums {
  private static final String NAME = "SHA256SUMS";

  private Checksums() {}

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  /** Writes the sums of all files below a folder into that folder, in the order of their paths. */
  static void write(Path folder) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String file : below(folder)) {
      sums.append(sha256(folder.resolve(file))).append("  ").append(file).append('\n');
    }
    Files.writeString(folder.resolve(NAME), sums);
  }

  private static List<String> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
          .filter(file -> !file.equals(NAME))
          .sorted()
          .toList();
    }
  }
}

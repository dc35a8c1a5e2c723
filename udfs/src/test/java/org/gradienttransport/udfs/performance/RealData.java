package org.gradienttransport.udfs.performance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Data that lies beside the repository and is not part of it. */
final class RealData {
  private RealData() {}

  static Path folder(String name) {
    Path folder = Path.of(System.getProperty("repository.root"), "..", "shared", "data", name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "skipped: no " + name + " data at " + folder.normalize());
    return folder;
  }
}

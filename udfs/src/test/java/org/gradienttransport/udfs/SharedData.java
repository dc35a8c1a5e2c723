package org.gradienttransport.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data that lie beside the repository and are no part of it. */
public final class SharedData {
  /** Where they are promised, a test that lacks them fails: -Drequire.shared.data=true. */
  private static final boolean PROMISED = Boolean.getBoolean("require.shared.data");

  private SharedData() {}

  /** A file or folder of the data; the test is skipped, saying so, where it is absent. */
  public static Path path(String name) {
    Path path =
        Path.of(System.getProperty("repository.root"), "../shared/data").resolve(name).normalize();
    if (PROMISED) {
      assertThat(path).as("shared data, which are promised here").exists();
    }
    assumeTrue(Files.exists(path), () -> "shared data are absent: " + path);
    return path;
  }
}

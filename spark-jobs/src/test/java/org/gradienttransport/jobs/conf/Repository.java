package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find the repository's own files and the data beside it. */
public final class Repository {
  /** Where the data are promised, a test that lacks them fails: -Drequire.shared.data=true. */
  private static final boolean DATA_ARE_PROMISED = Boolean.getBoolean("require.shared.data");

  private Repository() {}

  /** The repository's root directory. */
  public static Path root() {
    return Path.of(System.getProperty("repository.root"));
  }

  /** A family's file, by its short name. */
  public static String family(String name) {
    return root().resolve("conf/families").resolve(name + ".yaml").toString();
  }

  /** A study's file, by its short name. */
  public static String study(String name) {
    return root().resolve("conf/studies").resolve(name + ".yaml").toString();
  }

  /** A file or directory of the shared data; the test is skipped, saying so, where it is absent. */
  public static Path data(String name) {
    Path path = root().resolve("../shared/data").resolve(name).normalize();
    if (DATA_ARE_PROMISED) {
      assertThat(path).as("shared data, which are promised here").exists();
    }
    assumeTrue(Files.exists(path), () -> "shared data are absent: " + path);
    return path;
  }
}

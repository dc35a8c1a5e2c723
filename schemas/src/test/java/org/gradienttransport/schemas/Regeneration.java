package org.gradienttransport.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Committed files that are made from declarations: found, read, and remade on request alone. */
final class Regeneration {
  private Regeneration() {}

  /** Whether -Dregenerate=true asks for committed files to be remade; refused in CI. */
  static boolean requested() {
    boolean requested = Boolean.getBoolean("regenerate");
    if (requested && System.getenv("CI") != null) {
      throw new IllegalStateException("-Dregenerate=true remakes what CI is there to check");
    }
    return requested;
  }

  static Path inRepository(String path) {
    return Path.of(System.getProperty("repository.root")).resolve(path);
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

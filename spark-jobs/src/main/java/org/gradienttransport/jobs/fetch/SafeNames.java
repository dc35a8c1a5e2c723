package org.gradienttransport.jobs.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names from the hub are untrusted: one that leaves its folder, hides characters, or means
 * something special to a file system is refused, never repaired.
 */
final class SafeNames {
  private static final int LONGEST_SEGMENT = 255;
  private static final int LONGEST_PATH = 1024;

  private SafeNames() {}

  /** Why a relative path with '/' between its segments must not be used; empty when it may be. */
  static Optional<String> objectionTo(String path) {
    if (path.isEmpty()) {
      return Optional.of("is empty");
    }
    if (path.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (path.codePoints().anyMatch(SafeNames::isInvisible)) {
      return Optional.of("holds a control or invisible character");
    }
    // A backslash separates folders on Windows; a colon starts a scheme in Hadoop's paths.
    if (path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
      return Optional.of("holds '\\' or ':'");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      return Optional.of("is longer than " + LONGEST_PATH + " bytes");
    }
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return Optional.of("has the segment '" + segment + "'");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT) {
        return Optional.of("has a segment longer than " + LONGEST_SEGMENT + " bytes");
      }
    }
    return Optional.empty();
  }

  /** True for controls, formatting marks (such as text direction), line breaks, lone surrogates. */
  static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}

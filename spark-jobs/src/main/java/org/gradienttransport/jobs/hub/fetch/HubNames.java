package org.gradienttransport.jobs.hub.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names from the hub are untrusted: one that leaves its folder, hides characters, or means
 * something special to a file system is refused, never repaired, and made fit to be shown.
 */
public final class HubNames {
  private static final int LONGEST_SEGMENT = 255;
  private static final int LONGEST_PATH = 1024;
  private static final int LONGEST_SHOWN = 200;

  private HubNames() {}

  /** Why a relative path with '/' between its segments must not be used; empty when it may be. */
  static Optional<String> objectionTo(String path) {
    if (path.isEmpty()) {
      return Optional.of("is empty");
    }
    if (path.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (path.codePoints().anyMatch(HubNames::isInvisible)) {
      return Optional.of("holds a control or invisible character");
    }
    // A backslash separates folders on Windows; a colon starts a scheme in Hadoop's paths.
    if (path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
      return Optional.of("holds '\\' or ':'");
    }
    if (bytes(path) > LONGEST_PATH) {
      return Optional.of("is longer than " + LONGEST_PATH + " bytes");
    }
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return Optional.of("has the segment '" + segment + "'");
      }
      if (bytes(segment) > LONGEST_SEGMENT) {
        return Optional.of("has a segment longer than " + LONGEST_SEGMENT + " bytes");
      }
    }
    return Optional.empty();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** True for controls, formatting marks (such as text direction), line breaks, lone surrogates. */
  private static boolean isInvisible(int codePoint) {
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

  /** Control and invisible characters become '?', so that no name can move a terminal's cursor. */
  public static String shown(String text) {
    boolean whole = text.length() <= LONGEST_SHOWN;
    StringBuilder line = new StringBuilder();
    (whole ? text : text.substring(0, LONGEST_SHOWN) + "...")
        .codePoints()
        .forEach(c -> line.appendCodePoint(isInvisible(c) ? '?' : c));
    return line.toString();
  }

  /** Without query and user: the address a redirect leads to is often signed, so it is a secret. */
  static String shown(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String host = address.getHost() == null ? "" : address.getHost();
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return shown(address.getScheme() + "://" + host + port + path);
  }
}

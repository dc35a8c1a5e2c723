package org.gradienttransport.jobs.fetch;

import java.net.URI;

/** Makes text that came from outside fit for one line of a terminal or a log. */
final class Printable {
  private static final int LONGEST = 200;

  private Printable() {}

  /** Control and invisible characters become '?', so that no name can move a terminal's cursor. */
  static String of(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    StringBuilder line = new StringBuilder(shown.length());
    shown.codePoints().forEach(c -> line.appendCodePoint(SafeNames.isInvisible(c) ? '?' : c));
    return line.toString();
  }

  /** Without query and user: the address a redirect leads to is often signed, so it is a secret. */
  static String of(URI address) {
    String host = address.getHost() == null ? "" : address.getHost();
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return of(address.getScheme() + "://" + host + port + path);
  }
}

package org.gradienttransport.jobs.fetch;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the hub says a file's bytes hash to.
 *
 * @param kind how the hash is made
 * @param hex lower-case hexadecimal digits
 */
record Checksum(Kind kind, String hex) {
  private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA1_HEX = Pattern.compile("[0-9a-f]{40}");

  /** The hub stores large files by SHA-256, and small ones as git blobs. */
  enum Kind {
    SHA256,
    GIT_BLOB_SHA1
  }

  Checksum {
    Pattern expected = kind == Kind.SHA256 ? SHA256_HEX : SHA1_HEX;
    if (!expected.matcher(hex).matches()) {
      throw new IllegalArgumentException("'" + Printable.of(hex) + "' is not a " + kind + " hash");
    }
  }

  /** From {@code lfs.oid}: 64 digits, with or without the prefix "sha256:". */
  static Checksum sha256(String oid) {
    String digits = oid.startsWith("sha256:") ? oid.substring("sha256:".length()) : oid;
    return new Checksum(Kind.SHA256, digits.toLowerCase(Locale.ROOT));
  }

  static Checksum gitBlob(String oid) {
    return new Checksum(Kind.GIT_BLOB_SHA1, oid.toLowerCase(Locale.ROOT));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static Checksum parse(String text) {
    String git = "git-sha1:";
    return text.startsWith(git) ? gitBlob(text.substring(git.length())) : sha256(text);
  }

  @Override
  public String toString() {
    return (kind == Kind.SHA256 ? "sha256:" : "git-sha1:") + hex;
  }
}

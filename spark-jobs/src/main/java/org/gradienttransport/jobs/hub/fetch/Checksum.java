package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What the hub says a file's bytes hash to.
 *
 * @param kind how the hash is made
 * @param hex lower-case hexadecimal digits
 */
record Checksum(Kind kind, String hex) {
  /** The hub stores large files by SHA-256, and small ones as git blobs. */
  enum Kind {
    SHA256("sha256:", 64),
    GIT_BLOB_SHA1("git-sha1:", 40);

    private final String prefix;
    private final int digits;

    Kind(String prefix, int digits) {
      this.prefix = prefix;
      this.digits = digits;
    }
  }

  Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{" + kind.digits + "}")) {
      throw new IllegalArgumentException(
          "'" + HubNames.shown(hex) + "' is not a " + kind + " hash");
    }
  }

  /**
   * Reads what {@link #toString} wrote, or digits without a prefix.
   *
   * @param otherwise what digits without a prefix are
   * @throws IllegalArgumentException when the text is something else
   */
  static Checksum parse(String text, Kind otherwise) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix)) {
        return new Checksum(kind, text.substring(kind.prefix.length()));
      }
    }
    return new Checksum(otherwise, text);
  }

  @Override
  public String toString() {
    return kind.prefix + hex;
  }

  /**
   * Begins to hash a file that should have this checksum.
   *
   * @param size bytes of the whole file; git hashes it too
   */
  Digest digest(long size) {
    return new Digest(this, size);
  }

  /** Hashes a file as its bytes pass: by SHA-256 always, and as the hub does. */
  static final class Digest {
    private final Checksum expected;
    private final MessageDigest sha256 = DigestUtils.getSha256Digest();
    private final MessageDigest gitBlob = DigestUtils.getSha1Digest();

    private Digest(Checksum expected, long size) {
      this.expected = expected;
      gitBlob.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    void update(byte[] bytes, int count) {
      sha256.update(bytes, 0, count);
      if (expected.kind == Kind.GIT_BLOB_SHA1) {
        gitBlob.update(bytes, 0, count);
      }
    }

    /** Hashes a whole stream, and says how many bytes it had. */
    long update(InputStream in) throws IOException {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        update(buffer, count);
        total += count;
      }
      return total;
    }

    /** SHA-256 of what has passed so far. */
    String soFar() {
      try {
        return Hex.encodeHexString(((MessageDigest) sha256.clone()).digest());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("every digest of the JDK can be copied", e);
      }
    }

    /** Ends the hash; to be called once. */
    Result finish() {
      String sha = Hex.encodeHexString(sha256.digest());
      String found = expected.kind == Kind.SHA256 ? sha : Hex.encodeHexString(gitBlob.digest());
      return new Result(sha, found.equals(expected.hex), found);
    }
  }

  /**
   * What a file's bytes hash to.
   *
   * @param sha256 of the bytes
   * @param matches whether they hash to what was expected
   * @param found what they hash to, in the expected kind of hash
   */
  record Result(String sha256, boolean matches, String found) {}
}

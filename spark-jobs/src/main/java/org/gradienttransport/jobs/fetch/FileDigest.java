package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hashes a file as its bytes pass: SHA-256 always, and a git blob's SHA-1 where the hub gives it.
 */
final class FileDigest {
  private final Checksum expected;
  private final MessageDigest sha256 = digest("SHA-256");
  private final MessageDigest gitBlob;

  /**
   * @param size bytes of the whole file; git hashes it too
   */
  FileDigest(Checksum expected, long size) {
    this.expected = expected;
    boolean git = expected.kind() == Checksum.Kind.GIT_BLOB_SHA1;
    this.gitBlob = git ? digest("SHA-1") : null;
    if (git) {
      gitBlob.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    }
  }

  void update(byte[] bytes, int count) {
    sha256.update(bytes, 0, count);
    if (gitBlob != null) {
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

  /** Ends the hash; to be called once. */
  Result finish() {
    String sha = HexFormat.of().formatHex(sha256.digest());
    String found = gitBlob == null ? sha : HexFormat.of().formatHex(gitBlob.digest());
    return new Result(sha, found.equals(expected.hex()), found);
  }

  /**
   * @param sha256 of the bytes
   * @param matches whether they hash to what was expected
   * @param found what they hash to, in the expected kind of hash
   */
  record Result(String sha256, boolean matches, String found) {}

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}

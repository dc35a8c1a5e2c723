package org.gradienttransport.udfs.resample;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds that are a pure function of what is being measured. */
public final class Identifiers {
  private Identifiers() {}

  /** Eight words of seed: the SHA-256 of the identifier in UTF-8, big-endian. */
  public static int[] seed(String identifier) {
    byte[] digest = sha256().digest(identifier.getBytes(StandardCharsets.UTF_8));
    int[] words = new int[digest.length / Integer.BYTES];
    ByteBuffer.wrap(digest).asIntBuffer().get(words);
    return words;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package org.gradienttransport.jobs.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts, as lower-case hexadecimal. */
public final class Hashes {
  private Hashes() {}

  public static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** One hash of many texts in order, none of them kept. */
  public static final class Stream {
    private final MessageDigest digest = digest();

    public Stream add(String text) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '|');
      return this;
    }

    public String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

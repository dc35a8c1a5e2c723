package org.gradienttransport.jobs.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 of texts, as lower-case hexadecimal. */
public final class Hashes {
  private Hashes() {}

  public static String sha256(String text) {
    return DigestUtils.sha256Hex(text);
  }

  /** One hash of many texts in order, none of them kept. */
  public static final class Stream {
    private final MessageDigest digest = DigestUtils.getSha256Digest();

    public Stream add(String text) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '|');
      return this;
    }

    public String sha256() {
      return Hex.encodeHexString(digest.digest());
    }
  }
}

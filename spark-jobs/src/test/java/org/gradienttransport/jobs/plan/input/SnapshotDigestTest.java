package org.gradienttransport.jobs.plan.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

class SnapshotDigestTest {
  private static final int MIB = 1 << 20;

  @Test
  void isTheSha256OfAllThatWasTakenHoweverMuchAndInWhateverPieces() {
    for (int bytes : new int[] {0, 1, 8 * MIB, 8 * MIB + 1, 21 * MIB + 17}) {
      byte[] all = new byte[bytes];
      new Random(bytes).nextBytes(all);
      for (int piece : new int[] {MIB, 3 * MIB + 5}) {
        assertThat(taken(all, piece)).isEqualTo(DigestUtils.sha256Hex(all));
      }
    }
  }

  /** As a reader does it: through one buffer, which the next piece overwrites. */
  private static String taken(byte[] all, int piece) {
    byte[] buffer = new byte[piece + 3];
    try (SnapshotDigest digest = new SnapshotDigest()) {
      for (int from = 0; from < all.length; from += piece) {
        int length = Math.min(piece, all.length - from);
        System.arraycopy(all, from, buffer, 3, length);
        digest.update(buffer, 3, length);
        Arrays.fill(buffer, (byte) 0);
      }
      return digest.value();
    }
  }

  @Test
  void aReaderThatIsStoppedIsNotHeldUp() {
    try (SnapshotDigest digest = new SnapshotDigest()) {
      byte[] much = new byte[9 * MIB];
      digest.update(much, 0, much.length);
      Thread.currentThread().interrupt();
      assertThatThrownBy(digest::value).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}

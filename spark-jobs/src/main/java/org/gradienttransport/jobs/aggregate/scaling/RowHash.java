package org.gradienttransport.jobs.aggregate.scaling;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.SweepRow;

/** SHA-256 of the content of rows, bit for bit and in their order. */
final class RowHash {
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  private RowHash() {}

  static String of(LossRows rows) {
    RowHash hash = new RowHash();
    for (LawVariable variable : LawVariable.values()) {
      if (rows.has(variable)) {
        hash.add(variable.word()).add(rows.logs(variable));
      }
    }
    return hash.add(rows.lnLoss()).hex();
  }

  static String of(List<SweepRow> rows) {
    RowHash hash = new RowHash();
    for (SweepRow row : rows) {
      hash.add(row.run()).add(row.params(), row.tokens(), row.flops(), row.loss());
    }
    return hash.hex();
  }

  static String of(double[] x, double[] loss) {
    return new RowHash().add(x).add(loss).hex();
  }

  private RowHash add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  private RowHash add(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    digest.update(bytes);
    return this;
  }

  private String hex() {
    return Hex.encodeHexString(digest.digest());
  }
}

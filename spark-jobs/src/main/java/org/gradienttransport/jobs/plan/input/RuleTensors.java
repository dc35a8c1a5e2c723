package org.gradienttransport.jobs.plan.input;

import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.tensor.TensorFile;

/**
 * The tensors that a scale's rules take, exactly as reading a field takes them.
 *
 * @param layout the rules
 */
public record RuleTensors(FieldLayout layout) {
  /**
   * Names of a file's tensors in canonical order.
   *
   * @throws FieldRefusedException if reading would refuse the file, too
   */
  public List<String> of(TensorFile file) throws FieldRefusedException {
    try {
      return FieldTensors.of(file, layout).tensors().stream()
          .map(tensor -> tensor.info().name())
          .toList();
    } catch (LayoutException e) {
      throw new FieldRefusedException(
          FieldStatus.WRONG_SIZE, file.name() + ": " + e.getMessage(), e);
    }
  }

  /** SHA-256, in hexadecimal, of the rules: equal rules take equal tensors of a file. */
  public String hash() {
    return DigestUtils.sha256Hex(layout.canonical());
  }
}

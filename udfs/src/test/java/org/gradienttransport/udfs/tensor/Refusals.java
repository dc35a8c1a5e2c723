package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.AbstractStringAssert;

/** Asserts that files are refused, and with what words. */
final class Refusals {
  private Refusals() {}

  /** The refusal on opening. */
  static TensorFormatException ofOpening(byte[] file) {
    return checked(
        catchThrowableOfType(
            TensorFormatException.class,
            () -> TensorFiles.open(new BytesSource("some/file", file)).close()));
  }

  /** The refusal on streaming everything. */
  static TensorFormatException ofStreaming(byte[] file) {
    return checked(
        catchThrowableOfType(
            TensorFormatException.class,
            () -> {
              try (TensorFile opened = TensorFiles.open(new BytesSource("some/file", file))) {
                for (TensorInfo tensor : opened.tensors()) {
                  opened.stream(tensor, (dtype, raw, offset, count) -> {});
                }
              }
            }));
  }

  static AbstractStringAssert<?> assertRefused(byte[] file) {
    return assertThat(ofOpening(file).getMessage());
  }

  static TensorFormatException checked(TensorFormatException refusal) {
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.file()).isNotBlank();
    assertThat(refusal.place()).isNotBlank();
    assertThat(refusal.problem()).isNotBlank();
    assertThat(refusal.remedy()).isNotBlank();
    assertThat(refusal.getMessage())
        .isEqualTo(
            refusal.file()
                + ": "
                + refusal.place()
                + ": "
                + refusal.problem()
                + ". Remedy: "
                + refusal.remedy());
    return refusal;
  }
}

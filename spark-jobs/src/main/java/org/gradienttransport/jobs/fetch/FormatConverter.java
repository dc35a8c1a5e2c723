package org.gradienttransport.jobs.fetch;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto}, {@code bin} and {@code safetensors}. */
final class FormatConverter implements ITypeConverter<PythiaLayout.Format> {
  @Override
  public PythiaLayout.Format convert(String text) {
    return switch (text) {
      case "auto" -> PythiaLayout.Format.AUTO;
      case "bin" -> PythiaLayout.Format.BIN;
      case "safetensors" -> PythiaLayout.Format.SAFETENSORS;
      default ->
          throw new TypeConversionException("'" + text + "' is not auto, bin or safetensors");
    };
  }
}

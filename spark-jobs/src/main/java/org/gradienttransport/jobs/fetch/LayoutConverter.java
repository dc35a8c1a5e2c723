package org.gradienttransport.jobs.fetch;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code pico-lm} and {@code pythia}. */
final class LayoutConverter implements ITypeConverter<FetchCommand.LayoutName> {
  @Override
  public FetchCommand.LayoutName convert(String text) {
    return switch (text) {
      case "pico-lm" -> FetchCommand.LayoutName.PICO_LM;
      case "pythia" -> FetchCommand.LayoutName.PYTHIA;
      default -> throw new TypeConversionException("'" + text + "' is not pico-lm or pythia");
    };
  }
}

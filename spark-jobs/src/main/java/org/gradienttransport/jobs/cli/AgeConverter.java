package org.gradienttransport.jobs.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ages as people write them: 90m, 36h, 7d. */
final class AgeConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    String age = text.strip().toLowerCase(Locale.ROOT);
    if (!age.matches("\\d{1,6}[smhd]")) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not an age; write seconds, minutes, hours or days such as 90s, 30m, 36h or 7d");
    }
    long amount = Long.parseLong(age.substring(0, age.length() - 1));
    return switch (age.charAt(age.length() - 1)) {
      case 's' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMinutes(amount);
      case 'h' -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}

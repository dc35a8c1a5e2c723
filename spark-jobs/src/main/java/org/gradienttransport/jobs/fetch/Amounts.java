package org.gradienttransport.jobs.fetch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes and times as people write and read them; units are decimal, 1 MB = 1,000,000 bytes. */
final class Amounts {
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*([kKmMgG]?)[bB]?(?:/s)?");
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

  private Amounts() {}

  /**
   * Reads {@code 0}, {@code 500kB}, {@code 20MB}, {@code 20M/s}, {@code 1G}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static long parseBytes(String text) {
    Matcher match = BYTES.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a number of bytes, such as 20MB");
    }
    long unit =
        switch (match.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 1_000L;
          case "m" -> 1_000_000L;
          case "g" -> 1_000_000_000L;
          default -> 1L;
        };
    return Math.multiplyExact(Long.parseLong(match.group(1)), unit);
  }

  static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  static String bytes(double bytes) {
    if (bytes < 1000) {
      return Math.round(bytes) + " B";
    }
    int unit = 0;
    double value = bytes / 1000;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}

package org.gradienttransport.jobs.io;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes and times as people write and read them; units are decimal, 1 MB = 1,000,000 bytes. */
public final class Amounts {
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*([kKmMgG]?)[bB]?(?:/s)?");
  private static final String PREFIXES = " kmgtp";

  private Amounts() {}

  /**
   * Reads {@code 0}, {@code 500kB}, {@code 20MB}, {@code 20M/s}, {@code 1G}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static long parseBytes(String text) {
    Matcher match = BYTES.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a number of bytes, such as 20MB");
    }
    int thousands = PREFIXES.indexOf(match.group(2).toLowerCase(Locale.ROOT));
    return Math.multiplyExact(
        Long.parseLong(match.group(1)), Math.round(Math.pow(1000, Math.max(0, thousands))));
  }

  /** Such as {@code 999 B} or {@code 604.0 MB}. */
  public static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  /** A computed number of bytes in words, such as bytes per second. */
  public static String bytes(double bytes) {
    if (bytes < 1000) {
      return Math.round(bytes) + " B";
    }
    int thousands = 1;
    double value = bytes / 1000;
    for (; value >= 1000 && thousands < PREFIXES.length() - 1; thousands++) {
      value /= 1000;
    }
    String prefix = PREFIXES.substring(thousands, thousands + 1);
    return String.format(
        Locale.ROOT, "%.1f %sB", value, thousands == 1 ? prefix : prefix.toUpperCase(Locale.ROOT));
  }

  /** Such as {@code 59 s}, {@code 16 min} or {@code 2 h 30 min}. */
  public static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600 ? whole / 60 + " min" : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}

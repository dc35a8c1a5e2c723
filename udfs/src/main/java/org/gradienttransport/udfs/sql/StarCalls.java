package org.gradienttransport.udfs.sql;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code f(...).*} as all columns of the struct that one of our functions returns. Spark's
 * grammar knows a star behind names only, so the call is written as {@code inline(array(f(...)))},
 * which is the same.
 */
final class StarCalls {
  private static final Pattern CALL =
      Pattern.compile(
          "\\b(%s)\\s*\\("
              .formatted(
                  GradientTransportFunctions.names().stream().collect(Collectors.joining("|"))),
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STAR = Pattern.compile("\\s*\\.\\s*\\*");
  private static final Pattern QUOTED =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|--[^\\n]*|/\\*.*?\\*/",
          Pattern.DOTALL);

  private StarCalls() {}

  /** The query with such calls written out; unchanged where there are none. */
  static String expand(String sql) {
    BitSet quoted = quoted(sql);
    StringBuilder expanded = new StringBuilder();
    Matcher call = CALL.matcher(sql);
    Matcher star = STAR.matcher(sql);
    int done = 0;
    while (call.find()) {
      int end = quoted.get(call.start()) ? -1 : closing(sql, call.end(), quoted);
      if (end >= 0 && call.start() >= done && star.region(end, sql.length()).lookingAt()) {
        expanded.append(sql, done, call.start());
        expanded.append("inline(array(").append(sql, call.start(), end).append("))");
        done = star.end();
      }
    }
    return expanded.append(sql, done, sql.length()).toString();
  }

  /** Position after the bracket that closes the one before {@code from}, or -1. */
  private static int closing(String sql, int from, BitSet quoted) {
    int open = 1;
    for (int i = from; i < sql.length(); i++) {
      if (quoted.get(i)) {
        continue;
      }
      if (sql.charAt(i) == '(') {
        open++;
      } else if (sql.charAt(i) == ')') {
        open--;
        if (open == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private static BitSet quoted(String sql) {
    BitSet quoted = new BitSet(sql.length());
    Matcher matcher = QUOTED.matcher(sql);
    while (matcher.find()) {
      quoted.set(matcher.start(), matcher.end());
    }
    return quoted;
  }
}

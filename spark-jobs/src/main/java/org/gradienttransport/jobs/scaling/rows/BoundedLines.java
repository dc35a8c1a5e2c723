package org.gradienttransport.jobs.scaling.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Lines of a text in UTF-8, none of them longer than a bound: of a longer one only its length is
 * known.
 */
final class BoundedLines {
  private static final int END = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private final int longest;
  private final char[] buffer = new char[1 << 14];
  private final StringBuilder line = new StringBuilder();
  private int next;
  private int filled;
  private long number;
  private long length;

  /**
   * Lines of a stream.
   *
   * @param longest characters that a line may have
   */
  BoundedLines(InputStream stream, int longest) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    this.reader = new InputStreamReader(stream, decoder);
    this.longest = longest;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    line.setLength(0);
    length = 0;
    int read = read();
    if (read == END) {
      return false;
    }
    for (; read != END && read != '\n'; read = read()) {
      if (number == 0 && length == 0 && read == BYTE_ORDER_MARK) {
        continue;
      }
      length++;
      if (length <= longest) {
        line.append((char) read);
      }
    }
    number++;
    return true;
  }

  private int read() throws IOException {
    if (next == filled) {
      filled = reader.read(buffer);
      next = 0;
      if (filled <= 0) {
        filled = 0;
        return END;
      }
    }
    return buffer[next++];
  }

  /** The line, without its end. */
  String line() {
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /** Whether the line is longer than the bound. */
  boolean tooLong() {
    return length > longest;
  }

  /** Characters of the line. */
  long length() {
    return length;
  }

  /** Where the line is, for messages. */
  String place() {
    return "line " + number;
  }
}

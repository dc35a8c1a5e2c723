package org.gradienttransport.udfs.tensor;

/** A place in a file, from which refusals are made. */
record FilePlace(String file, String place) {
  /** Longest text of a file that a message repeats, in characters. */
  private static final int SHOWN = 120;

  FilePlace at(String other) {
    return new FilePlace(file, other);
  }

  TensorFormatException refuse(String problem, String remedy) {
    return new TensorFormatException(file, place, problem, remedy, null);
  }

  TensorFormatException refuse(String problem, String remedy, Throwable cause) {
    return new TensorFormatException(file, place, problem, remedy, cause);
  }

  /** Text taken from a file, safe to print: short, quoted, without control characters. */
  static String quote(String text) {
    StringBuilder shown = new StringBuilder("'");
    int end = Math.min(text.length(), SHOWN);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean printable = c >= ' ' && !Character.isISOControl(c) && !isFormat(c);
      shown.append(printable ? c : '?');
    }
    return shown.append(text.length() > SHOWN ? "...'" : "'").toString();
  }

  /** Characters that reorder or hide text on a terminal, and halves of surrogate pairs. */
  private static boolean isFormat(char c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}

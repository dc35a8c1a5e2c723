package org.gradienttransport.jobs.measure;

import java.util.Locale;

/** Whether fields are measured side by side or one at a time; each class has rates of its own. */
public enum SizeClass {
  /** Fields measured side by side, one thread each. */
  SMALL,
  /** Fields that are worth all threads of an executor, measured one at a time. */
  LARGE;

  /** Entries from which on a field is large. */
  static final long LEAST_LARGE = 1L << 22;

  /** The class of fields of so many entries. */
  static SizeClass of(long entries) {
    return entries >= LEAST_LARGE ? LARGE : SMALL;
  }

  /** Its name in records of measurings. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

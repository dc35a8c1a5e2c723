package org.gradienttransport.udfs.tensor;

import java.io.IOException;

/**
 * A tensor file is damaged, hostile or of a kind that is not read. The message always names the
 * file, the place in it, what is wrong there and what to do about it.
 */
public final class TensorFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String place;
  private final String problem;
  private final String remedy;

  TensorFormatException(String file, String place, String problem, String remedy, Throwable cause) {
    super(file + ": " + place + ": " + problem + ". Remedy: " + remedy, cause);
    this.file = file;
    this.place = place;
    this.problem = problem;
    this.remedy = remedy;
  }

  /** Name of the file, as its {@link SeekableSource} gives it. */
  public String file() {
    return file;
  }

  /** Where in the file: an archive entry, a byte position, a tensor. */
  public String place() {
    return place;
  }

  /** What is wrong at {@link #place}. */
  public String problem() {
    return problem;
  }

  /** What a person can do about it. */
  public String remedy() {
    return remedy;
  }
}

package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Where the rows of a study are.
 *
 * @param root Hadoop path of the directory that {@code files} are below
 * @param files paths or globs below the root
 * @param format how the files are written
 * @param path regular expression that a file's path below the root matches as a whole, whose named
 *     groups are columns of the file's rows; empty if there is nothing to be read from it
 * @param mostRows rows that are kept; of more, a random part of each series that is always the same
 */
public record RowSource(String root, List<String> files, Format format, String path, int mostRows)
    implements Serializable {
  /** Rows that are kept unless the study says otherwise. */
  public static final int DEFAULT_ROWS = 50_000;

  private static final int LARGEST = 1_000_000;

  /** File formats. */
  public enum Format {
    /** Comma-separated values with a header; every row is one line. */
    CSV,
    /** One JSON object per line. */
    JSONL,
    /** One JSON document per file: an object, which is a row, or a list of them. */
    JSON,
    /** Parquet. */
    PARQUET;

    /** The format that the name of a file says, or CSV. */
    public static Format of(String file) {
      String name = file.toLowerCase(Locale.ROOT);
      if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
        return JSONL;
      }
      return name.endsWith(".json") ? JSON : name.endsWith(".parquet") ? PARQUET : CSV;
    }
  }

  public RowSource {
    files = List.copyOf(files);
    for (String file : files) {
      if (file.isBlank() || file.startsWith("/")) {
        throw new IllegalArgumentException(
            "'" + file + "' must be a path or glob below the root, such as runs/*.csv");
      }
    }
    if (mostRows < 1 || mostRows > LARGEST) {
      throw new IllegalArgumentException(
          "most_rows must lie between 1 and " + LARGEST + ", got " + mostRows);
    }
    try {
      Pattern unused = Pattern.compile(path);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "path '" + path + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  RowSource withRoot(String newRoot) {
    return new RowSource(newRoot, files, format, path, mostRows);
  }
}

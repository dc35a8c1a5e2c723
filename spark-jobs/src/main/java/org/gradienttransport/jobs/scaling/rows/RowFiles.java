package org.gradienttransport.jobs.scaling.rows;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.study.RowSource;

/** The files of a study, on any Hadoop file system, in the order of their names. */
public final class RowFiles {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  /** How compressed files start. */
  private static final Map<String, String> COMPRESSED =
      Map.of("1f8b", "gzip", "28b52ffd", "zstd", "fd377a58", "xz", "425a68", "bzip2");

  private static final int MAGIC = 4;

  private final RowSource source;
  private final Configuration hadoop;
  private final Pattern path;
  private final List<String> parts;

  /** Files of a source. */
  public RowFiles(RowSource source, Configuration hadoop) {
    this.source = source;
    this.hadoop = hadoop;
    this.path = Pattern.compile(source.path());
    this.parts = GROUP.matcher(source.path()).results().map(found -> found.group(1)).toList();
  }

  /**
   * The files there are.
   *
   * @param pattern path or glob below the root
   * @return empty if there is none
   */
  public List<Path> matching(String pattern) throws IOException {
    Path glob = new Path(source.root(), pattern);
    FileSystem files = FileSystems.of(glob, hadoop);
    FileStatus[] found = files.globStatus(glob);
    return found == null
        ? List.of()
        : Arrays.stream(found)
            .filter(FileStatus::isFile)
            .map(FileStatus::getPath)
            .sorted()
            .toList();
  }

  /**
   * Reads one file.
   *
   * @param needed columns that its rows need, in the file or in its path
   * @throws RowFormatException if the rest of it cannot be read
   */
  public void read(Path file, Collection<String> needed, RowSink sink) throws IOException {
    Map<String, String> inPath = partsOf(file);
    List<String> inFile = new ArrayList<>(needed);
    inFile.removeAll(inPath.keySet());
    RowSink joined = inPath.isEmpty() ? sink : new WithParts(inPath, sink);
    if (source.format() == RowSource.Format.PARQUET) {
      ParquetCells.read(file, hadoop, inFile, joined);
      return;
    }
    try (PushbackInputStream stream =
        new PushbackInputStream(FileSystems.open(file, hadoop), MAGIC)) {
      requirePlain(stream);
      switch (source.format()) {
        case JSONL -> JsonRows.lines(stream, joined);
        case JSON -> JsonRows.document(stream, joined);
        default -> CsvRows.read(stream, inFile, joined);
      }
    }
  }

  /** Tables are read as plain text, so a compressed one is named as that. */
  private static void requirePlain(PushbackInputStream stream) throws IOException {
    byte[] start = stream.readNBytes(MAGIC);
    stream.unread(start);
    String magic = HexFormat.of().formatHex(start);
    for (Map.Entry<String, String> kind : COMPRESSED.entrySet()) {
      if (magic.startsWith(kind.getKey())) {
        throw new RowFormatException(
            "is compressed with " + kind.getValue() + "; unpack it, and name the file inside");
      }
    }
  }

  /** Columns that the path of a file gives all of its rows. */
  private Map<String, String> partsOf(Path file) throws RowFormatException {
    Map<String, String> values = new LinkedHashMap<>();
    if (source.path().isEmpty()) {
      return values;
    }
    String below = below(file);
    Matcher matcher = path.matcher(below);
    if (!matcher.matches()) {
      throw new RowFormatException(
          "lies at '" + below + "', which rows.path '" + source.path() + "' does not match");
    }
    for (String part : parts) {
      values.put(part, matcher.group(part) == null ? "" : matcher.group(part));
    }
    return values;
  }

  /** The path of a file below the root. */
  private String below(Path file) {
    String root = new Path(source.root()).toUri().getPath();
    String whole = file.toUri().getPath();
    String prefix = root.endsWith("/") ? root : root + "/";
    return whole.startsWith(prefix) ? whole.substring(prefix.length()) : file.getName();
  }

  /** Rows that have what their file's path says, too. */
  private record WithParts(Map<String, String> parts, RowSink sink) implements RowSink {
    @Override
    public void row(String place, Cells cells) {
      sink.row(place, column -> cell(cells, column));
    }

    private Optional<String> cell(Cells cells, String column) {
      String part = parts.get(column);
      return part == null ? cells.cell(column) : Cells.text(part);
    }

    @Override
    public void malformed(String place, String problem) {
      sink.malformed(place, problem);
    }
  }
}

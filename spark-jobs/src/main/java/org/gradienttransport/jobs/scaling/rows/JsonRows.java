package org.gradienttransport.jobs.scaling.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * JSON: one object per line, or one document per file that is an object or a list of objects. A
 * column is the name of a member, or a JSON pointer such as {@code /results/1/loss}.
 */
final class JsonRows {
  private static final int LONGEST_LINE = 1 << 20;
  private static final long LARGEST_DOCUMENT = 1L << 28;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              // Python writes them where a loss has gone; they matter only in a column that is
              // used.
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(64)
                      .maxStringLength(LONGEST_LINE)
                      .maxDocumentLength(LARGEST_DOCUMENT)
                      .build())
              .build());

  private JsonRows() {}

  /** Reads one object per line. */
  static void lines(InputStream stream, RowSink sink) throws IOException {
    BoundedLines lines = new BoundedLines(stream, LONGEST_LINE);
    while (lines.next()) {
      if (lines.tooLong()) {
        sink.malformed(
            lines.place(),
            String.format(
                Locale.ROOT,
                "the line has %,d characters, and more than %,d are no row; remove it",
                lines.length(),
                LONGEST_LINE));
      } else if (!lines.line().isBlank()) {
        line(lines, sink);
      }
    }
  }

  private static void line(BoundedLines lines, RowSink sink) {
    try {
      object(lines.place(), JSON.readTree(lines.line()), sink);
    } catch (JsonProcessingException e) {
      sink.malformed(
          lines.place(), "is no JSON: " + e.getOriginalMessage() + "; write one object per line");
    }
  }

  /**
   * Reads a document.
   *
   * @throws RowFormatException where it stops being JSON
   */
  static void document(InputStream stream, RowSink sink) throws IOException {
    try (JsonParser parser = JSON.createParser(stream)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_ARRAY) {
        object("the document", JSON.<JsonNode>readTree(parser), sink);
        return;
      }
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        object("element " + count, JSON.<JsonNode>readTree(parser), sink);
        count++;
      }
    } catch (JsonProcessingException e) {
      throw new RowFormatException("is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void object(String place, JsonNode node, RowSink sink) {
    if (node == null || !node.isObject()) {
      sink.malformed(place, "is no JSON object; a row is {\"column\": value, ...}");
    } else {
      sink.row(place, column -> cell(node, column));
    }
  }

  private static Optional<String> cell(JsonNode row, String column) {
    JsonNode value = column.startsWith("/") ? row.at(column) : row.get(column);
    return value == null || !value.isValueNode() || value.isNull()
        ? Optional.empty()
        : Cells.text(value.asText());
  }
}

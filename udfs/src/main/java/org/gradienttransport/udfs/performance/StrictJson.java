package org.gradienttransport.udfs.performance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One JSON object per file: no duplicate keys, nothing after it, bounded size and nesting. */
final class StrictJson {
  /** Sixteen MiB: a harness file with every task it knows has less than one. */
  static final int MAX = 16 << 20;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxDocumentLength(MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Python writes NaN for what could not be computed; it matters only where it is taken.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build()
          .readerFor(JsonNode.class);

  private StrictJson() {}

  /** The object in a stream, which is refused before it fills the memory, and not closed here. */
  static JsonNode object(String file, InputStream stream) throws IOException {
    byte[] bytes = stream.readNBytes(MAX + 1);
    if (bytes.length > MAX) {
      throw new PerformanceFormatException(
          file,
          "whole file",
          "larger than " + MAX + " bytes",
          "give a performance file, not a log or a checkpoint");
    }
    JsonNode root = parse(file, bytes);
    if (!root.isObject()) {
      throw new PerformanceFormatException(
          file, "top level", "expected a JSON object", "check that the download is complete");
    }
    return root;
  }

  private static JsonNode parse(String file, byte[] bytes) {
    try {
      return READER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new PerformanceFormatException(
          file,
          place(e.getLocation()),
          e.getOriginalMessage(),
          "check that the download is complete");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private static String place(JsonLocation at) {
    return at == null ? "JSON" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}

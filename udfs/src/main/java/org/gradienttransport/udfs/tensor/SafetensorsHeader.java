package org.gradienttransport.udfs.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Parses the JSON header of a safetensors file: {@code {"name": {"dtype": "F32", "shape": [2, 3],
 * "data_offsets": [0, 24]}, ..., "__metadata__": {"key": "text"}}}. One pass, nothing kept but the
 * tensors.
 */
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";

  private static final Map<String, DType> DTYPES =
      Arrays.stream(DType.values())
          .collect(Collectors.toUnmodifiableMap(DType::name, Function.identity()));

  /** A tensor and its bytes in the data that follow the header. */
  record Span(TensorInfo info, long start, long end) implements OneSourceFile.Located {
    /** Bytes of something whatever it is called. */
    private static Span unread(String name, long start, long end) {
      return new Span(new TensorInfo(name, DType.U8, List.of(end - start), "unread"), start, end);
    }
  }

  private final JsonParser parser;
  private final FilePlace header;
  private final Map<String, Span> spans = new LinkedHashMap<>();
  private final Map<String, Span> unread = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private long nameCharacters;
  private FilePlace place;

  private SafetensorsHeader(JsonParser parser, FilePlace header) {
    this.parser = parser;
    this.header = header;
    this.place = header;
  }

  /** Reads a header, which is all of the JSON. */
  static SafetensorsHeader read(JsonParser parser, FilePlace place) throws IOException {
    SafetensorsHeader header = new SafetensorsHeader(parser, place);
    header.read();
    return header;
  }

  private void read() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
    boolean metadataSeen = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      place = header.at("header, tensor " + FilePlace.quote(name));
      boolean metadata = name.equals(METADATA);
      if (spans.containsKey(name) || unread.containsKey(name) || (metadata && metadataSeen)) {
        throw refuse("the name is used twice");
      }
      if (metadata) {
        metadataSeen = true;
        readMetadata();
      } else {
        add(name);
      }
      place = header;
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT, "the end of the object");
    if (parser.nextToken() != null) {
      throw refuse("something follows the header's JSON object");
    }
  }

  private void readMetadata() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object of texts");
    while (parser.nextFieldName() != null) {
      expect(parser.nextToken(), JsonToken.VALUE_STRING, "a text");
    }
  }

  private void add(String name) throws IOException {
    nameCharacters += name.length();
    if (spans.size() + unread.size() >= Limits.TENSORS
        || name.length() > Limits.NAME
        || nameCharacters > Limits.NAMES) {
      throw place.refuse(
          ("the header names more than %s tensors, or uses names beyond %s characters each or"
                  + " %s together")
              .formatted(Limits.TENSORS, Limits.NAME, Limits.NAMES),
          Remedy.BEYOND_LIMIT);
    }
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    Set<String> seen = new HashSet<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      if (!seen.add(key)) {
        throw refuse("the key " + FilePlace.quote(key) + " is set twice");
      }
      switch (key) {
        case "dtype" -> dtype = text();
        case "shape" -> shape = numbers(Limits.DIMENSIONS);
        case "data_offsets" -> offsets = numbers(2);
        default -> throw refuse("the key " + FilePlace.quote(key) + " is unknown");
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw refuse("dtype, shape and two data_offsets are needed");
    }
    if (DTYPES.containsKey(dtype)) {
      spans.put(name, span(name, DTYPES.get(dtype), shape, offsets));
    } else {
      putUnread(name, dtype, offsets);
    }
  }

  /** A tensor of a kind that is not read only has to lie where it says. */
  private void putUnread(String name, String dtype, List<Long> offsets)
      throws TensorFormatException {
    if (offsets.get(1) < offsets.get(0)) {
      throw refuse("its data end at " + offsets.get(1) + " before they start");
    }
    unread.put(name, Span.unread(name, offsets.get(0), offsets.get(1)));
    unreadable.put(name, "dtype " + FilePlace.quote(dtype));
  }

  /** Tensors by name, in the order in which the header names them. */
  Map<String, Span> found() {
    return spans;
  }

  /** What tensors of kinds that are not read cover, by name. */
  Map<String, Span> unread() {
    return unread;
  }

  /** Their kinds, by name. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  private String text() throws IOException {
    expect(parser.nextToken(), JsonToken.VALUE_STRING, "the name of a dtype");
    return parser.getText();
  }

  private List<Long> numbers(int most) throws IOException {
    expect(parser.nextToken(), JsonToken.START_ARRAY, "an array of whole numbers");
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      if (numbers.size() == most) {
        throw refuse("an array has more than " + most + " numbers");
      }
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw refuse(
            "the number " + FilePlace.quote(parser.getText()) + " is not between 0 and 2^63 - 1");
      }
      numbers.add(parser.getLongValue());
    }
    expect(parser.currentToken(), JsonToken.END_ARRAY, "a whole number");
    return numbers;
  }

  private Span span(String name, DType dtype, List<Long> shape, List<Long> offsets)
      throws TensorFormatException {
    long start = offsets.get(0);
    long end = offsets.get(1);
    String where = "tensor " + FilePlace.quote(name) + " at data bytes " + start + " to " + end;
    TensorInfo info = new TensorInfo(name, dtype, shape, where);
    long bytes;
    try {
      bytes = info.bytes();
    } catch (ArithmeticException e) {
      throw place.refuse("shape " + shape + " overflows 64 bits", Remedy.WRITE_AGAIN, e);
    }
    if (end < start || end - start != bytes) {
      throw refuse(
          "shape %s of %s takes %s bytes, data_offsets %s give %s"
              .formatted(shape, dtype, bytes, offsets, end - start));
    }
    return new Span(info, start, end);
  }

  private void expect(JsonToken found, JsonToken wanted, String what) throws TensorFormatException {
    if (found != wanted) {
      throw refuse("expected " + what + ", found " + (found == null ? "the end" : found));
    }
  }

  private TensorFormatException refuse(String problem) {
    return place.refuse(problem, Remedy.WRITE_AGAIN);
  }
}

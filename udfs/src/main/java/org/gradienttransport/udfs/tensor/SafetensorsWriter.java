package org.gradienttransport.udfs.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a safetensors file: length of the header, header, data. */
final class SafetensorsWriter implements TensorWriter {
  private static final int ALIGNMENT = 8;

  private final OutputStream out;
  private final List<TensorInfo> order;
  private long left;

  SafetensorsWriter(OutputStream out, List<TensorInfo> tensors) throws IOException {
    this.out = out;
    this.order = tensors.stream().sorted(Comparator.comparing(TensorInfo::name)).toList();
    this.left = order.stream().mapToLong(TensorInfo::bytes).sum();
    out.write(head(Map.of("format", "pt"), order));
  }

  /**
   * The beginning of a file: the length of the header, and the header.
   *
   * @param metadata texts by key
   * @param order tensors whose data follow, one after the other
   */
  static byte[] head(Map<String, String> metadata, List<TensorInfo> order) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart(SafetensorsHeader.METADATA);
      for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      long at = 0;
      for (TensorInfo tensor : order) {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.dtype().toString());
        numbers(json, "shape", tensor.shape());
        numbers(json, "data_offsets", List.of(at, at + tensor.bytes()));
        json.writeEndObject();
        at += tensor.bytes();
      }
      json.writeEndObject();
    }
    byte[] header = text.toString().getBytes(StandardCharsets.UTF_8);
    // Spaces at the end are allowed, and put the data at a multiple of their width.
    int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] head = new byte[Long.BYTES + padded];
    Arrays.fill(head, (byte) ' ');
    LittleEndian.put64(head, 0, padded);
    System.arraycopy(header, 0, head, Long.BYTES, header.length);
    return head;
  }

  private static void numbers(JsonGenerator json, String key, List<Long> numbers)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  @Override
  public List<TensorInfo> order() {
    return order;
  }

  @Override
  public void write(byte[] raw, int offset, int count) throws IOException {
    left -= count;
    if (left < 0) {
      throw new IllegalStateException(-left + " bytes more than the tensors hold");
    }
    out.write(raw, offset, count);
  }

  @Override
  public void close() {
    if (left > 0) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%d bytes of tensor data were never written", left));
    }
  }
}

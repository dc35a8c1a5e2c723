package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    byte[] length = new byte[Long.BYTES];
    LittleEndian.put64(length, 0, header.length);
    out.write(length);
    out.write(header);
  }

  private String header() {
    StringBuilder text = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    long at = 0;
    for (TensorInfo tensor : order) {
      long end = at + tensor.bytes();
      text.append(",\"").append(tensor.name()).append("\":{\"dtype\":\"").append(tensor.dtype());
      text.append("\",\"shape\":").append(list(tensor.shape()));
      text.append(",\"data_offsets\":").append(list(List.of(at, end))).append('}');
      at = end;
    }
    text.append('}');
    // Spaces at the end are allowed, and put the data at a multiple of their width.
    text.append(" ".repeat((ALIGNMENT - text.length() % ALIGNMENT) % ALIGNMENT));
    return text.toString();
  }

  private static String list(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
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

package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.udfs.tensor.SafetensorsHeader.Span;

/**
 * A safetensors file: the length of the header as 8 little-endian bytes, the header, the data. The
 * data must be covered by the tensors exactly, without holes and without overlap.
 */
final class SafetensorsFile extends OneSourceFile<Span> {
  private static final int LENGTH_SIZE = 8;

  private final long dataStart;
  private final ElementReader reader;

  private SafetensorsFile(
      SeekableSource source, long dataStart, SafetensorsHeader header, ReadOptions options) {
    super(source, header.found(), header.unreadable());
    this.dataStart = dataStart;
    this.reader = new ElementReader(source, options.chunkBytes());
  }

  static SafetensorsFile open(SeekableSource source, ReadOptions options) throws IOException {
    FilePlace place = new FilePlace(source.name(), "header");
    byte[] length = new byte[LENGTH_SIZE];
    source.readFully(0, length, 0, length.length);
    long header = LittleEndian.i64(length, 0);
    if (header < 0 || header > Limits.SAFETENSORS_HEADER) {
      throw place.refuse(
          "the header claims %s bytes, more than %s"
              .formatted(Long.toUnsignedString(header), Limits.SAFETENSORS_HEADER),
          Remedy.FETCH_AGAIN);
    }
    if (header > source.length() - LENGTH_SIZE) {
      throw place.refuse(
          "the header claims " + header + " bytes, the file has " + source.length(),
          Remedy.FETCH_AGAIN);
    }
    SafetensorsHeader read =
        BoundedJson.read(
            source, LENGTH_SIZE, header, place, json -> SafetensorsHeader.read(json, place));
    List<Span> all = new ArrayList<>(read.found().values());
    all.addAll(read.unread().values());
    checkCover(all, source.length() - LENGTH_SIZE - header, place);
    return new SafetensorsFile(source, LENGTH_SIZE + header, read, options);
  }

  private static void checkCover(List<Span> spans, long data, FilePlace header)
      throws TensorFormatException {
    List<Span> ordered = new ArrayList<>(spans);
    ordered.sort(Comparator.comparingLong(Span::start).thenComparingLong(Span::end));
    long covered = 0;
    for (Span span : ordered) {
      FilePlace place = header.at("header, tensor " + FilePlace.quote(span.info().name()));
      if (span.start() != covered) {
        throw place.refuse(
            "its data start at byte %s, those before it end at %s%s"
                .formatted(
                    span.start(), covered, span.start() > covered ? ": a hole" : ": an overlap"),
            Remedy.WRITE_AGAIN);
      }
      if (span.end() > data) {
        throw place.refuse(
            "its data end at byte " + span.end() + ", the file ends at " + data,
            Remedy.FETCH_AGAIN);
      }
      covered = span.end();
    }
    if (covered != data) {
      throw header.refuse(
          "the tensors cover " + covered + " of " + data + " data bytes", Remedy.FETCH_AGAIN);
    }
  }

  /** Where a tensor's bytes lie in the file, from the first to behind the last. */
  Stretch stretch(TensorInfo tensor) throws TensorFormatException {
    return stretch(located(tensor.name()));
  }

  @Override
  Stretch stretch(Span span) {
    return new Stretch(dataStart + span.start(), dataStart + span.end());
  }

  @Override
  public void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException {
    Span span = located(tensor.name());
    TensorInfo info = span.info();
    reader.contiguous(
        dataStart + span.start(),
        info.elements(),
        info.dtype(),
        ByteOrder.LITTLE_ENDIAN,
        consumer,
        null);
  }
}

package org.gradienttransport.udfs.tensor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** JSON out of part of a source, with bounded names, texts, numbers and depth. */
final class BoundedJson {
  private static final int DEPTH = 16;
  private static final int NUMBER = 20;
  private static final int TEXT = 4 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Tensor names are seen once: keeping them in a table shared by all files is a leak.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(NUMBER)
                  .maxNameLength(TEXT)
                  .maxStringLength(TEXT)
                  .build())
          .build();

  private BoundedJson() {}

  /** Makes something of the tokens of a JSON text. */
  @FunctionalInterface
  interface TokenReader<T> {
    T read(JsonParser parser) throws IOException;
  }

  /** Reads {@code length} bytes of JSON; what is no JSON is refused at {@code place}. */
  static <T> T read(
      SeekableSource source, long from, long length, FilePlace place, TokenReader<T> reader)
      throws IOException {
    // The decoder is explicit: Jackson would guess UTF-16 and UTF-32 from the first bytes.
    try (InputStreamReader text =
            new InputStreamReader(
                new Part(source, from, length), StandardCharsets.UTF_8.newDecoder());
        JsonParser parser = FACTORY.createParser(text)) {
      return reader.read(parser);
    } catch (JacksonException e) {
      // Exceptions about limits carry no location.
      String near =
          e.getLocation() == null ? "" : ", near character " + e.getLocation().getCharOffset();
      throw place.refuse(
          "no valid JSON" + near + ": " + FilePlace.quote(e.getOriginalMessage()),
          Remedy.FETCH_AGAIN,
          e);
    } catch (CharacterCodingException e) {
      throw place.refuse("the JSON is not UTF-8", Remedy.FETCH_AGAIN, e);
    }
  }

  /** Part of a source as a stream; closing it leaves the source open. */
  private static final class Part extends InputStream {
    private final SeekableSource source;
    private final long end;
    private long position;

    Part(SeekableSource source, long from, long length) {
      this.source = source;
      this.position = from;
      this.end = from + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, buffer.length);
      if (position >= end) {
        return -1;
      }
      int wanted = (int) Math.min(count, end - position);
      source.readFully(position, buffer, offset, wanted);
      position += wanted;
      return wanted;
    }
  }
}

package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;
import org.gradienttransport.udfs.tensor.ReadOptions;
import org.gradienttransport.udfs.tensor.SeekableSource;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** Reads the header and the beginning of one tensor of a file on the hub, some kilobytes in all. */
final class RangeReader {
  /** Values taken of a tensor. */
  private static final int VALUES = 4096;

  /** Read at once: a header is usually smaller. */
  private static final int BLOCK = 64 << 10;

  static final ReadOptions OPTIONS =
      new ReadOptions(VALUES * Float.BYTES, ReadOptions.Checksums.VERIFY);

  private final HubHttp http;

  RangeReader(HubHttp http) {
    this.http = http;
  }

  /** The server does not send ranges of bytes. */
  static final class NoRanges extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends the reading of a tensor after its beginning. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A sample of a safetensors file; empty where the server does not send ranges.
   *
   * @throws HubException if the file cannot be read, or is none
   */
  Optional<Sample> sample(RemoteFile file) throws HubException {
    try (TensorFile tensors = TensorFiles.open(new HubFileBytes(file), OPTIONS)) {
      SortedMap<String, String> shapes = new TreeMap<>();
      tensors.tensors().forEach(t -> shapes.put(t.name(), t.dtype() + " " + t.shape()));
      shapes.putAll(tensors.unreadable());
      Optional<TensorInfo> largest =
          tensors.tensors().stream()
              .filter(t -> t.dtype().floating())
              .max(Comparator.comparingLong(TensorInfo::elements).thenComparing(TensorInfo::name));
      return Optional.of(sample(tensors, shapes, largest));
    } catch (NoRanges e) {
      return Optional.empty();
    } catch (HubException e) {
      throw e;
    } catch (IOException e) {
      throw new HubException(Kind.BAD_DATA, e.getMessage(), e);
    }
  }

  /** The bytes of a file, which are asked for as they are read. */
  SeekableSource source(RemoteFile file) {
    return new HubFileBytes(file);
  }

  private static Sample sample(
      TensorFile file, SortedMap<String, String> shapes, Optional<TensorInfo> largest)
      throws IOException {
    if (largest.isEmpty()) {
      return new Sample(shapes, "", "", List.of());
    }
    TensorInfo tensor = largest.get();
    List<String> hash = new ArrayList<>();
    double[] values = new double[(int) Math.min(VALUES, tensor.elements())];
    try {
      file.stream(
          tensor,
          (dtype, raw, offset, count) -> {
            int taken = Math.min(count, values.length);
            dtype.widen(raw, offset, taken, values, 0);
            hash.add(
                DigestUtils.sha256Hex(
                    Arrays.copyOfRange(raw, offset, offset + taken * dtype.bytes())));
            throw new Enough();
          });
    } catch (Enough e) {
      return new Sample(shapes, tensor.name(), hash.get(0), Arrays.stream(values).boxed().toList());
    }
    return new Sample(shapes, tensor.name(), "", List.of());
  }

  /** A file on the hub, read by ranges through one block. */
  private final class HubFileBytes implements SeekableSource {
    private final RemoteFile file;
    private byte[] block = new byte[0];
    private long start;

    HubFileBytes(RemoteFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.repo() + " " + HubNames.shown(file.hubPath());
    }

    @Override
    public long length() {
      return file.size();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int count) throws IOException {
      if (position >= file.size()) {
        return -1;
      }
      if (position < start || position >= start + block.length) {
        int wanted = (int) Math.min(BLOCK, file.size() - position);
        block = http.asked(file.address(), () -> once(position, wanted));
        start = position;
      }
      int taken = (int) Math.min(count, start + block.length - position);
      System.arraycopy(block, (int) (position - start), buffer, offset, taken);
      return taken;
    }

    private byte[] once(long position, int count) throws IOException {
      try (HubHttp.Answer answer = http.range(file.address(), position, count)) {
        if (!answer.ranged()) {
          throw new NoRanges();
        }
        answer.requireSize(file.size());
        byte[] bytes = answer.body().readNBytes(count);
        if (bytes.length < count) {
          throw new HubException(Kind.BROKEN, "ended after " + bytes.length + " of " + count);
        }
        return bytes;
      }
    }

    @Override
    public void close() {
      // Every request is closed by itself.
    }
  }
}

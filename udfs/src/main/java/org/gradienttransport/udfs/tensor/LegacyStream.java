package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradienttransport.udfs.tensor.PickleValues.Dict;
import org.gradienttransport.udfs.tensor.PickleValues.Foreign;
import org.gradienttransport.udfs.tensor.PickleValues.Inert;
import org.gradienttransport.udfs.tensor.PickleValues.Opaque;
import org.gradienttransport.udfs.tensor.PickleValues.Sequence;
import org.gradienttransport.udfs.tensor.PickleValues.Storage;

/**
 * What {@code torch.save} wrote before PyTorch 1.6, and still writes for each storage of a bare
 * pickle: five pickles (a magic number, a version, a description of the machine, the value, the
 * keys of its storages), then each storage as a count of elements in 8 bytes and the elements.
 * PyTorch writes count and elements with the least significant byte first.
 */
final class LegacyStream {
  private static final long VERSION = 1001;
  private static final int COUNT_BYTES = 8;

  /** Bytes per element of the storage classes that are passed over. */
  private static final Map<String, Integer> FOREIGN_WIDTHS =
      Map.of(
          "torch.ComplexFloatStorage", 8,
          "torch.ComplexDoubleStorage", 16,
          "torch.QInt8Storage", 1,
          "torch.QUInt8Storage", 1,
          "torch.QInt32Storage", 4);

  private final PickleInput input;
  private final PickleBudget budget;
  private final Map<String, Extent> described = new HashMap<>();

  /** What a persistent id says of a storage; a width of 0 for one of unknown elements. */
  private record Extent(String kind, int width, long count) {}

  /**
   * A stream.
   *
   * @param value what it describes
   * @param storages where its storages lie, by key
   */
  record Contents(Object value, Map<String, StorageSpan> storages) {}

  private LegacyStream(PickleInput input, PickleBudget budget) {
    this.input = input;
    this.budget = budget;
  }

  /**
   * Reads the pickles and finds the storages, whose elements are not read.
   *
   * @param input at the start of the stream, which fills the rest of it
   */
  static Contents read(PickleInput input, PickleBudget budget) throws IOException {
    return new LegacyStream(input, budget).contents();
  }

  private Contents contents() throws IOException {
    if (next(PickledStorages.OF_ARCHIVE) != Opaque.BIG_INTEGER) {
      throw input.refuse("no PyTorch stream starts here", Remedy.SAVE_TENSORS_ONLY);
    }
    Object version = next(PickledStorages.OF_ARCHIVE);
    if (!Long.valueOf(VERSION).equals(version)) {
      throw input.refuse("the version of the stream is not " + VERSION, Remedy.SAVE_TENSORS_ONLY);
    }
    if (!(next(PickledStorages.OF_ARCHIVE) instanceof Dict machine)
        || !Boolean.TRUE.equals(machine.items().get("little_endian"))) {
      throw input.refuse(
          "the stream does not say that it was written on a little-endian machine",
          Remedy.SAVE_TENSORS_ONLY);
    }
    Object value = next(new Describing());
    if (!(next(PickledStorages.OF_ARCHIVE) instanceof Sequence keys)) {
      throw input.refuse("no list of storages follows the value", Remedy.FETCH_AGAIN);
    }
    return new Contents(value, storages(keys));
  }

  private Object next(PickledStorages storages) throws IOException {
    return new Unpickler(input, budget, storages).next();
  }

  private Map<String, StorageSpan> storages(Sequence keys) throws IOException {
    Map<String, StorageSpan> storages = new LinkedHashMap<>();
    for (Object listed : keys.items()) {
      if (!(listed instanceof String key) || !described.containsKey(key)) {
        throw input.refuse("a storage is listed that no tensor uses", Remedy.FETCH_AGAIN);
      }
      if (storages.put(key, storage(key, described.get(key))) != null) {
        throw input.refuse(
            "the storage " + FilePlace.quote(key) + " is listed twice", Remedy.FETCH_AGAIN);
      }
    }
    if (input.remaining() > 0) {
      throw input.refuse(input.remaining() + " bytes follow the last storage", Remedy.FETCH_AGAIN);
    }
    return storages;
  }

  private StorageSpan storage(String key, Extent extent) throws IOException {
    String name = "the storage " + FilePlace.quote(key);
    if (extent.width == 0) {
      throw input.refuse(
          name + " is a " + FilePlace.quote(extent.kind) + ", of elements of unknown size",
          Remedy.SAVE_TENSORS_ONLY);
    }
    if (input.remaining() < COUNT_BYTES) {
      throw input.refuse("the file ends before " + name, Remedy.FETCH_AGAIN);
    }
    long count = input.i64();
    if (count != extent.count) {
      throw input.refuse(
          "%s should hold %s elements and says %s".formatted(name, extent.count, count),
          Remedy.FETCH_AGAIN);
    }
    if (count > input.remaining() / extent.width) {
      throw input.refuse(
          "%s says %s elements of %s bytes, %s bytes are left"
              .formatted(name, count, extent.width, input.remaining()),
          Remedy.FETCH_AGAIN);
    }
    StorageSpan span =
        new StorageSpan(input.position(), count * extent.width, ByteOrder.LITTLE_ENDIAN);
    input.skip(span.bytes());
    return span;
  }

  /** Remembers what the value's persistent ids say, which the storages must agree with. */
  private final class Describing implements PickledStorages {
    @Override
    public Storage described(Storage storage) throws TensorFormatException {
      DType dtype = storage.dtype();
      String kind = dtype == null ? "bytes" : dtype.torchName();
      remember(storage.key(), new Extent(kind, dtype == null ? 1 : dtype.bytes(), storage.count()));
      return storage;
    }

    @Override
    public Inert foreign(Foreign kind, String key, long count) throws TensorFormatException {
      int width = FOREIGN_WIDTHS.getOrDefault(kind.name(), 0);
      remember(key, new Extent(kind.name(), width, count));
      return Inert.object(kind.name());
    }

    private void remember(String key, Extent extent) throws TensorFormatException {
      Extent other = described.putIfAbsent(key, extent);
      if (other != null && !other.equals(extent)) {
        throw input.refuse(
            "the storage %s is described as %s %s and as %s %s"
                .formatted(
                    FilePlace.quote(key), other.count, other.kind, extent.count, extent.kind),
            Remedy.FETCH_AGAIN);
      }
    }
  }
}

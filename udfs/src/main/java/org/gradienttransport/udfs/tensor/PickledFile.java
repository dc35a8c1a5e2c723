package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.udfs.tensor.LegacyStream.Contents;
import org.gradienttransport.udfs.tensor.PickleValues.Bytes;
import org.gradienttransport.udfs.tensor.PickleValues.Storage;
import org.gradienttransport.udfs.tensor.PickleValues.Tensor;

/**
 * Tensors without an archive around them: a file of PyTorch before 1.6 (or of {@code torch.save}
 * with {@code _use_new_zipfile_serialization=False}), or a pickle of tensors whose storages are
 * such streams, as {@code pickle.dump} writes it. What a pickle skips is never read, so that
 * opening takes as many reads as there are storages, whatever their size.
 */
final class PickledFile extends OneSourceFile<PickledFile.Bound> {
  private final ElementReader reader;

  /** A tensor and where its storage lies. */
  record Bound(TensorInfo info, StridedLayout layout, StorageSpan storage) implements Located {
    @Override
    public Object elements() {
      return List.of(storage, layout);
    }
  }

  private PickledFile(
      SeekableSource source,
      ReadOptions options,
      StateDict found,
      Map<String, StorageSpan> storages)
      throws TensorFormatException {
    super(source, bound(source, found, storages), found.unreadable());
    this.reader = new ElementReader(source, options.chunkBytes());
  }

  private static Map<String, Bound> bound(
      SeekableSource source, StateDict found, Map<String, StorageSpan> storages)
      throws TensorFormatException {
    Map<String, Bound> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> tensor : found.tensors().entrySet()) {
      String name = tensor.getKey();
      tensors.put(name, bind(source, name, tensor.getValue(), storages));
    }
    return tensors;
  }

  /** Opens a stream of PyTorch before 1.6. */
  static PickledFile legacy(SeekableSource source, ReadOptions options) throws IOException {
    FilePlace place = new FilePlace(source.name(), "PyTorch stream");
    PickleInput input = PickleInput.of(source, 0, source.length(), place);
    Contents contents = LegacyStream.read(input, new PickleBudget());
    StateDict found = StateDict.of(contents.value(), place);
    return new PickledFile(source, options, found, contents.storages());
  }

  /**
   * Opens a bare pickle.
   *
   * @throws TensorFormatException also if there is no tensor in it
   */
  static PickledFile bare(SeekableSource source, ReadOptions options) throws IOException {
    FilePlace place = new FilePlace(source.name(), "pickle");
    ReadAhead ahead = new ReadAhead(source);
    PickleInput input = PickleInput.of(ahead, 0, source.length(), place);
    PickleBudget budget = new PickleBudget();
    Embedded embedded = new Embedded(ahead, input, budget, place);
    StateDict found = StateDict.of(Unpickler.load(input, budget, embedded), place);
    if (found.tensors().isEmpty() && found.unreadable().isEmpty()) {
      throw place.refuse("this is a bare pickle without a tensor in it", Remedy.SAVE_TENSORS_ONLY);
    }
    return new PickledFile(source, options, found, embedded.storages);
  }

  /** The storages inside a bare pickle. */
  private record Embedded(
      SeekableSource source,
      PickleInput input,
      PickleBudget budget,
      FilePlace place,
      Map<Bytes, Storage> read,
      Map<String, StorageSpan> storages)
      implements PickledStorages {

    Embedded(SeekableSource source, PickleInput input, PickleBudget budget, FilePlace place) {
      this(source, input, budget, place, new HashMap<>(), new HashMap<>());
    }

    @Override
    public Storage described(Storage storage) throws TensorFormatException {
      throw input.refuse(
          "a bare pickle names a storage of an archive, and there is none", Remedy.FETCH_AGAIN);
    }

    /** Streams are read once each, however often the pickle repeats them, and hold no others. */
    @Override
    public Object embedded(Bytes bytes) throws IOException {
      Storage known = read.get(bytes);
      if (known != null) {
        return known;
      }
      if (read.size() >= Limits.TENSORS) {
        throw input.refuse(
            "there are more than " + Limits.TENSORS + " storages", Remedy.BEYOND_LIMIT);
      }
      long end = bytes.start() + bytes.length();
      FilePlace stream = place.at("storage at byte " + bytes.start());
      PickleInput inner = PickleInput.of(source, bytes.start(), end, stream);
      Contents contents = LegacyStream.read(inner, budget);
      if (!(contents.value() instanceof Storage storage)) {
        return contents.value();
      }
      StorageSpan span = contents.storages().get(storage.key());
      if (span == null || contents.storages().size() != 1) {
        throw inner.refuse("the stream does not hold one storage", Remedy.FETCH_AGAIN);
      }
      Storage own = new Storage(Long.toString(bytes.start()), storage.dtype(), storage.count());
      read.put(bytes, own);
      storages.put(own.key(), span);
      return own;
    }
  }

  private static Bound bind(
      SeekableSource source, String name, Tensor tensor, Map<String, StorageSpan> storages)
      throws TensorFormatException {
    StorageSpan storage = storages.get(tensor.storage().key());
    String where =
        "tensor %s in storage %s"
            .formatted(FilePlace.quote(name), FilePlace.quote(tensor.storage().key()));
    FilePlace place = new FilePlace(source.name(), where);
    if (storage == null) {
      throw place.refuse("the file holds no such storage", Remedy.FETCH_AGAIN);
    }
    int width = tensor.dtype().bytes();
    if (storage.bytes() % width != 0) {
      throw place.refuse(
          storage.bytes() + " bytes are no elements of " + width + " bytes", Remedy.FETCH_AGAIN);
    }
    tensor.layout().check(storage.bytes() / width, place);
    TensorInfo info = new TensorInfo(name, tensor.dtype(), tensor.layout().shape(), where);
    return new Bound(info, tensor.layout(), storage);
  }

  @Override
  Stretch stretch(Bound bound) {
    return new Stretch(bound.storage.start(), bound.storage.start() + bound.storage.bytes());
  }

  @Override
  public void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException {
    Bound bound = located(tensor.name());
    reader.stream(bound.storage, bound.info.dtype(), bound.layout, consumer);
  }
}

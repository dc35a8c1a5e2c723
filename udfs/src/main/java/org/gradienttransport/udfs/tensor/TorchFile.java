package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.gradienttransport.udfs.tensor.PickleValues.Storage;
import org.gradienttransport.udfs.tensor.PickleValues.Tensor;

/**
 * A PyTorch zip checkpoint: {@code <root>/data.pkl} describes the tensors, {@code
 * <root>/data/<key>} holds their storages, {@code <root>/byteorder} says how.
 */
final class TorchFile extends OneSourceFile<TorchFile.Bound> {
  private static final String PICKLE = "/data.pkl";

  private final ZipArchive archive;
  private final ElementReader reader;
  private final ByteOrder order;

  /** A tensor and the entry that holds its storage. */
  record Bound(TensorInfo info, StridedLayout layout, StoredEntry entry) implements Located {
    @Override
    public Object elements() {
      return List.of(entry.name(), layout);
    }

    boolean wholeEntry() {
      return layout.contiguous() && layout.offset() == 0 && info.bytes() == entry.size();
    }
  }

  private TorchFile(
      SeekableSource source,
      ReadOptions options,
      ZipArchive archive,
      ByteOrder order,
      Map<String, Bound> tensors,
      Map<String, String> unreadable) {
    super(source, tensors, unreadable);
    this.archive = archive;
    this.reader = new ElementReader(source, options.chunkBytes());
    this.order = order;
  }

  static TorchFile open(SeekableSource source, ReadOptions options) throws IOException {
    ZipArchive archive = ZipArchive.open(source, options.checksums());
    StoredEntry pickle = pickle(source, archive);
    String root = pickle.name().substring(0, pickle.name().length() - PICKLE.length());
    FilePlace place = archive.place(pickle);
    if (archive.entry(root + "/constants.pkl") != null) {
      throw place.refuse(
          "this is a TorchScript program, not a checkpoint",
          "load it where its origin is trusted and save its state_dict() with torch.save");
    }
    ByteOrder order = byteOrder(archive, root);
    byte[] bytes = archive.bytes(pickle, Limits.PICKLE);
    PickleInput input = PickleInput.of(bytes, place);
    Object value = Unpickler.load(input, new PickleBudget(), PickledStorages.OF_ARCHIVE);
    StateDict found = StateDict.of(value, place);
    Map<String, Bound> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> tensor : found.tensors().entrySet()) {
      tensors.put(tensor.getKey(), bind(source, archive, root, tensor.getKey(), tensor.getValue()));
    }
    return new TorchFile(source, options, archive, order, tensors, found.unreadable());
  }

  private static StoredEntry pickle(SeekableSource source, ZipArchive archive)
      throws TensorFormatException {
    List<StoredEntry> found =
        archive.entries().stream().filter(e -> e.name().endsWith(PICKLE)).limit(2).toList();
    if (found.isEmpty() && archive.entries().stream().anyMatch(e -> e.name().endsWith(".npy"))) {
      throw new FilePlace(source.name(), "archive")
          .refuse(
              "this is an archive of NumPy arrays (.npz), not a checkpoint",
              "load it with numpy.load and save it with safetensors.numpy.save_file");
    }
    if (found.size() != 1) {
      throw new FilePlace(source.name(), "archive")
          .refuse(
              found.isEmpty()
                  ? "there is no <root>/data.pkl, so this is no PyTorch checkpoint"
                  : "there is more than one data.pkl: "
                      + FilePlace.quote(found.get(0).name())
                      + " and "
                      + FilePlace.quote(found.get(1).name()),
              Remedy.SAVE_TENSORS_ONLY);
    }
    return found.get(0);
  }

  private static ByteOrder byteOrder(ZipArchive archive, String root) throws IOException {
    StoredEntry entry = archive.entry(root + "/byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String text = new String(archive.bytes(entry, 64), StandardCharsets.US_ASCII);
    return switch (text) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw archive
              .place(entry)
              .refuse("the byte order is " + FilePlace.quote(text), Remedy.SAVE_TENSORS_ONLY);
    };
  }

  private static Bound bind(
      SeekableSource source, ZipArchive archive, String root, String name, Tensor tensor)
      throws TensorFormatException {
    Storage storage = tensor.storage();
    String entryName = root + "/data/" + storage.key();
    String where = "tensor " + FilePlace.quote(name) + " in entry " + FilePlace.quote(entryName);
    FilePlace place = new FilePlace(source.name(), where);
    StoredEntry entry = archive.entry(entryName);
    if (entry == null) {
      throw place.refuse("the archive holds no such entry", Remedy.FETCH_AGAIN);
    }
    ZipDirectory.refuseTransformed(entry.flags(), entry.method(), place);
    int width = tensor.dtype().bytes();
    long bytesPerCount = storage.dtype() == null ? 1 : width;
    if (entry.size() % bytesPerCount != 0 || entry.size() / bytesPerCount != storage.count()) {
      throw place.refuse(
          "the storage should hold %s elements of %s bytes, the entry has %s bytes"
              .formatted(storage.count(), bytesPerCount, entry.size()),
          Remedy.FETCH_AGAIN);
    }
    tensor.layout().check(entry.size() / width, place);
    return new Bound(
        new TensorInfo(name, tensor.dtype(), tensor.layout().shape(), where),
        tensor.layout(),
        entry);
  }

  /** From the entry's own header on. */
  @Override
  Stretch stretch(Bound bound) {
    return new Stretch(bound.entry().header(), bound.entry().bound());
  }

  @Override
  public void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException {
    Bound bound = located(tensor.name());
    StoredEntry entry = bound.entry();
    long start = archive.dataStart(entry);
    DType dtype = bound.info().dtype();
    if (bound.wholeEntry() && archive.verifies()) {
      CRC32 crc = new CRC32();
      reader.contiguous(start, bound.info().elements(), dtype, order, consumer, crc);
      archive.checkCrc(entry, crc.getValue());
    } else {
      StorageSpan storage = new StorageSpan(start, entry.size(), order);
      reader.stream(storage, dtype, bound.layout(), consumer);
    }
  }
}

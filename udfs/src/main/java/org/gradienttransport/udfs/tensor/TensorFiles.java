package org.gradienttransport.udfs.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Opens tensor files by what is in them. Names are looked at only for parts of checkpoints that
 * have to be put together first, which nothing inside them tells.
 */
public final class TensorFiles {
  /** Bytes of an unknown kind that a message shows. */
  private static final int SHOWN = 16;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};

  /** The magic number with which PyTorch before 1.6 starts its files, as a pickle. */
  private static final byte[] LEGACY_TORCH = HexFormat.of().parseHex("8a0a6cfc9c46f9206aa850192e");

  /** Bytes of the instruction that starts a frame, from protocol 4 on. */
  private static final int FRAME = 9;

  private TensorFiles() {}

  /** Opens a file with {@link ReadOptions#DEFAULT}. */
  public static TensorFile open(SeekableSource source) throws IOException {
    return open(source, ReadOptions.DEFAULT);
  }

  /**
   * Opens a PyTorch checkpoint (zip, or a stream from before 1.6), a bare pickle of tensors or a
   * safetensors file and checks its structure. The returned file owns the source; if opening fails,
   * the source is closed.
   *
   * @throws TensorFormatException if the file is damaged, hostile or of a kind that is not read
   */
  public static TensorFile open(SeekableSource source, ReadOptions options) throws IOException {
    try {
      return sniffed(source, options);
    } catch (IOException | RuntimeException e) {
      closeAfter(e, source);
      throw e;
    }
  }

  /** Closes what could not be opened; a failure of that goes with the first. */
  static void closeAfter(Exception failure, Closeable opened) {
    try {
      opened.close();
    } catch (IOException closing) {
      failure.addSuppressed(closing);
    }
  }

  private static TensorFile sniffed(SeekableSource source, ReadOptions options) throws IOException {
    PartOfCheckpoint.refuse(source.name());
    byte[] start = new byte[(int) Math.min(ForeignKind.SNIFFED, source.length())];
    source.readFully(0, start, 0, start.length);
    if (startsWith(start, 0, ZIP) || startsWith(start, 0, EMPTY_ZIP)) {
      return TorchFile.open(source, options);
    }
    // Before anything else: a header's length may begin with the byte of a pickle or of a web page.
    boolean header = start.length > 8 && start[8] == '{';
    if (header && start[5] == 0 && start[6] == 0 && start[7] == 0) {
      return SafetensorsFile.open(source, options);
    }
    if (start.length > 1 && start[0] == (byte) 0x80) {
      return legacy(start)
          ? PickledFile.legacy(source, options)
          : PickledFile.bare(source, options);
    }
    refuseKnown(source, start);
    if (header) {
      return SafetensorsFile.open(source, options);
    }
    throw start(source)
        .refuse(
            "this is neither a PyTorch checkpoint nor safetensors; it starts with "
                + FilePlace.quote(
                    new String(
                        start, 0, Math.min(SHOWN, start.length), StandardCharsets.ISO_8859_1))
                + ", in bytes "
                + HexFormat.of().formatHex(start, 0, Math.min(SHOWN, start.length)),
            Remedy.FETCH_AGAIN);
  }

  private static void refuseKnown(SeekableSource source, byte[] start)
      throws TensorFormatException {
    FilePlace place = start(source);
    if (start.length == 0) {
      throw place.refuse("the file is empty", Remedy.FETCH_AGAIN);
    }
    ForeignKind.refuse(start, place);
  }

  /** Whether the magic number follows the pickle's protocol, or its first frame. */
  private static boolean legacy(byte[] start) {
    boolean framed = start.length > 2 && start[2] == (byte) 0x95;
    return startsWith(start, framed ? 2 + FRAME : 2, LEGACY_TORCH);
  }

  private static FilePlace start(SeekableSource source) {
    return new FilePlace(source.name(), "start of the file");
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] expected) {
    return bytes.length - at >= expected.length
        && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }
}

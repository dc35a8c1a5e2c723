package org.gradienttransport.udfs.tensor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Kinds of files that are no tensor files but are met in their place, told by how they start. */
enum ForeignKind {
  GZIP("a gzip archive", bytes(0x1f, 0x8b), 0, unpack("gunzip")),
  XZ("an xz archive", bytes(0xfd, '7', 'z', 'X', 'Z', 0), 0, unpack("unxz")),
  ZSTD("a zstd archive", bytes(0x28, 0xb5, 0x2f, 0xfd), 0, unpack("unzstd")),
  BZIP2("a bzip2 archive", bytes('B', 'Z', 'h'), 0, unpack("bunzip2")),
  SEVEN_ZIP("a 7z archive", bytes('7', 'z', 0xbc, 0xaf, 0x27, 0x1c), 0, unpack("7z x")),
  TAR("a tar archive", bytes('u', 's', 't', 'a', 'r'), 257, unpack("tar xf")),
  GGUF(
      "a GGUF file of llama.cpp, whose weights are converted for inference",
      bytes('G', 'G', 'U', 'F'),
      0,
      "use the checkpoint that it was converted from, as safetensors or PyTorch file"),
  HDF5(
      "an HDF5 file",
      bytes(0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'),
      0,
      "load its arrays where its origin is trusted and save them as safetensors"),
  LZ4("an lz4 archive", bytes(0x04, 0x22, 0x4d, 0x18), 0, unpack("unlz4")),
  RAR("a rar archive", bytes('R', 'a', 'r', '!', 0x1a, 0x07), 0, unpack("unrar x")),
  PARQUET(
      "a Parquet table",
      bytes('P', 'A', 'R', '1'),
      0,
      "give the checkpoint's own files; a Parquet table may be a source of metrics or of losses"),
  NPY(
      "a NumPy array (.npy)",
      bytes(0x93, 'N', 'U', 'M', 'P', 'Y'),
      0,
      "load it with numpy.load and save it under a name with safetensors.numpy.save_file"),
  LFS_POINTER(
      "a Git LFS pointer, not the file it stands for",
      "version https://git-lfs",
      0,
      "fetch the data with git lfs pull in the clone that it came from and, if this is a copy in"
          + " another store, copy the file there again; or get it with gradient-transport fetch");

  /** Bytes that must be seen to tell any of them. */
  static final int SNIFFED = 264;

  private static final int LONGEST_CHARACTER = 4;

  /** What stands for bytes that are no UTF-8. */
  private static final char UNDECODED = '\uFFFD';

  private static final Pattern PAGE =
      Pattern.compile("<(!doctype|html|head|\\?xml|error)", Pattern.CASE_INSENSITIVE);

  /** Characters of a text body that a message repeats. */
  private static final int SHOWN = 60;

  private final String what;

  /** The bytes as Latin-1, one character each. */
  private final String magic;

  private final int at;
  private final String remedy;

  ForeignKind(String what, String magic, int at, String remedy) {
    this.what = what;
    this.magic = magic;
    this.at = at;
    this.remedy = remedy;
  }

  private static String bytes(int... values) {
    StringBuilder text = new StringBuilder();
    for (int value : values) {
      text.append((char) value);
    }
    return text.toString();
  }

  private static String unpack(String command) {
    return "unpack it with " + command + " and give the files inside it";
  }

  /**
   * Refuses a file that starts like one of these, or like a text.
   *
   * @param start of the file, up to {@link #SNIFFED} bytes
   */
  static void refuse(byte[] start, FilePlace place) throws TensorFormatException {
    refuseByMagic(start, place);
    if (msgpack(start)) {
      throw place.refuse(
          "this is a msgpack file, as Flax writes checkpoints",
          "load it with flax.serialization.msgpack_restore and save it with"
              + " safetensors.flax.save_file");
    }
    if (onnx(start)) {
      throw place.refuse(
          "this is an ONNX model",
          "use the checkpoint that it was exported from, as safetensors or PyTorch file");
    }
    refuseText(start, place, "a tensor file");
  }

  private static void refuseText(byte[] start, FilePlace place, String wanted)
      throws TensorFormatException {
    Optional<String> text = text(start);
    if (text.isPresent()) {
      throw place.refuse(
          "this is " + article(text.get()) + ", not " + wanted + shown(text.get()),
          Remedy.FETCH_AGAIN);
    }
  }

  /**
   * Refuses a file that is no JSON object but starts like one of these, or like a text.
   *
   * @param start of the file, up to {@link #SNIFFED} bytes
   */
  static void refuseForJson(byte[] start, FilePlace place) throws TensorFormatException {
    String begin = decoded(start);
    if (begin.isEmpty() || begin.charAt(0) == '{' || begin.charAt(0) == '[') {
      return;
    }
    refuseByMagic(start, place);
    refuseText(start, place, "an index");
  }

  private static void refuseByMagic(byte[] start, FilePlace place) throws TensorFormatException {
    for (ForeignKind kind : values()) {
      if (kind.starts(start)) {
        throw place.refuse("this is " + kind.what, kind.remedy);
      }
    }
  }

  /** A map of few entries, the first of whose keys is a short text: of no magic number's kind. */
  private static boolean msgpack(byte[] start) {
    return start.length > 1
        && (start[0] & 0xf0) == 0x80
        && start[0] != (byte) 0x80
        && (start[1] & 0xe0) == 0xa0
        && start[1] != (byte) 0xa0;
  }

  /** The version of the format as the first field, then who produced it, or the graph. */
  private static boolean onnx(byte[] start) {
    return start.length > 3
        && start[0] == 0x08
        && start[1] > 0
        && start[1] < 0x20
        && (start[2] == 0x12 || start[2] == 0x3a)
        && start[3] > 0;
  }

  private boolean starts(byte[] start) {
    return start.length >= at + magic.length()
        && new String(start, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }

  /** The start as text, if it is one: what a failed download leaves. */
  private static Optional<String> text(byte[] start) {
    String text = decoded(start);
    boolean plain =
        text.chars().noneMatch(c -> (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f);
    // A page in another encoding than UTF-8 is one for its first word.
    return plain && (text.indexOf(UNDECODED) < 0 || PAGE.matcher(text).lookingAt())
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The start in UTF-8, without a byte order mark and without a last character that is cut. */
  private static String decoded(byte[] start) {
    int end = start.length;
    if (end == SNIFFED) {
      while (end > SNIFFED - LONGEST_CHARACTER && start[end - 1] < 0) {
        end--;
      }
    }
    String text = new String(start, 0, end, StandardCharsets.UTF_8);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
  }

  private static String article(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("<?xml") || lower.startsWith("<error")) {
      return "an XML answer of a store";
    }
    if (lower.startsWith("<")) {
      return "a web page";
    }
    return lower.startsWith("{") || lower.startsWith("[") ? "a JSON text" : "a text";
  }

  private static String shown(String text) {
    String line = text.lines().findFirst().orElse("");
    return ": it starts with "
        + FilePlace.quote(line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line);
  }
}

package org.gradienttransport.udfs.tensor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

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
    for (ForeignKind kind : values()) {
      if (kind.starts(start)) {
        throw place.refuse("this is " + kind.what, kind.remedy);
      }
    }
    Optional<String> text = text(start);
    if (text.isPresent()) {
      throw place.refuse(
          "this is " + article(text.get()) + ", not a tensor file" + shown(text.get()),
          Remedy.FETCH_AGAIN);
    }
  }

  private boolean starts(byte[] start) {
    return start.length >= at + magic.length()
        && new String(start, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }

  /** The start as text, if it is one: what a failed download leaves. */
  private static Optional<String> text(byte[] start) {
    for (byte b : start) {
      boolean plain = (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
      if (!plain) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(start, StandardCharsets.US_ASCII).strip());
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

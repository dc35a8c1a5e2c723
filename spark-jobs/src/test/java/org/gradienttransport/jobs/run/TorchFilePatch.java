package org.gradienttransport.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Rewrites a PyTorch zip file with one value changed and every checksum right. */
final class TorchFilePatch {
  private final Path file;

  TorchFilePatch(Path file) {
    this.file = file;
  }

  /** Replaces the first float32 of the storage called 0. */
  void writeFirstFloat(float value) throws IOException {
    Path patched = Files.createTempFile(file.getParent(), "patched", ".pt");
    try (ZipFile in = new ZipFile(file.toFile());
        OutputStream raw = Files.newOutputStream(patched);
        ZipOutputStream out = new ZipOutputStream(raw)) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("/data/0")) {
          ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value);
        }
        out.putNextEntry(stored(entry.getName(), bytes));
        out.write(bytes);
        out.closeEntry();
      }
    }
    Files.move(patched, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ZipEntry stored(String name, byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    return entry;
  }
}

package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.udfs.tensor.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Archives: what is read, and what hand-made wrong ones are refused for. */
class ZipArchiveTest {
  private static final byte[] PICKLE =
      TestPickle.start().op('}').text("w").vector("0", 2).op('s').stop();
  private static final byte[] STORAGE = TestArchive.le(8).putFloat(1.5f).putFloat(-2).array();

  private static TestArchive filled(TestArchive archive) {
    return archive.add("a/data.pkl", PICKLE).add("a/data/0", STORAGE);
  }

  private static byte[] patched(TestArchive archive, int at, int... bytes) {
    byte[] file = archive.bytes();
    for (int i = 0; i < bytes.length; i++) {
      file[at + i] = (byte) bytes[i];
    }
    return file;
  }

  private static double[] read(byte[] file, ReadOptions options) throws IOException {
    try (TensorFile opened = TensorFiles.open(new BytesSource("some/file", file), options)) {
      return Fixtures.values(opened, "w");
    }
  }

  @Test
  void plainAndZip64ArchivesAreRead() throws IOException {
    byte[] plain = filled(TestArchive.zip()).bytes();
    byte[] zip64 = filled(TestArchive.zip64()).bytes();
    assertThat(read(plain, ReadOptions.DEFAULT)).containsExactly(1.5, -2);
    assertThat(read(zip64, ReadOptions.DEFAULT)).containsExactly(1.5, -2);
  }

  @Test
  void anArchiveCommentIsAllowed() throws IOException {
    byte[] plain = filled(TestArchive.zip()).bytes();
    byte[] commented = Arrays.copyOf(plain, plain.length + 3);
    commented[plain.length - 2] = 3;
    assertThat(read(commented, ReadOptions.DEFAULT)).containsExactly(1.5, -2);
  }

  @Test
  void bigEndianStoragesAreReadAsSuch() throws IOException {
    byte[] big =
        ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putFloat(1.5f).putFloat(-2).array();
    TestArchive archive =
        TestArchive.zip().add("a/data.pkl", PICKLE).add("a/byteorder", "big").add("a/data/0", big);
    assertThat(read(archive.bytes(), ReadOptions.DEFAULT)).containsExactly(1.5, -2);
    assertThat(read(archive.bytes(), new ReadOptions(8, ReadOptions.Checksums.VERIFY)))
        .containsExactly(1.5, -2);
  }

  @Test
  void anUnknownByteOrderIsRefused() {
    assertRefused(filled(TestArchive.zip()).add("a/byteorder", "middle").bytes())
        .contains("entry 'a/byteorder'", "the byte order is 'middle'");
  }

  @Test
  void compressedEntriesAreRefused() {
    TestArchive archive = filled(TestArchive.zip());
    assertRefused(patched(archive, archive.central(1) + 10, 8))
        .contains("entry 'a/data/0'")
        .contains("compressed (method 8, deflate)", "zip -0");
    assertThat(Refusals.ofStreaming(patched(archive, archive.local(1) + 8, 12)))
        .hasMessageContaining("compressed (method 12)");
  }

  @Test
  void compressedAndEncryptedEntriesBesideTheTensorsDoNotMatter() throws IOException {
    TestArchive archive = filled(TestArchive.zip()).add("a/notes.txt", "deflated, or so it says");
    for (int field : new int[] {8, 10}) {
      byte[] bytes = patched(archive, archive.central(2) + field, field == 8 ? 1 : 8);
      int size = archive.central(2) + 24;
      bytes[size] = (byte) (bytes[size] + 40); // Compressed, it has another size.
      byte[] beside = field == 8 ? patched(archive, archive.central(2) + 8, 1) : bytes;
      try (TensorFile file = TensorFiles.open(new BytesSource("some/file", beside))) {
        assertThat(file.tensors()).hasSize(1);
      }
    }
  }

  @Test
  void aCompressedSizeIsBoundedByWhatFollows() {
    TestArchive archive = filled(TestArchive.zip());
    byte[] bytes = patched(archive, archive.central(1) + 10, 8);
    bytes[archive.central(1) + 23] = 1; // 16 MiB more than the file has.
    assertRefused(bytes).contains("do not end before byte");
  }

  @Test
  void encryptedEntriesAreRefused() {
    TestArchive archive = filled(TestArchive.zip());
    assertRefused(patched(archive, archive.central(0) + 8, 1))
        .contains("entry 'a/data.pkl'", "the entry is encrypted");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() {
    assertRefused(filled(TestArchive.zip()).add("a/data/0", STORAGE).bytes())
        .contains("entry 'a/data/0'", "two entries of this name");
  }

  @Test
  void overlappingEntriesAreRefused() {
    TestArchive archive = filled(TestArchive.zip());
    int position = archive.local(0) + 1;
    assertRefused(patched(archive, archive.central(1) + 42, position, position >> 8, 0, 0))
        .contains("where something else starts");
  }

  @Test
  void anEntryThatLeavesTheFileIsRefused() {
    TestArchive archive = filled(TestArchive.zip());
    byte[] file = patched(archive, archive.central(1) + 20, 0, 0, 0, 0x40, 0, 0, 0, 0x40);
    assertRefused(file).contains("entry 'a/data/0'", "1073741824 bytes from byte");
    TestArchive zip64 = filled(TestArchive.zip64());
    int extra = zip64.central(1) + 46 + "a/data/0".length() + 4;
    byte[] huge = zip64.bytes();
    ByteBuffer.wrap(huge)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(extra, Long.MAX_VALUE)
        .putLong(extra + 8, Long.MAX_VALUE);
    assertRefused(huge).contains("entry 'a/data/0'", "9223372036854775807 bytes");
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(extra, -8).putLong(extra + 8, -8);
    assertRefused(huge).contains("do not describe a stored entry");
  }

  @Test
  void missingZip64SizesAreRefused() {
    TestArchive archive = filled(TestArchive.zip());
    assertRefused(patched(archive, archive.central(1) + 20, 255, 255, 255, 255))
        .contains("entry 'a/data/0'", "zip64 sizes are missing");
  }

  @Test
  void hugeCountsInEndRecordsAreRefusedBeforeAnyAllocation() {
    TestArchive archive = filled(TestArchive.zip64());
    byte[] entries = archive.bytes();
    ByteBuffer.wrap(entries)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(archive.end64() + 24, 1L << 40)
        .putLong(archive.end64() + 32, 1L << 40);
    assertRefused(entries).contains("claims 1099511627776 entries, more than 200000");
    byte[] size = archive.bytes();
    ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).putLong(archive.end64() + 40, 1L << 50);
    assertRefused(size).contains("claims 1125899906842624 bytes, more than");
    byte[] negative = archive.bytes();
    ByteBuffer.wrap(negative).order(ByteOrder.LITTLE_ENDIAN).putLong(archive.end64() + 40, -1);
    assertRefused(negative).contains("claims 18446744073709551615 bytes");
  }

  @Test
  void contradictingEndRecordsAreRefused() {
    TestArchive archive = filled(TestArchive.zip64());
    assertRefused(patched(archive, archive.end() + 10, 7, 0)).contains("several volumes");
    assertRefused(patched(archive, archive.end() + 8, 7, 0, 7, 0)).contains("contradicts");
    assertRefused(patched(archive, archive.end() - 12, 1)).contains("zip64 locator points to");
    TestArchive plain = filled(TestArchive.zip());
    assertRefused(patched(plain, plain.end() + 16, 0))
        .contains("does not end where its end record");
    assertRefused(patched(plain, plain.end() + 8, 1, 0, 1, 0)).contains("1 entries fill");
    assertRefused(patched(plain, plain.end() + 8, 3, 0, 3, 0)).contains("no entry header");
  }

  @Test
  void aLocalHeaderThatDiffersIsRefused() {
    TestArchive archive = filled(TestArchive.zip());
    assertThat(Refusals.ofStreaming(patched(archive, archive.local(1), 0)))
        .hasMessageContaining("holds no local header");
    assertThat(Refusals.ofStreaming(patched(archive, archive.local(1) + 30, 'b')))
        .hasMessageContaining("its local header carries another name");
    assertThat(Refusals.ofStreaming(patched(archive, archive.local(1) + 18, 9)))
        .hasMessageContaining("its local header says 9 bytes, the central directory 8");
    assertThat(Refusals.ofStreaming(patched(archive, archive.local(1) + 28, 1)))
        .hasMessageContaining("where something else starts");
  }

  @Test
  void damagedDataAreRefusedUnlessChecksumsAreIgnored() throws IOException {
    TestArchive archive = filled(TestArchive.zip());
    int firstValue = archive.local(1) + 30 + "a/data/0".length();
    byte[] damaged = patched(archive, firstValue + 2, 0);
    assertThat(Refusals.ofStreaming(damaged))
        .hasMessageContaining("entry 'a/data/0'")
        .hasMessageContaining("the data are damaged: checksum");
    ReadOptions ignoring =
        new ReadOptions(ReadOptions.DEFAULT.chunkBytes(), ReadOptions.Checksums.IGNORE);
    assertThat(read(damaged, ignoring)).containsExactly(Float.intBitsToFloat(0x3f000000), -2);
  }

  @Test
  void aDamagedPickleIsRefusedUnlessChecksumsAreIgnored() throws IOException {
    TestArchive archive = filled(TestArchive.zip());
    int text = archive.local(0) + 30 + "a/data.pkl".length() + 8;
    byte[] damaged = patched(archive, text, 'v');
    assertRefused(damaged).contains("entry 'a/data.pkl'", "checksum", "read it without them");
    ReadOptions ignoring =
        new ReadOptions(ReadOptions.DEFAULT.chunkBytes(), ReadOptions.Checksums.IGNORE);
    try (TensorFile file = TensorFiles.open(new BytesSource("some/file", damaged), ignoring)) {
      assertThat(file.find("v")).isPresent();
    }
  }

  @Test
  void anArchiveWithoutExactlyOnePickleIsRefused() {
    assertRefused(TestArchive.zip().add("a/data/0", STORAGE).bytes())
        .contains("no <root>/data.pkl, so this is no PyTorch checkpoint");
    assertRefused(filled(TestArchive.zip()).add("b/data.pkl", PICKLE).bytes())
        .contains("more than one data.pkl: 'a/data.pkl' and 'b/data.pkl'");
    assertRefused(TestArchive.zip().bytes()).contains("no <root>/data.pkl");
  }

  @Test
  void aTorchScriptProgramIsRefusedByName() {
    assertRefused(filled(TestArchive.zip()).add("a/constants.pkl", PICKLE).bytes())
        .contains("TorchScript program", "state_dict()");
    TestArchive archive =
        filled(TestArchive.zip()).add("a/constants.pkl", PICKLE).add("a/code/m.py", "compressed");
    assertRefused(patched(archive, archive.central(3) + 10, 8)).contains("TorchScript program");
  }

  @Test
  void anEntryNameThatIsNotTextIsRefused() {
    TestArchive archive = filled(TestArchive.zip());
    assertRefused(patched(archive, archive.central(1) + 46, 0xff)).contains("not UTF-8");
  }

  @Test
  void controlCharactersOfAFileNeverReachAMessage() {
    TestArchive archive =
        filled(TestArchive.zip()).add("a/\u001b[2J\n", "x").add("a/\u001b[2J\n", "y");
    assertRefused(archive.bytes()).contains("'a/?[2J?'").doesNotContain("\u001b", "\n");
  }
}

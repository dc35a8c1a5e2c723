package org.gradienttransport.jobs.plan.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.udfs.backend.WidenedField;
import org.gradienttransport.udfs.tensor.Stretch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests it takes to read a field from an object store, and that it is the field. */
class StoreSourceTest {
  @TempDir Path folder;
  private final Configuration hadoop = new Configuration();

  @BeforeEach
  void emptyBuffers() {
    hadoop.setClass("fs.gs.impl", CountingStore.class, org.apache.hadoop.fs.FileSystem.class);
    hadoop.setBoolean("fs.gs.impl.disable.cache", true);
    hadoop.set("fs.s3a.buffer.dir", folder.resolve("buffers").toString());
    Map<String, Integer> unused = CountingStore.taken();
  }

  private LoadedField read(SnapshotFiles snapshot, String root, List<File> files)
      throws IOException, FieldRefusedException {
    Family family = snapshot.family();
    return new FieldReader(family, family.scales().get(0), hadoop, WidenedField::new)
        .read(List.of(), SnapshotFiles.at(root, files), snapshot.entries());
  }

  /** Reads the files from the store, as the local disk has them, and returns the requests. */
  private Map<String, Integer> requests(SnapshotFiles snapshot, List<File> files)
      throws IOException, FieldRefusedException {
    LoadedField local = read(snapshot, "file://", files);
    LoadedField stored = read(snapshot, "gs://bucket", files);

    assertThat(stored.contentHash()).isEqualTo(local.contentHash());
    assertThat(stored.content()).isEqualTo(local.content());
    try (var left = Files.walk(folder.resolve("buffers"))) {
      assertThat(left.filter(Files::isRegularFile)).as("nothing stays on disk").isEmpty();
    } catch (java.nio.file.NoSuchFileException e) {
      assertThat(folder.resolve("buffers")).doesNotExist();
    }
    return CountingStore.taken();
  }

  @Test
  void aFileThatFitsTheWindowTakesOneRequestAndOneForItsEndInWhateverOrderItIs() throws Exception {
    SnapshotFiles snapshot = new SnapshotFiles(folder, 40, 100);

    assertThat(requests(snapshot, snapshot.torch()))
        .as("end, everything, and what it is afterwards")
        .containsOnly(Map.entry("model.bin", 3));
    assertThat(requests(snapshot, snapshot.safetensors()))
        .containsOnly(Map.entry("model.safetensors", 2));
    assertThat(requests(snapshot, snapshot.shards()))
        .hasSize(4)
        .allSatisfy((file, count) -> assertThat(count).as(file).isLessThanOrEqualTo(3));
  }

  @Test
  void aLargerFileOfSmallStoragesInDisorderIsReadFrontToBack() throws Exception {
    SnapshotFiles snapshot = new SnapshotFiles(folder, 60, 200);

    List<File> file = snapshot.torch();

    assertThat(file.get(0).length()).isGreaterThan(StoreWindow.BYTES);
    assertThat(requests(snapshot, file)).containsOnly(Map.entry("model.bin", 3));
  }

  @Test
  void withoutRoomOnDiskItIsReadAllTheSameAndTakesMoreRequests() throws Exception {
    SnapshotFiles snapshot = new SnapshotFiles(folder, 60, 200);
    Path full = Files.createFile(folder.resolve("full"));
    hadoop.set("fs.s3a.buffer.dir", full.resolve("below-a-file").toString());
    List<File> file = snapshot.torch();

    LoadedField stored = read(snapshot, "gs://bucket", file);

    assertThat(CountingStore.taken().get("model.bin")).isGreaterThan(20);
    assertThat(stored.contentHash()).isEqualTo(read(snapshot, "file://", file).contentHash());
  }

  @Test
  void aLargerFileSortedByNameTakesOneRequestMoreForEightMegabytes() throws Exception {
    SnapshotFiles snapshot = new SnapshotFiles(folder, 12, 500);
    List<File> file = snapshot.safetensors();

    assertThat(file.get(0).length()).isGreaterThan(StoreWindow.BYTES);
    assertThat(requests(snapshot, file).get("model.safetensors"))
        .isLessThanOrEqualTo(4 + (int) (file.get(0).length() / StoreSource.PER_REQUEST));
  }

  @Test
  void aFileThatBecameShorterIsRefusedWithThePlaceWhereItEnds() throws Exception {
    SnapshotFiles snapshot = new SnapshotFiles(folder, 4, 300);
    List<File> files = snapshot.safetensors();
    List<SnapshotFile> listed = SnapshotFiles.at("gs://bucket", files);
    try (RandomAccessFile file = new RandomAccessFile(files.get(0), "rw")) {
      file.setLength(file.length() - 1000);
    }
    Family family = snapshot.family();
    FieldReader reader = new FieldReader(family, family.scales().get(0), hadoop, WidenedField::new);

    assertThatThrownBy(() -> reader.read(List.of(), listed, snapshot.entries()))
        .isInstanceOf(FieldRefusedException.class)
        .hasMessageContaining("model.safetensors");
  }

  @Test
  void neighboursAreReadTogetherInWhateverOrderTheyAreWanted() {
    StoreReads reads =
        new StoreReads(
            List.of(
                new Stretch(200, 300),
                new Stretch(100, 200),
                new Stretch(900, 1000),
                new Stretch(0, 50)),
            400);

    assertThat(reads.at(0)).isEqualTo(new StoreReads.Read(new Stretch(100, 300), 2));
    assertThat(reads.at(2).bytes()).as("not with what lies far").isEqualTo(new Stretch(900, 1000));
    assertThat(reads.find(950, 0)).isEqualTo(2);
    assertThat(reads.find(60, 0)).isEqualTo(-1);
    assertThat(reads.all()).isEqualTo(new Stretch(0, 1000));
    assertThat(reads.wanted()).isEqualTo(350);
  }

  @Test
  void noMoreThanHalfOfWhatIsReadIsUnwanted() {
    StoreReads half = new StoreReads(List.of(new Stretch(0, 50), new Stretch(150, 200)), 400);
    StoreReads less = new StoreReads(List.of(new Stretch(0, 50), new Stretch(152, 200)), 400);

    assertThat(half.at(0).bytes()).isEqualTo(new Stretch(0, 200));
    assertThat(less.at(0).bytes()).isEqualTo(new Stretch(0, 50));
  }

  @Test
  void whatIsLargerThanTheWindowIsReadByItself() {
    StoreReads reads = new StoreReads(List.of(new Stretch(0, 500), new Stretch(500, 510)), 400);

    assertThat(reads.at(0)).isEqualTo(new StoreReads.Read(new Stretch(0, 500), 1));
    assertThat(reads.requests()).as("a stream goes on").isEqualTo(1);
  }
}

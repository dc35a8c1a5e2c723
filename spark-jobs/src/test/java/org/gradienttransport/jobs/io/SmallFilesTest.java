package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallFilesTest {
  /** Ways of writing, by what the file system is. */
  enum Store {
    LOCAL,
    RENAMING;

    FileSystem open() throws IOException {
      if (this == LOCAL) {
        return FileSystem.getLocal(new Configuration());
      }
      FileSystem renaming = new RenamingFileSystem();
      renaming.initialize(RenamingFileSystem.ROOT, new Configuration());
      return renaming;
    }
  }

  @TempDir java.nio.file.Path directory;

  private Path file(FileSystem fs, String name) {
    return fs.makeQualified(new Path(directory.resolve(name).toString()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aNewFileIsCreatedOnceAndKeepsItsFirstText(Store store) throws IOException {
    FileSystem fs = store.open();
    Path file = file(fs, "marker.json");
    assertThat(SmallFiles.read(fs, file)).isEmpty();
    assertThat(SmallFiles.createNew(fs, file, "first")).isTrue();
    assertThat(SmallFiles.createNew(fs, file, "second")).isFalse();
    assertThat(SmallFiles.read(fs, file)).contains("first");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aReplacedFileShowsTheNewTextAndLeavesNothingBeside(Store store) throws IOException {
    FileSystem fs = store.open();
    Path file = file(fs, "pointer.json");
    SmallFiles.replace(fs, file, "one");
    SmallFiles.replace(fs, file, "two, a longer text");
    assertThat(SmallFiles.read(fs, file)).contains("two, a longer text");
    try (Stream<java.nio.file.Path> left = Files.list(directory)) {
      assertThat(left.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void aFileWithAnOldChecksumOfHadoopCanBeReplaced() throws IOException {
    FileSystem fs = Store.LOCAL.open();
    Path file = file(fs, "pointer.json");
    try (var out = fs.create(file)) {
      out.writeBytes("written with a checksum beside");
    }
    SmallFiles.replace(fs, file, "new");
    assertThat(SmallFiles.read(fs, file)).contains("new");
  }
}

package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Fault;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are not a plain local folder, played by a local folder that behaves like them. */
class HadoopTargetTest {
  @TempDir Path folder;
  private FetchHarness fetch;
  private Path far;

  @BeforeEach
  void start() throws IOException {
    fetch = new FetchHarness(folder.resolve("unused"));
    far = Files.createDirectory(folder.resolve("far"));
  }

  @AfterEach
  void stop() {
    fetch.close();
  }

  /** Renames are refused and nothing can be appended, as on a store of objects. */
  public static class ObjectStore extends FilterFileSystem {
    public ObjectStore() {
      super(new RawLocalFileSystem());
    }

    @Override
    public String getScheme() {
      return "s3a";
    }

    @Override
    public URI getUri() {
      return URI.create("s3a://bucket");
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
      super.initialize(URI.create("file:///"), conf);
      setConf(conf);
    }

    @Override
    protected void checkPath(org.apache.hadoop.fs.Path path) {}

    private org.apache.hadoop.fs.Path local(org.apache.hadoop.fs.Path path) {
      return new org.apache.hadoop.fs.Path(getConf().get("test.root") + path.toUri().getPath());
    }

    @Override
    public org.apache.hadoop.fs.Path makeQualified(org.apache.hadoop.fs.Path path) {
      return path.makeQualified(getUri(), new org.apache.hadoop.fs.Path("/"));
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      return fs.getFileStatus(local(path));
    }

    @Override
    public org.apache.hadoop.fs.FSDataInputStream open(
        org.apache.hadoop.fs.Path path, int bufferSize) throws IOException {
      return fs.open(local(path), bufferSize);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      boolean breaks = getConf().getBoolean("test.break", false) && path.getName().endsWith(".pt");
      FSDataOutputStream out = fs.create(local(path), overwrite);
      return breaks ? new FSDataOutputStream(new Breaking(out), null) : out;
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      throw new IOException("an object store cannot rename " + from);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      return fs.delete(local(path), recursive);
    }
  }

  /** Fails in the middle of an upload. */
  private static final class Breaking extends OutputStream {
    private final OutputStream out;

    Breaking(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException("the upload broke");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length / 2);
      throw new IOException("the upload broke");
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  private Result toObjectStore(String... more) {
    String[] all = {
      "--layout",
      "pico-lm",
      "--repo",
      FetchHarness.PICO + "@" + FetchHarness.RUN,
      "--hub",
      fetch.hub.address(),
      "--to",
      "s3a://bucket/pico lm",
      "--staging",
      folder.resolve("staging").toString(),
      "--hadoop",
      "fs.s3a.impl=" + ObjectStore.class.getName(),
      "--hadoop",
      "fs.s3a.impl.disable.cache=true",
      "--hadoop",
      "test.root=" + far
    };
    return fetch.run(Stream.concat(Stream.of(all), Stream.of(more)).toArray(String[]::new));
  }

  private Path uploaded() {
    return far.resolve("pico lm/pico-decoder-tiny-1/checkpoints/step_0/" + FetchHarness.GRADIENTS);
  }

  @Test
  void anObjectStoreIsFilledWithoutRenamesThroughALocalStagingFolder() throws IOException {
    byte[] bytes = fetch.picoRun(200_000, 0).get(0L);
    fetch.hub.fail(FetchHarness.GRADIENTS, new Fault.Cut(90_000));
    Result first = toObjectStore("--retries", "0");
    assertThat(first.code()).as(first.err()).isEqualTo(75);
    assertThat(uploaded()).doesNotExist();
    fetch.hub.forgetRequests();

    Result second = toObjectStore();

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(uploaded()).hasBinaryContent(bytes);
    assertThat(fetch.hub.requestsTo("storage"))
        .singleElement()
        .satisfies(request -> assertThat(request.start()).isBetween(1, 90_000));
    assertThat(far.resolve("pico lm/_fetch/manifest.jsonl")).content().contains("\"done\"");
    assertThat(toObjectStore().err()).contains("0 fetched, 1 already there");
  }

  @Test
  void aBrokenUploadIsNotShownAndItsPartIsKeptForTheNextRun() throws IOException {
    byte[] bytes = fetch.picoRun(200_000, 0).get(0L);

    Result broken = toObjectStore("--hadoop", "test.break=true");

    assertThat(broken.code()).as(broken.err()).isEqualTo(73);
    assertThat(broken.err()).contains("the upload broke");
    assertThat(uploaded()).doesNotExist();
    fetch.hub.forgetRequests();
    assertThat(toObjectStore().code()).isZero();
    assertThat(uploaded()).hasBinaryContent(bytes);
    assertThat(fetch.hub.requestsTo("storage")).as("nothing is downloaded twice").isEmpty();
  }

  @Test
  void aFileSystemWithRenamesShowsAFileByOneRenameThatReplaces() throws IOException {
    FileSystem hdfs = new RawLocalFileSystem();
    hdfs.initialize(URI.create("file:///"), new Configuration());
    FetchTarget target =
        new FetchTarget(
            hdfs, new org.apache.hadoop.fs.Path(far.toUri()), folder.resolve("staging"));
    for (String content : new String[] {"first", "second, longer"}) {
      Path part = Files.writeString(target.staging().resolve("x.part"), content);

      target.finish(part, "run/a.pt");

      assertThat(far.resolve("run/a.pt")).hasContent(content);
      assertThat(part).doesNotExist();
    }
    try (Stream<Path> files = Files.list(far.resolve("run"))) {
      assertThat(files).containsExactly(far.resolve("run/a.pt"));
    }
  }

  @Test
  void tooLittleRoomIsToldBeforeAnythingIsFetched() throws IOException {
    FetchTarget local =
        FetchTarget.open(far.toString(), folder.resolve("staging"), new Configuration());
    FetchTarget remote =
        new FetchTarget(
            new RawLocalFileSystem(), new org.apache.hadoop.fs.Path("s3a://b/x"), folder);

    assertThat(local.noRoomFor(Long.MAX_VALUE, 10, 4)).isPresent();
    assertThat(local.noRoomFor(10, 10, 4)).isEmpty();
    assertThat(remote.noRoomFor(Long.MAX_VALUE, 10, 4)).isEmpty();
    assertThat(remote.noRoomFor(Long.MAX_VALUE, Long.MAX_VALUE / 2, 4))
        .hasValueSatisfying(why -> assertThat(why).contains("choose another with --staging"));
  }

  @Test
  void aSchemeNobodyServesIsRefused() {
    assertThatThrownBy(() -> FetchTarget.open("nope://x/y", folder, new Configuration()))
        .hasMessageContaining("no file system for nope://x/y")
        .hasMessageContaining("connector");
  }

  @Test
  void hadoopReadsWhatWasWrittenToALocalFolder() throws IOException {
    byte[] bytes = fetch.picoRun(1000, 0).get(0L);
    FileSystem local = FileSystem.getLocal(new Configuration());
    Path file = fetch.gradients(0);
    // An earlier content, written by Hadoop with its checksum file beside it.
    try (OutputStream out = local.create(new org.apache.hadoop.fs.Path(file.toUri()))) {
      out.write(new byte[1000]);
    }

    assertThat(fetch.fetchPico().code()).isZero();

    try (var in = local.open(new org.apache.hadoop.fs.Path(file.toUri()))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }
}

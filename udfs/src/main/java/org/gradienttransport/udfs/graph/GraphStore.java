package org.gradienttransport.udfs.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.GraphKind;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Graphs on a local disk, shared by all tasks and runs of a host.
 *
 * <p>A graph is one file named after all it depends on. It is written aside and moved into place in
 * one step, so readers find all of it or nothing; several writers of one graph write the same
 * bytes. Checksums are verified on load, and a damaged file is deleted and made again. Above the
 * size limit the graphs used longest ago are deleted. The store only saves time: where the disk
 * fails, the caller is told by a log line and gets no graph, or keeps the one it made.
 */
public final class GraphStore {
  private static final System.Logger LOG = System.getLogger(GraphStore.class.getName());
  private static final String SUFFIX = ".graph";
  private static final String UNFINISHED = ".unfinished";
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final long limitBytes;

  /**
   * A store in a folder of its own, made if needed.
   *
   * @param limitBytes most bytes of finished graphs kept
   */
  public GraphStore(Path folder, long limitBytes) {
    this.folder = folder;
    this.limitBytes = limitBytes;
  }

  /** Where a graph is kept. */
  Path file(GraphKey key) {
    return folder.resolve(
        "%s-n%s-m%s-s%s%s"
            .formatted(key.kind().word(), key.nodes(), key.attachment(), key.seed(), SUFFIX));
  }

  /** A torus is made sooner than it is read. */
  private static boolean keeps(GraphKey key) {
    return key.kind() != GraphKind.TORUS_HELICAL_V1;
  }

  /** The graph, if it is there and whole. */
  public Optional<Graph> load(GraphKey key, Workers workers) {
    if (!keeps(key)) {
      return Optional.empty();
    }
    Path file = file(key);
    try {
      Graph graph = GraphFile.read(file, key, workers);
      markUsed(file);
      return Optional.of(graph);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DamagedGraphException e) {
      LOG.log(
          Level.WARNING,
          "graph file " + file + " is damaged and will be made again: " + e.getMessage());
      delete(file);
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "graph file " + file + " cannot be read", e);
      return Optional.empty();
    }
  }

  /** Keeps a graph, if it is worth it and fits the limit at all. */
  public void save(GraphKey key, Graph graph, Workers workers) {
    if (!keeps(key) || GraphFile.bytes(graph) > limitBytes) {
      return;
    }
    Path file = file(key);
    Path aside = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    try {
      Files.createDirectories(folder);
      makeRoom(GraphFile.bytes(graph), file);
      GraphFile.write(aside, key, graph, workers);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "graph file " + file + " cannot be written", e);
      delete(aside);
    }
  }

  /** Reading counts as use; a store that may only be read keeps its order. */
  private static void markUsed(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot mark " + file + " as used", e);
    }
  }

  private void makeRoom(long bytes, Path except) throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sort(file, except, kept);
      }
    }
    kept.sort(Comparator.comparing(Kept::used));
    long total = bytes + kept.stream().mapToLong(Kept::bytes).sum();
    for (Kept oldest : kept) {
      if (total <= limitBytes) {
        return;
      }
      delete(oldest.file);
      total -= oldest.bytes;
    }
  }

  private record Kept(Path file, long bytes, FileTime used) {}

  private static void sort(Path file, Path except, List<Kept> kept) throws IOException {
    try {
      FileTime used = Files.getLastModifiedTime(file);
      if (file.toString().endsWith(SUFFIX) && !file.equals(except)) {
        kept.add(new Kept(file, Files.size(file), used));
      } else if (file.toString().endsWith(UNFINISHED)
          && used.toInstant().isBefore(Instant.now().minus(ABANDONED))) {
        delete(file);
      }
    } catch (NoSuchFileException e) {
      LOG.log(Level.DEBUG, "another process deleted " + file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot delete " + file, e);
    }
  }
}

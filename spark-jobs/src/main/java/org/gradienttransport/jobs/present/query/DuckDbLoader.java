package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.jar.JarFile;

/**
 * Loads the driver with its native library from a file kept between calls. Left to itself the
 * driver unpacks 60 MB at every start, which takes longer than most answers.
 */
final class DuckDbLoader extends URLClassLoader {
  private final String resource;
  private final Path library;

  private DuckDbLoader(Path jar, String resource, Path library) throws MalformedURLException {
    super(new URL[] {jar.toUri().toURL()}, DuckDbLoader.class.getClassLoader());
    this.resource = resource;
    this.library = library;
  }

  /**
   * A loader of the driver in a jar; without a place to keep the library it lets the driver unpack
   * it.
   */
  static DuckDbLoader of(Path jar, Path cache) throws IOException {
    String resource = DuckDbDriver.nativeLibrary();
    return new DuckDbLoader(jar, resource, kept(jar, resource, cache));
  }

  private static Path kept(Path jar, String resource, Path cache) {
    Path directory = cache.resolve(jar.getFileName().toString().replaceAll("\\.jar$", ""));
    Path library = directory.resolve(resource);
    try (JarFile file = new JarFile(jar.toFile())) {
      var entry = file.getEntry(resource);
      if (entry == null) {
        return null;
      }
      if (Files.isRegularFile(library) && Files.size(library) == entry.getSize()) {
        return library;
      }
      Files.createDirectories(directory);
      Path aside = Files.createTempFile(directory, "library", ".tmp");
      try (InputStream bytes = file.getInputStream(entry)) {
        Files.copy(bytes, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, library, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
      return library;
    } catch (IOException e) {
      return null; // A read-only home: the driver unpacks for itself, only slower.
    }
  }

  /** The driver unpacks what it finds under this name, so it must not. */
  @Override
  public URL getResource(String name) {
    return library != null && name.equals(resource) ? null : super.getResource(name);
  }

  /** Asked for by System.loadLibrary, which the driver falls back on. */
  @Override
  protected String findLibrary(String name) {
    return library != null && name.toLowerCase(Locale.ROOT).equals("duckdb_java")
        ? library.toString()
        : super.findLibrary(name);
  }
}

package org.gradienttransport.jobs.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Names and texts of the licences of others' work in a release. */
final class Licences {
  /** Libraries inside the application jar, and one whose text is Apache's, which some lack. */
  private static final List<String> WITH_TEXTS =
      List.of(
          "picocli",
          "snakeyaml-engine",
          "ddogleg",
          "ejml-core",
          "ejml-ddense",
          "jna",
          "jackson-core");

  private static final Pattern TEXT =
      Pattern.compile("(META-INF/)?(LICENSE|NOTICE|AL2\\.0|LGPL2\\.1)(\\.(txt|md))?");

  private Licences() {}

  /** Writes {@code licences/} of a release whose bill of materials is in {@code lib}. */
  static void write(Path release) throws IOException {
    Path folder = Files.createDirectories(release.resolve("licences"));
    JsonNode bill =
        new ObjectMapper()
            .readTree(release.resolve("lib/gradient-transport.cdx.json").toFile())
            .path("components");
    Files.writeString(folder.resolve("THIRD-PARTY.txt"), list(bill));
    for (String name : WITH_TEXTS) {
      texts(jar(name), folder.resolve(name));
    }
  }

  private static String list(JsonNode components) {
    TreeSet<String> lines = new TreeSet<>();
    for (JsonNode component : components) {
      TreeSet<String> licences = new TreeSet<>();
      for (JsonNode choice : component.path("licenses")) {
        licences.add(
            choice
                .path("license")
                .path("id")
                .asText(
                    choice
                        .path("license")
                        .path("name")
                        .asText(choice.path("expression").asText())));
      }
      lines.add(
          "%s:%s %s: %s\n"
              .formatted(
                  component.path("group").asText(),
                  component.path("name").asText(),
                  component.path("version").asText(),
                  licences.isEmpty() ? "see its own page" : String.join(" or ", licences)));
    }
    return """
        What the application jar holds, and what it expects of Spark or the variant with Spark holds
        (lib/gradient-transport.cdx.json says more):

        """
        + String.join("", lines);
  }

  private static Path jar(String artifact) {
    Pattern name = Pattern.compile(Pattern.quote(artifact) + "-\\d[^/]*\\.jar");
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(path -> name.matcher(path.getFileName().toString()).matches())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path"));
  }

  private static void texts(Path jar, Path folder) throws IOException {
    try (JarFile from = new JarFile(jar.toFile())) {
      for (JarEntry entry : from.stream().toList()) {
        if (TEXT.matcher(entry.getName()).matches()) {
          Files.createDirectories(folder);
          Path text = folder.resolve(Path.of(entry.getName()).getFileName().toString());
          try (InputStream in = from.getInputStream(entry)) {
            Files.write(text, in.readAllBytes());
          }
        }
      }
    }
  }
}

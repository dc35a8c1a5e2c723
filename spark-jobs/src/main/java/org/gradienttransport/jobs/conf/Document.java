package org.gradienttransport.jobs.conf;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.JobException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The top-level entries of a description, with those it takes over through {@code extends}. */
public final class Document {
  /** A description is a few kilobytes; whatever is larger is something else. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_LEVELS = 20;

  private final String subject;
  private final Configuration hadoop;
  private final Problems problems;
  private final List<String> chain = new ArrayList<>();

  private Document(String subject, Configuration hadoop, Problems problems) {
    this.subject = subject;
    this.hadoop = hadoop;
    this.problems = problems;
  }

  /**
   * Reads a description, checked whole.
   *
   * @param subject what it describes, such as family
   * @param path Hadoop path; without a scheme it lies in the default file system
   * @param parser makes something of the entries; what it returns counts only without problems
   * @throws JobException with exit code CONFIGURATION, naming every problem with its file, line,
   *     key and remedy
   */
  public static <T> T load(
      String subject, String path, Configuration hadoop, Function<MapReader, T> parser) {
    Path file = qualified(path, hadoop);
    Problems problems = new Problems(subject, file.toString());
    T described = parser.apply(new Document(subject, hadoop, problems).read(file));
    problems.throwIfAny();
    return described;
  }

  private static Path qualified(String path, Configuration hadoop) {
    try {
      Path file = new Path(path);
      return FileSystems.of(file, hadoop).makeQualified(file);
    } catch (IOException | IllegalArgumentException e) {
      throw Problems.wrong("'" + path + "' is not a usable path: " + e.getMessage(), e);
    }
  }

  private MapReader read(Path file) {
    YamlNode top = parse(file);
    return new MapReader(top, entries(top), problems);
  }

  private Map<String, YamlNode> entries(YamlNode top) {
    chain.add(top.file());
    Map<String, YamlNode> own = MapReader.entries(top, problems);
    YamlNode base = own.remove("extends");
    if (base == null) {
      return own;
    }
    Map<String, YamlNode> merged = new LinkedHashMap<>(inherited(base));
    merged.putAll(own);
    return merged;
  }

  private Map<String, YamlNode> inherited(YamlNode base) {
    if (!base.isText() || base.scalar().isBlank()) {
      problems.add(base, "expected the path of a " + subject + " file, got " + base.what());
      return Map.of();
    }
    Path file = Locations.resolve(base.file(), base.scalar());
    if (chain.contains(file.toString())) {
      problems.add(base, "files extend each other in a circle: " + String.join(" -> ", chain));
      return Map.of();
    }
    return entries(parse(file));
  }

  private YamlNode parse(Path file) {
    String text = text(file);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.getName()).setSchema(new CoreSchema()).build();
    try {
      requireShallow(file, new Parse(settings).parseString(text));
      Optional<Node> top = new Compose(settings).composeString(text);
      return new YamlNode(
          file.toString(),
          "",
          top.orElseThrow(
              () ->
                  JobException.configuration(
                      file + " is empty; describe a " + subject + " in it")));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw Problems.wrong(file + line + " is not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw Problems.wrong(file + " is not YAML: " + e.getMessage(), e);
    }
  }

  /** Composing is recursive: a deep enough file would overflow the stack. */
  private void requireShallow(Path file, Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MOST_LEVELS) {
        throw JobException.configuration(
            "%s is nested more than %d levels deep; no %s needs that"
                .formatted(file, MOST_LEVELS, subject));
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private String text(Path file) {
    try (InputStream in = FileSystems.of(file, hadoop).open(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw JobException.configuration(
            file + " is larger than 1 MiB, which no " + subject + " description is");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (FileNotFoundException e) {
      throw Problems.wrong(subject + " file " + file + " does not exist" + neighbours(file), e);
    } catch (CharacterCodingException e) {
      throw Problems.wrong(file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw Problems.wrong(subject + " file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String neighbours(Path file) {
    List<String> names = new ArrayList<>();
    try {
      FileSystem store = FileSystems.of(file, hadoop);
      for (FileStatus status : store.listStatus(file.getParent())) {
        if (status.getPath().getName().endsWith(".yaml")) {
          names.add(status.getPath().getName());
        }
      }
    } catch (IOException e) {
      return "; nor can " + file.getParent() + " be listed";
    }
    names.sort(null);
    return names.isEmpty()
        ? "; there is no .yaml file beside it"
        : "; " + Nearest.hint(file.getName(), names);
  }
}

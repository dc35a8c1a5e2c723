package org.gradienttransport.jobs.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What we ask of a model hub, in the shapes of the Hugging Face Hub's HTTP API: commits and trees
 * come in pages joined by {@code Link: <...>; rel="next"}, large files carry their SHA-256.
 */
final class HubClient {
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?next\"?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final int LARGEST_ANSWER = 64 << 20;
  private static final int MOST_PAGES = 100_000;

  private final HubOptions options;
  private final HubHttp http;
  private final Timing timing;
  private final ObjectMapper json = new ObjectMapper();

  HubClient(HubOptions options, HubHttp http, Timing timing) {
    this.options = options;
    this.http = http;
    this.timing = timing;
  }

  /** One commit of a branch. */
  record Commit(String id, String title) {}

  /** One branch and the commit it points to. */
  record Branch(String name, String commit) {}

  /** One file of a tree. */
  record TreeFile(String path, long size, Checksum checksum) {}

  /** The commits of a branch, newest first. */
  List<Commit> commits(String repo, String branch) throws HubException, InterruptedException {
    List<Commit> commits = new ArrayList<>();
    for (JsonNode item : pages(api(repo) + "/commits/" + segment(branch) + "?limit=1000")) {
      commits.add(new Commit(commitId(item.path("id")), item.path("title").asText()));
    }
    return commits;
  }

  /** Every branch of a repository. */
  List<Branch> branches(String repo) throws HubException, InterruptedException {
    List<Branch> branches = new ArrayList<>();
    for (JsonNode item : parse(text(URI.create(api(repo) + "/refs")).text()).path("branches")) {
      branches.add(new Branch(item.path("name").asText(), commitId(item.path("targetCommit"))));
    }
    return branches;
  }

  /**
   * The files of a folder at a commit, subfolders included.
   *
   * @param folder "" for the whole repository
   */
  List<TreeFile> files(String repo, String commit, String folder)
      throws HubException, InterruptedException {
    String below = folder.isEmpty() ? "" : "/" + path(folder);
    List<TreeFile> files = new ArrayList<>();
    for (JsonNode item :
        pages(api(repo) + "/tree/" + segment(commit) + below + "?recursive=true")) {
      if (item.path("type").asText().equals("file")) {
        files.add(treeFile(item));
      }
    }
    return files;
  }

  /** Where the bytes of a file are. */
  URI address(String repo, String commit, String hubPath) {
    return URI.create(
        base() + "/" + path(repo) + "/resolve/" + segment(commit) + "/" + path(hubPath));
  }

  /** A small text file. */
  String read(URI address) throws HubException, InterruptedException {
    return text(address).text();
  }

  private static TreeFile treeFile(JsonNode item) throws HubException {
    String path = item.path("path").asText();
    JsonNode lfs = item.path("lfs");
    long size = (lfs.has("size") ? lfs : item).path("size").asLong(-1);
    try {
      Checksum checksum =
          lfs.has("oid")
              ? Checksum.sha256(lfs.path("oid").asText())
              : Checksum.gitBlob(item.path("oid").asText());
      if (size >= 0) {
        return new TreeFile(path, size, checksum);
      }
    } catch (IllegalArgumentException e) {
      throw refused("the hub lists '" + Printable.of(path) + "' badly: " + e.getMessage(), e);
    }
    throw refused("the hub lists '" + Printable.of(path) + "' without a size", null);
  }

  private List<JsonNode> pages(String first) throws HubException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    Set<URI> seen = new HashSet<>();
    Optional<URI> next = Optional.of(URI.create(first));
    while (next.isPresent()) {
      if (!seen.add(next.get()) || seen.size() > MOST_PAGES) {
        throw refused("the pages of " + Printable.of(next.get()) + " never end", null);
      }
      Page page = text(next.get());
      JsonNode list = parse(page.text());
      if (!list.isArray()) {
        throw refused(Printable.of(next.get()) + " did not answer with a list; is it a hub?", null);
      }
      list.forEach(items::add);
      next = page.next();
    }
    return items;
  }

  private record Page(String text, Optional<URI> next) {}

  private Page text(URI address) throws HubException, InterruptedException {
    for (int failures = 1; ; failures++) {
      try {
        return textOnce(address);
      } catch (HubException e) {
        if (!e.mayPass() || !options.retries().forgives(failures)) {
          throw e;
        }
        timing.sleeper().sleep(options.retries().waitAfter(failures, e, address.toString()));
      }
    }
  }

  private Page textOnce(URI address) throws HubException, InterruptedException {
    try (HubHttp.Answer answer = http.get(address, 0);
        StallGuard guard = StallGuard.over(answer.body(), options.stallTimeout())) {
      byte[] bytes = read(guard);
      if (bytes.length > LARGEST_ANSWER) {
        throw refused(Printable.of(address) + " answered with more than 64 MiB", null);
      }
      return new Page(new String(bytes, StandardCharsets.UTF_8), nextPage(answer, address));
    } catch (HubException e) {
      throw e;
    } catch (IOException e) {
      throw new HubException(
          HubException.Kind.BROKEN, Printable.of(address) + " broke off: " + e.getMessage(), e);
    }
  }

  private static byte[] read(StallGuard guard) throws IOException {
    InputStream body = guard.body();
    return body.readNBytes(LARGEST_ANSWER + 1);
  }

  private static Optional<URI> nextPage(HubHttp.Answer answer, URI address) throws HubException {
    for (String link : answer.response().headers().allValues("Link")) {
      Matcher match = NEXT.matcher(link);
      if (match.find()) {
        try {
          return Optional.of(address.resolve(match.group(1)));
        } catch (IllegalArgumentException e) {
          throw refused(Printable.of(address) + " names no readable next page", e);
        }
      }
    }
    return Optional.empty();
  }

  private JsonNode parse(String text) throws HubException {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw refused("the hub at " + Printable.of(options.address()) + " did not answer in JSON", e);
    }
  }

  private static String commitId(JsonNode id) throws HubException {
    if (!COMMIT.matcher(id.asText()).matches()) {
      throw refused("'" + Printable.of(id.asText()) + "' is not the id of a commit", null);
    }
    return id.asText();
  }

  private static HubException refused(String message, Throwable cause) {
    return new HubException(HubException.Kind.REFUSED, message, cause);
  }

  private String api(String repo) {
    return base() + "/api/models/" + path(repo);
  }

  private String base() {
    return options.address().toString().replaceAll("/+$", "");
  }

  private static String path(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      segments.add(segment(segment));
    }
    return String.join("/", segments);
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;

/**
 * What we ask of a model hub, in the shapes of the Hugging Face Hub's HTTP API: commits and trees
 * come in pages joined by {@code Link: <...>; rel="next"}, large files carry their SHA-256.
 */
final class HubClient {
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?next\"?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** What comes before a repository's name where it is a dataset, in all addresses of the hub. */
  static final String DATASETS = "datasets/";

  private static final int LARGEST_ANSWER = 64 << 20;
  private static final int MOST_PAGES = 100_000;

  private final HubOptions options;
  private final HubHttp http;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Listed> trees = new ConcurrentHashMap<>();

  HubClient(HubOptions options, HubHttp http) {
    this.options = options;
    this.http = http;
  }

  /** A commit and its title, or a branch's name and the commit it points to. */
  record Ref(String name, String commit) {}

  record TreeFile(String path, long size, Checksum checksum) {}

  /** The commits of a branch, newest first. */
  List<Ref> commits(String repo, String branch) throws IOException {
    return refs(pages(api(repo) + "/commits/" + segment(branch) + "?limit=1000"), "title", "id");
  }

  List<Ref> branches(String repo) throws IOException {
    JsonNode refs = parse(text(URI.create(api(repo) + "/refs")).text());
    return refs(refs.path("branches"), "name", "targetCommit");
  }

  /** Every branch of a repository, and then every tag. */
  List<Ref> refs(String repo) throws IOException {
    JsonNode refs = parse(text(URI.create(api(repo) + "/refs")).text());
    List<Ref> all = refs(refs.path("branches"), "name", "targetCommit");
    all.addAll(refs(refs.path("tags"), "name", "targetCommit"));
    return all;
  }

  private static List<Ref> refs(Iterable<JsonNode> items, String name, String commit)
      throws HubException {
    List<Ref> all = new ArrayList<>();
    for (JsonNode item : items) {
      all.add(new Ref(item.path(name).asText(), commitId(item.path(commit))));
    }
    return all;
  }

  /**
   * The files of a folder at a commit, subfolders included.
   *
   * @param folder "" for the whole repository
   */
  List<TreeFile> files(String repo, String commit, String folder) throws IOException {
    Listed listed =
        trees.computeIfAbsent(String.join(" ", repo, commit, folder), key -> new Listed());
    synchronized (listed) {
      if (listed.files.isEmpty()) {
        listed.files = List.copyOf(listing(repo, commit, folder));
      }
      return listed.files;
    }
  }

  /**
   * A listing, once it is there: one commit may hold many steps, and what it holds never changes.
   */
  private static final class Listed {
    private List<TreeFile> files = List.of();
  }

  private List<TreeFile> listing(String repo, String commit, String folder) throws IOException {
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

  URI address(String repo, String commit, String hubPath) {
    return URI.create(
        base() + "/" + path(repo) + "/resolve/" + segment(commit) + "/" + path(hubPath));
  }

  String read(URI address) throws IOException {
    return text(address).text();
  }

  private static TreeFile treeFile(JsonNode item) throws HubException {
    String path = item.path("path").asText();
    JsonNode lfs = item.path("lfs");
    long size = (lfs.has("size") ? lfs : item).path("size").asLong(-1);
    try {
      Checksum checksum =
          lfs.has("oid")
              ? Checksum.parse(lfs.path("oid").asText(), Checksum.Kind.SHA256)
              : Checksum.parse(item.path("oid").asText(), Checksum.Kind.GIT_BLOB_SHA1);
      if (size >= 0) {
        return new TreeFile(path, size, checksum);
      }
    } catch (IllegalArgumentException e) {
      throw refused("the hub lists '" + HubNames.shown(path) + "' badly: " + e.getMessage(), e);
    }
    throw refused("the hub lists '" + HubNames.shown(path) + "' without a size", null);
  }

  private List<JsonNode> pages(String first) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    Set<URI> seen = new HashSet<>();
    Optional<URI> next = Optional.of(URI.create(first));
    while (next.isPresent()) {
      if (!seen.add(next.get()) || seen.size() > MOST_PAGES) {
        throw refused("the pages of " + HubNames.shown(next.get()) + " never end", null);
      }
      Page page = text(next.get());
      JsonNode list = parse(page.text());
      if (!list.isArray()) {
        throw refused(
            HubNames.shown(next.get()) + " did not answer with a list; is it a hub?", null);
      }
      list.forEach(items::add);
      next = page.next();
    }
    return items;
  }

  private record Page(String text, Optional<URI> next) {}

  private Page text(URI address) throws IOException {
    return http.asked(address, () -> textOnce(address));
  }

  private Page textOnce(URI address) throws HubException {
    try (HubHttp.Answer answer = http.get(address, 0)) {
      byte[] bytes = answer.body().readNBytes(LARGEST_ANSWER + 1);
      if (bytes.length > LARGEST_ANSWER) {
        throw refused(HubNames.shown(address) + " answered with more than 64 MiB", null);
      }
      return new Page(new String(bytes, StandardCharsets.UTF_8), nextPage(answer, address));
    } catch (HubException e) {
      throw e;
    } catch (IOException e) {
      throw new HubException(
          Kind.BROKEN, HubNames.shown(address) + " broke off: " + e.getMessage(), e);
    }
  }

  private static Optional<URI> nextPage(HubHttp.Answer answer, URI address) throws HubException {
    for (String link : answer.headers().allValues("Link")) {
      Matcher match = NEXT.matcher(link);
      if (match.find()) {
        try {
          return Optional.of(address.resolve(match.group(1)));
        } catch (IllegalArgumentException e) {
          throw refused(HubNames.shown(address) + " names no readable next page", e);
        }
      }
    }
    return Optional.empty();
  }

  private JsonNode parse(String text) throws HubException {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw refused(
          "the hub at " + HubNames.shown(options.address()) + " did not answer in JSON", e);
    }
  }

  private static String commitId(JsonNode id) throws HubException {
    if (!COMMIT.matcher(id.asText()).matches()) {
      throw refused("'" + HubNames.shown(id.asText()) + "' is not the id of a commit", null);
    }
    return id.asText();
  }

  private static HubException refused(String message, Throwable cause) {
    return new HubException(Kind.REFUSED, message, cause);
  }

  private String api(String repo) {
    return base() + "/api/" + (repo.startsWith(DATASETS) ? "" : "models/") + path(repo);
  }

  private String base() {
    return options.address().toString().replaceAll("/+$", "");
  }

  private static String path(String path) {
    return Stream.of(path.split("/", -1)).map(HubClient::segment).collect(Collectors.joining("/"));
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

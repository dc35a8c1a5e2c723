package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model hub on loopback: a front that lists and redirects, and a storage on another port that
 * sends bytes, as the real one does. Faults are queued per file or listing and happen once each.
 */
final class FakeHub implements AutoCloseable {
  private static final int PAGE = 2;

  private final HttpServer front;
  private final HttpServer storage;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, List<Map<String, Object>>> commits = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> branches = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
  private volatile boolean rangesIgnored;
  private final Map<String, Map<String, Stored>> trees = new LinkedHashMap<>();
  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
  private final AtomicLong bytesSent = new AtomicLong();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  /** One request as it arrived; the server is "front" or "storage". */
  record Request(String server, String path, String range, String authorization) {
    /** First byte asked for. */
    int start() {
      return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    }
  }

  /** One file; small ones are listed by git's SHA-1, large ones by SHA-256. */
  private static final class Stored {
    final byte[] bytes;
    final String listedOid;
    final boolean large;

    Stored(byte[] bytes, String listedOid, boolean large) {
      this.bytes = bytes;
      this.listedOid = listedOid;
      this.large = large;
    }
  }

  /** What goes wrong once with an answer. */
  interface Fault {
    /** A status and perhaps a Retry-After. */
    record Status(int code, String retryAfter) implements Fault {}

    /** The connection ends after this many bytes of the body. */
    record Cut(int bytes) implements Fault {}

    /** The body pauses for ever after this many bytes. */
    record Stall(int bytes) implements Fault {}

    /** The first byte sent is wrong. */
    record Corrupt() implements Fault {}

    /** The whole file is sent, whatever range was asked for. */
    record IgnoreRange() implements Fault {}

    /** More bytes than the listing says. */
    record TooLong() implements Fault {}

    /** Says that the request is there, and goes on with another fault, or none, after that. */
    record Held(CountDownLatch arrived, CountDownLatch until, Fault then) implements Fault {}

    /** A redirect to this address. */
    record RedirectTo(String location) implements Fault {}
  }

  FakeHub() throws IOException {
    front = server("front");
    storage = server("storage");
  }

  private HttpServer server(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(name, exchange));
    server.start();
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + front.getAddress().getPort();
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  List<Request> requestsTo(String server) {
    return requests().stream().filter(r -> r.server().equals(server)).toList();
  }

  void forgetRequests() {
    requests.clear();
  }

  static String commitId(String name) {
    return hash("SHA-1", name.getBytes(StandardCharsets.UTF_8));
  }

  static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds a commit to a branch, as its newest. */
  String commit(String repo, String branch, String title) {
    String id = commitId(repo + branch + title + commits.size() + requests.size());
    List<Map<String, Object>> list =
        commits.computeIfAbsent(repo + "@" + branch, k -> new ArrayList<>());
    id = commitId(id + list.size());
    list.add(
        0,
        Map.of(
            "id", id, "title", title, "message", "", "authors", List.of(), "date", "2025-01-01"));
    branch(repo, branch, id);
    return id;
  }

  void branch(String repo, String branch, String commit) {
    branches.computeIfAbsent(repo, k -> new LinkedHashMap<>()).put(branch, commit);
  }

  void tag(String repo, String tag, String commit) {
    tags.computeIfAbsent(repo, k -> new LinkedHashMap<>()).put(tag, commit);
  }

  /** Bytes of files that were sent. */
  long bytesSent() {
    return bytesSent.get();
  }

  /** From now on ranges of bytes are not served. */
  void ignoreRanges() {
    rangesIgnored = true;
  }

  void largeFile(String repo, String commit, String path, byte[] bytes) {
    put(repo, commit, path, new Stored(bytes, hash("SHA-256", bytes), true));
  }

  void smallFile(String repo, String commit, String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] header = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] blob = new byte[header.length + bytes.length];
    System.arraycopy(header, 0, blob, 0, header.length);
    System.arraycopy(bytes, 0, blob, header.length, bytes.length);
    put(repo, commit, path, new Stored(bytes, hash("SHA-1", blob), false));
  }

  private void put(String repo, String commit, String path, Stored stored) {
    trees.computeIfAbsent(repo + "@" + commit, k -> new LinkedHashMap<>()).put(path, stored);
  }

  /** The next answer about this path (a file's path, or "commits", "refs", "tree") goes wrong. */
  void fail(String path, Fault fault) {
    faults.computeIfAbsent(path, k -> new ArrayDeque<>()).add(fault);
  }

  private void handle(String server, HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      requests.add(
          new Request(
              server,
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().getFirst("Range"),
              exchange.getRequestHeaders().getFirst("Authorization")));
      if (server.equals("storage")) {
        sendFile(exchange, path);
      } else if (path.startsWith("/api/models/")) {
        api(exchange, "", path.substring("/api/models/".length()));
      } else if (path.startsWith("/api/datasets/")) {
        api(exchange, "datasets/", path.substring("/api/datasets/".length()));
      } else {
        resolve(exchange, path);
      }
    }
  }

  private Fault nextFault(String path) {
    Deque<Fault> queue = faults.get(path);
    synchronized (faults) {
      return queue == null ? null : queue.poll();
    }
  }

  private void api(HttpExchange exchange, String kind, String rest) throws IOException {
    String[] parts = rest.split("/", 5);
    String repo = kind + parts[0] + "/" + parts[1];
    Fault fault = nextFault(parts[2]);
    if (fault instanceof Fault.Status status) {
      sendStatus(exchange, status);
      return;
    }
    switch (parts[2]) {
      case "commits" -> sendPage(exchange, commits.get(repo + "@" + decode(parts[3])));
      case "refs" -> sendRefs(exchange, repo);
      case "tree" -> sendTree(exchange, repo, parts[3], parts.length > 4 ? parts[4] : "");
      default -> exchange.sendResponseHeaders(404, -1);
    }
  }

  private void sendRefs(HttpExchange exchange, String repo) throws IOException {
    if (!branches.containsKey(repo)) {
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    Map<String, Object> all =
        Map.of(
            "branches", refs("refs/heads/", branches.get(repo)),
            "tags", refs("refs/tags/", tags.getOrDefault(repo, Map.of())));
    send(exchange, 200, json.writeValueAsBytes(all));
  }

  private static List<Map<String, String>> refs(String below, Map<String, String> commits) {
    List<Map<String, String>> list = new ArrayList<>();
    commits.forEach(
        (name, commit) ->
            list.add(Map.of("name", name, "ref", below + name, "targetCommit", commit)));
    return list;
  }

  private void sendTree(HttpExchange exchange, String repo, String commit, String folder)
      throws IOException {
    List<Map<String, Object>> items = new ArrayList<>();
    trees
        .getOrDefault(repo + "@" + commit, Map.of())
        .forEach(
            (path, stored) -> {
              if (folder.isEmpty() || path.startsWith(folder + "/")) {
                items.add(item(path, stored));
              }
            });
    sendPage(exchange, items.isEmpty() ? null : items);
  }

  private static Map<String, Object> item(String path, Stored stored) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("type", "file");
    item.put("path", path);
    item.put("size", stored.bytes.length);
    item.put("oid", stored.large ? commitId("pointer " + path) : stored.listedOid);
    if (stored.large) {
      item.put(
          "lfs", Map.of("oid", stored.listedOid, "size", stored.bytes.length, "pointerSize", 134));
    }
    return item;
  }

  private void sendPage(HttpExchange exchange, List<Map<String, Object>> items) throws IOException {
    if (items == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int cursor = query.indexOf("cursor=");
    int from = cursor < 0 ? 0 : Integer.parseInt(query.substring(cursor + "cursor=".length()));
    int to = Math.min(items.size(), from + PAGE);
    if (to < items.size()) {
      String next = address() + exchange.getRequestURI().getRawPath() + "?cursor=" + to;
      exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
    }
    send(exchange, 200, json.writeValueAsBytes(items.subList(from, to)));
  }

  private void resolve(HttpExchange exchange, String path) throws IOException {
    String file = decode(path.substring(path.indexOf("/resolve/") + 9 + 41));
    Fault fault = faults.containsKey(file) ? faults.get(file).peek() : null;
    if (fault instanceof Fault.RedirectTo to) {
      nextFault(file);
      exchange.getResponseHeaders().add("Location", to.location());
      exchange.sendResponseHeaders(302, -1);
      return;
    }
    Stored stored = find(path);
    if (stored == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + stored.listedOid + "\"");
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            "http://127.0.0.1:"
                + storage.getAddress().getPort()
                + path
                + "?signature=very-secret-signature");
    exchange.sendResponseHeaders(302, -1);
  }

  private Stored find(String path) {
    int resolve = path.indexOf("/resolve/");
    String repo = path.substring(1, resolve);
    String rest = path.substring(resolve + "/resolve/".length());
    return trees
        .getOrDefault(repo + "@" + rest.substring(0, 40), Map.of())
        .get(decode(rest.substring(41)));
  }

  private void sendFile(HttpExchange exchange, String path) throws IOException {
    Stored stored = find(path);
    Fault fault = nextFault(decode(path.substring(path.indexOf("/resolve/") + 9 + 41)));
    if (fault instanceof Fault.Held held) {
      held.arrived().countDown();
      awaited(held.until());
      fault = held.then();
    }
    if (fault instanceof Fault.Status status) {
      sendStatus(exchange, status);
      return;
    }
    byte[] bytes = stored.bytes.clone();
    if (fault instanceof Fault.Corrupt) {
      bytes[0] ^= 1;
    }
    if (fault instanceof Fault.TooLong) {
      bytes = java.util.Arrays.copyOf(bytes, bytes.length + 10);
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int total = bytes.length;
    int from = 0;
    boolean ranged = range != null && !rangesIgnored && !(fault instanceof Fault.IgnoreRange);
    if (ranged) {
      String[] ends = range.substring("bytes=".length()).split("-", -1);
      from = Integer.parseInt(ends[0]);
      if (!ends[1].isEmpty()) {
        bytes =
            java.util.Arrays.copyOf(bytes, Math.min(bytes.length, Integer.parseInt(ends[1]) + 1));
      }
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + total);
    }
    exchange.sendResponseHeaders(ranged ? 206 : 200, bytes.length - from);
    int count = bytes.length - from;
    if (fault instanceof Fault.Cut cut) {
      count = Math.min(count, cut.bytes());
    } else if (fault instanceof Fault.Stall stall) {
      count = Math.min(count, stall.bytes());
    }
    bytesSent.addAndGet(count);
    exchange.getResponseBody().write(bytes, from, count);
    exchange.getResponseBody().flush();
    if (fault instanceof Fault.Stall) {
      awaited(closing);
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sendStatus(HttpExchange exchange, Fault.Status status) throws IOException {
    if (status.retryAfter() != null) {
      exchange.getResponseHeaders().add("Retry-After", status.retryAfter());
    }
    exchange.sendResponseHeaders(status.code(), -1);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String decode(String text) {
    return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closing.countDown();
    front.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}

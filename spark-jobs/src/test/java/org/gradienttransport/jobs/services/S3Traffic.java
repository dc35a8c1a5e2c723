package org.gradienttransport.jobs.services;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Stands on loopback between a client and an S3 server: writes down every request, and on demand
 * answers some with "slow down" or does what they ask and loses the answer.
 */
final class S3Traffic implements AutoCloseable {
  /** Headers that belong to one connection and not to what it carries. */
  private static final Set<String> OF_CONNECTION =
      Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

  /**
   * A request that a client made.
   *
   * @param method such as GET; a listing is a LIST
   * @param key of the object, or the prefix of a listing
   */
  record Request(String method, String key) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(32);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI target;
  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger seen = new AtomicInteger();
  private volatile int throttleEvery;
  private volatile Pattern losesAnswersTo = Pattern.compile("(?!)");

  private S3Traffic(URI target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static S3Traffic before(URI target) throws IOException {
    return new S3Traffic(target);
  }

  /** Where clients go. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers every n-th request with 503; 0 for none. */
  void throttleEvery(int n) {
    throttleEvery = n;
  }

  /** Does what these requests, as METHOD KEY, ask for, once each, and answers with 500. */
  void loseAnswersTo(Pattern wanted) {
    losesAnswersTo = wanted;
  }

  /** What was asked since the last call, in order. */
  List<Request> taken() {
    List<Request> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request request = described(exchange);
      requests.add(request);
      int every = throttleEvery;
      if (every > 0 && seen.incrementAndGet() % every == 0) {
        refuse(exchange, 503, "SlowDown");
        return;
      }
      HttpResponse<byte[]> answer = answer(exchange, body);
      if (losesAnswersTo.matcher(request.method() + " " + request.key()).matches()) {
        losesAnswersTo = Pattern.compile("(?!)");
        refuse(exchange, 500, "InternalError");
        return;
      }
      pass(exchange, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Conditional creations go one after the other: S3 looks and writes in one step, the server in
   * two, between which another request's can fall.
   */
  private HttpResponse<byte[]> answer(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request = forwarded(exchange, body);
    if (!exchange.getRequestHeaders().containsKey("If-None-Match")) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
    synchronized (client) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  private static Request described(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    int slash = path.indexOf('/', 1);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (exchange.getRequestMethod().equals("GET") && query.contains("list-type=2")) {
      return new Request("LIST", parameter(query, "prefix"));
    }
    return new Request(exchange.getRequestMethod(), key);
  }

  private static String parameter(String query, String name) {
    for (String part : query.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return "";
  }

  private HttpRequest forwarded(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
            .timeout(Duration.ofSeconds(60))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    byte[] text =
        ("<Error><Code>" + code + "</Code><Message>made for a test</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : text.length);
    if (!head) {
      exchange.getResponseBody().write(text);
    }
  }

  private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!OF_CONNECTION.contains(lower) || (head && lower.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
    if (length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

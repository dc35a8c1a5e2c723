package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One GET: follows redirects, keeps the token at home, and turns status codes into kinds. */
final class HubHttp {
  private static final int MOST_REDIRECTS = 10;

  private final HubOptions options;
  private final Clock wall;
  private final HttpClient client;

  HubHttp(HubOptions options, Clock wall) {
    this.options = options;
    this.wall = wall;
    this.client =
        HttpClient.newBuilder()
            // Redirects are followed here, because the token must not follow them to another host.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /**
   * An answer with its body still to be read, and closed, by the caller.
   *
   * @param etag of the content, "" when the hub gave none
   * @param firstByte where in the file the body begins: 0 when the range was not honoured
   */
  record Answer(HttpResponse<InputStream> response, String etag, long firstByte)
      implements AutoCloseable {
    InputStream body() {
      return response.body();
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  /** Asks once for a file from a byte on. */
  Answer get(URI address, long from) throws HubException, InterruptedException {
    URI current = address;
    String linkedEtag = null;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(current, from);
      if (linkedEtag == null) {
        // The hub names the content's own hash on its redirect; the storage behind it may not.
        linkedEtag = response.headers().firstValue("X-Linked-Etag").orElse(null);
      }
      if (!isRedirect(response.statusCode())) {
        return answer(response, current, from, linkedEtag);
      }
      current = redirect(response, current);
    }
    throw new HubException(
        HubException.Kind.REFUSED,
        Printable.of(address) + " was redirected more than " + MOST_REDIRECTS + " times");
  }

  private HttpResponse<InputStream> send(URI address, long from)
      throws HubException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(options.responseTimeout())
            .header("User-Agent", "gradient-transport")
            // A compressed body would make ranges and sizes meaningless.
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    if (options.token().isPresent() && sameOrigin(address, options.address())) {
      request.header("Authorization", "Bearer " + options.token().get());
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new HubException(
          HubException.Kind.UNREACHABLE, "no connection to " + Printable.of(address), e);
    } catch (IOException e) {
      throw new HubException(
          HubException.Kind.BROKEN, "no answer from " + Printable.of(address) + ": " + e, e);
    }
  }

  private static URI redirect(HttpResponse<InputStream> response, URI from) throws HubException {
    closeQuietly(response);
    String location = response.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException(
          HubException.Kind.REFUSED, Printable.of(from) + " redirects to no address", e);
    }
    boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
    if (location.isEmpty() || downgrade || !isHttp(to)) {
      throw new HubException(
          HubException.Kind.REFUSED,
          Printable.of(from) + " redirects to " + Printable.of(to) + ", which is not followed");
    }
    return to;
  }

  private Answer answer(
      HttpResponse<InputStream> response, URI address, long from, String linkedEtag)
      throws HubException {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      String etag =
          linkedEtag != null ? linkedEtag : response.headers().firstValue("ETag").orElse("");
      long firstByte = status == 200 ? 0 : rangeStart(response, address);
      if (firstByte != 0 && firstByte != from) {
        closeQuietly(response);
        throw new HubException(
            HubException.Kind.BROKEN,
            Printable.of(address) + " sent bytes from " + firstByte + " instead of " + from);
      }
      return new Answer(response, etag, firstByte);
    }
    closeQuietly(response);
    String what = Printable.of(address) + " answered " + status;
    boolean refused = status == 401 || status == 403;
    if (refused && !sameOrigin(address, options.address())) {
      // A signed address that expired; asking the hub again brings a new one.
      throw new HubException(HubException.Kind.BROKEN, what);
    }
    throw switch (status) {
      case 404, 410 -> new HubException(HubException.Kind.MISSING, what + " (not there)");
      case 401, 403 ->
          new HubException(
              HubException.Kind.MISSING,
              what + " (not there, or it needs a token that may read it)");
      case 416 -> new HubException(HubException.Kind.RANGE, what);
      case 408, 425, 429, 500, 502, 503, 504 ->
          new HubException(HubException.Kind.BUSY, what, retryAfter(response), null);
      default -> new HubException(HubException.Kind.REFUSED, what);
    };
  }

  private static long rangeStart(HttpResponse<InputStream> response, URI address)
      throws HubException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    int dash = range.indexOf('-');
    try {
      if (range.toLowerCase(Locale.ROOT).startsWith("bytes ") && dash > 0) {
        return Long.parseLong(range.substring("bytes ".length(), dash).strip());
      }
    } catch (NumberFormatException e) {
      // Told below together with the other malformed ranges.
    }
    closeQuietly(response);
    throw new HubException(
        HubException.Kind.REFUSED,
        Printable.of(address) + " sent the Content-Range '" + Printable.of(range) + "'");
  }

  /** Seconds or a date (RFC 9110, 10.2.3); null when there is none that can be read. */
  private Duration retryAfter(HttpResponse<InputStream> response) {
    String value = response.headers().firstValue("Retry-After").orElse("").strip();
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(wall.instant(), when.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static void closeQuietly(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // The connection is given up either way; the status already says what happened.
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static boolean isHttp(URI address) {
    return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
        && address.getHost() != null;
  }

  static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equalsIgnoreCase(b.getScheme())
        && String.valueOf(a.getHost()).equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
  }
}

package org.gradienttransport.jobs.services;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.cluster.TestJvm;

/** S3Proxy on loopback with one bucket in memory, and {@link S3Traffic} before it. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "s3a://transport";

  private final TestJvm server;
  private final S3Traffic traffic;

  private S3Server(TestJvm server, S3Traffic traffic) {
    this.server = server;
    this.traffic = traffic;
  }

  static S3Server start(Path folder) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path properties =
        Files.writeString(
            Files.createDirectories(folder).resolve("s3proxy.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=none
            s3proxy.ignore-unknown-headers=true
            jclouds.provider=transient
            jclouds.identity=anybody
            jclouds.credential=anything
            """
                .formatted(port));
    TestJvm server =
        TestJvm.start(
            folder.resolve("s3proxy.log"),
            List.of(
                "-Xmx600m",
                "-Dio.netty.noUnsafe=true",
                "-jar",
                Libraries.s3Proxy().toString(),
                "--properties",
                properties.toString()),
            Map.of());
    try {
      String unused = server.waitFor(Pattern.compile("Started ServerConnector"));
      S3Traffic traffic = S3Traffic.before(URI.create("http://127.0.0.1:" + port));
      makeBucket(traffic.endpoint());
      return new S3Server(server, traffic);
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static void makeBucket(String endpoint) throws Exception {
    var unused =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint + BUCKET.substring("s3a:/".length())))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build(),
                BodyHandlers.discarding());
  }

  /** What clients do there, and what is done to them. */
  S3Traffic traffic() {
    return traffic;
  }

  /** What an operator sets for such a store. */
  Map<String, String> settings() {
    return Map.of(
        "spark.hadoop.fs.s3a.endpoint", traffic.endpoint(),
        "spark.hadoop.fs.s3a.endpoint.region", "us-east-1",
        "spark.hadoop.fs.s3a.path.style.access", "true",
        "spark.hadoop.fs.s3a.access.key", "anybody",
        "spark.hadoop.fs.s3a.secret.key", "anything");
  }

  @Override
  public void close() {
    traffic.close();
    server.close();
  }
}

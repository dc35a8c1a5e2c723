package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.cluster.TestClassPath;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.udfs.sql.GradientTransportExtensions;
import org.gradienttransport.udfs.sql.GradientTransportFunctions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our SQL functions as a client of Spark Connect sees them. */
@Tag("slow")
@Tag("services")
class ConnectTest {
  private static final String POINTS =
      " from values (300D, 4D, 2), (600D, 9D, 3), (1000D, 11D, 5) as t(n, s, steps)";

  /** Queries of one text column and one row. */
  private static final List<String> QUERIES =
      List.of(
          "select to_json(loglog_fit(n, s))" + POINTS,
          "select to_json(cascade_exponents(n, s, steps))" + POINTS,
          "select to_json(transport_probe(transform(sequence(1, 600), x -> pow(sin(x), 9))))",
          "select to_json(compute_optimal(1e21, 406.4, 410.7, 1.69, 0.34, 0.28))",
          "select to_json(loglog_fit(n, s)) from values (1D, cast(null as double)) as t(n, s)");

  @TempDir Path folder;

  @Test
  void aClientGetsWhatASessionOfItsOwnWouldGiveWithAnsiOnAndOffAndInAnyTimeZone() throws Exception {
    List<String> expected = inASessionOfOnesOwn();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (TestJvm server = server(port)) {
      server.waitUntil("its port", () -> answers(port));
      List<String> line = new ArrayList<>();
      line.addAll(List.of("-cp", Libraries.classPath("connect")));
      line.add(Libraries.source("ConnectClient.java").toString());
      line.add("sc://127.0.0.1:" + port);
      line.addAll(QUERIES);
      try (TestJvm client = TestJvm.start(folder.resolve("client.log"), line, Map.of())) {
        List<String> answers =
            client.requireSuccess().lines().filter(one -> one.startsWith("answer ")).toList();

        assertThat(answers).containsExactlyElementsOf(expected);
      }
    }
  }

  private static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private TestJvm server(int port) throws Exception {
    return TestJvm.start(
        folder.resolve("server.log"),
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.sql.shuffle.partitions=2",
            "-Dspark.sql.extensions=" + GradientTransportExtensions.class.getName(),
            "-Dspark.connect.grpc.binding.address=127.0.0.1",
            "-Dspark.connect.grpc.binding.port=" + port,
            "-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse").toUri(),
            "-cp",
            TestClassPath.ALL + File.pathSeparator + Libraries.classPath("hadoop"),
            "org.apache.spark.sql.connect.service.SparkConnectServer"),
        Map.of());
  }

  /** The answers of a session in this process, as the client prints them. */
  private static List<String> inASessionOfOnesOwn() {
    SparkSession spark = SharedSpark.session().newSession();
    GradientTransportFunctions.register(spark);
    List<String> one = new ArrayList<>();
    for (int i = 0; i < QUERIES.size(); i++) {
      one.add((i + 1) + " " + spark.sql(QUERIES.get(i)).collectAsList().get(0).getString(0));
    }
    assertThat(one.get(2)).contains("\"status\":\"ok\"");
    List<String> all = new ArrayList<>();
    for (String setting :
        List.of("true UTC", "true Pacific/Chatham", "false UTC", "false Pacific/Chatham")) {
      one.forEach(answer -> all.add("answer " + setting + " " + answer));
    }
    return all;
  }
}

package org.gradienttransport.jobs.services;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.cluster.TestJvm;

/**
 * A name node and data nodes on loopback, with YARN or Kerberos if asked, in one process of their
 * own.
 */
final class HadoopCluster implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready (hdfs://[^\\s]+)");

  private final Path folder;
  private final TestJvm server;
  private final String uri;

  private HadoopCluster(Path folder, TestJvm server, String uri) {
    this.folder = folder;
    this.server = server;
    this.uri = uri;
  }

  static HadoopCluster hdfs(Path folder, int dataNodes) throws Exception {
    return start(folder, dataNodes, "hdfs");
  }

  static HadoopCluster yarn(Path folder) throws Exception {
    return start(folder, 1, "yarn");
  }

  /** HDFS that asks for Kerberos: of the user {@code transport} it has the folder of that name. */
  static HadoopCluster kerberos(Path folder) throws Exception {
    return start(folder, 1, "kerberos");
  }

  private static HadoopCluster start(Path folder, int dataNodes, String what) throws Exception {
    Files.createDirectories(folder);
    TestJvm server =
        TestJvm.start(
            folder.resolve("server.log"),
            List.of(
                "-Xmx1g",
                "-cp",
                Libraries.classPath("hadoop"),
                Libraries.source("HadoopServer.java").toString(),
                folder.toString(),
                Integer.toString(dataNodes),
                what),
            Map.of("HADOOP_USER_NAME", "root"));
    try {
      return new HadoopCluster(folder, server, server.waitFor(READY).substring("ready ".length()));
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** Such as {@code hdfs://localhost:12345}. */
  String uri() {
    return uri;
  }

  /** Folder with the clients' {@code core-site.xml} and {@code yarn-site.xml}. */
  Path clientConfiguration() {
    return folder.resolve("conf");
  }

  /** What a client of this process needs. */
  Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.addResource(
        new org.apache.hadoop.fs.Path(clientConfiguration().resolve("core-site.xml").toUri()));
    return configuration;
  }

  /** Stops a data node for good. */
  void stopDataNode(int number) throws Exception {
    OutputStream commands = server.input();
    commands.write(("stop " + number + "\n").getBytes(StandardCharsets.UTF_8));
    commands.flush();
    String unused = server.waitFor(Pattern.compile("stopped " + number));
  }

  /** Processes of containers whose command line holds a word, such as ApplicationMaster. */
  List<ProcessHandle> containers(String word) {
    return ProcessHandle.of(server.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(one -> one.info().command().orElse("").endsWith("java"))
        .filter(
            one -> String.join(" ", one.info().arguments().orElse(new String[0])).contains(word))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}

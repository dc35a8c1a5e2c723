import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A name node, data nodes and, if asked, a resource manager and a node manager on loopback, in a process of their own:
 * their class path is no test's. Ends with its standard input; the line "stop N" stops a data node.
 */
public final class HadoopServer {
  private HadoopServer() {}

  /** Arguments: a folder for data and for conf/ with the clients' configuration, data nodes, "yarn" or "hdfs". */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Configuration conf = new HdfsConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
    conf.setInt("dfs.replication", 2);
    conf.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 20);
    conf.setLong("dfs.blocksize", 1 << 20);
    MiniDFSCluster dfs = new MiniDFSCluster.Builder(conf).numDataNodes(Integer.parseInt(args[1])).build();
    dfs.waitActive();
    MiniYARNCluster yarn = null;
    Configuration client = new Configuration(dfs.getConfiguration(0));
    if (args[2].equals("yarn")) {
      yarn = yarn(client);
      client = yarn.getConfig();
    }
    Path site = Files.createDirectories(folder.resolve("conf"));
    write(client, site.resolve("core-site.xml"), dfs.getURI().toString());
    write(client, site.resolve("yarn-site.xml"), dfs.getURI().toString());
    System.out.println("ready " + dfs.getURI());
    commands(dfs);
    if (yarn != null) {
      yarn.stop();
    }
    dfs.shutdown();
    System.exit(0);
  }

  private static MiniYARNCluster yarn(Configuration conf) {
    conf.setInt(YarnConfiguration.NM_PMEM_MB, 6144);
    conf.setInt(YarnConfiguration.NM_VCORES, 8);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 64);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    conf.setInt(YarnConfiguration.NM_RESOURCE_MON_INTERVAL_MS, 500);
    conf.setFloat("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 100f);
    conf.setInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, 2);
    // Containers that take more than they asked for are killed, and soon.
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
    conf.setBoolean(YarnConfiguration.NM_MEMORY_RESOURCE_ENFORCED, false); // by cgroups
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    MiniYARNCluster yarn = new MiniYARNCluster("yarn", 1, 1, 1, 1);
    yarn.init(conf);
    yarn.start();
    return yarn;
  }

  private static void write(Configuration conf, Path file, String defaultFs) throws IOException {
    conf.set("fs.defaultFS", defaultFs);
    conf.unset("net.topology.node.switch.mapping.impl"); // a class of the servers' tests
    try (OutputStream out = Files.newOutputStream(file)) {
      conf.writeXml(out);
    }
  }

  private static void commands(MiniDFSCluster dfs) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("stop ")) {
        dfs.stopDataNode(Integer.parseInt(line.substring(5)));
        System.out.println("stopped " + line.substring(5));
      }
    }
  }
}

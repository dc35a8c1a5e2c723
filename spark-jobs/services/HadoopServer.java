import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A name node, data nodes and, if asked, a resource manager and a node manager, or a Kerberos, on loopback, in a process
 * of their own: their class path is no test's. Ends with its standard input; the line "stop N" stops a data node.
 */
public final class HadoopServer {
  private HadoopServer() {}

  /** Arguments: a folder for data and for conf/ with the clients' configuration, data nodes, "yarn", "kerberos" or "hdfs". */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Configuration conf = new HdfsConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
    conf.setInt("dfs.replication", 2);
    conf.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 20);
    conf.setLong("dfs.blocksize", 1 << 20);
    MiniKdc kdc = args[2].equals("kerberos") ? kerberos(folder, conf) : null;
    MiniDFSCluster dfs = new MiniDFSCluster.Builder(conf).numDataNodes(Integer.parseInt(args[1])).build();
    dfs.waitActive();
    if (kdc != null) {
      org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/transport");
      dfs.getFileSystem().mkdirs(home);
      dfs.getFileSystem().setOwner(home, "transport", "transport");
    }
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
    if (kdc != null) {
      kdc.stop();
    }
    System.exit(0);
  }

  /** A Kerberos of one realm that HDFS asks for logins, with a user "transport"; its key table and krb5.conf lie in the folder. */
  private static MiniKdc kerberos(Path folder, Configuration conf) throws Exception {
    Properties settings = MiniKdc.createConf();
    settings.setProperty(MiniKdc.KDC_BIND_ADDRESS, "localhost");
    MiniKdc kdc = new MiniKdc(settings, Files.createDirectories(folder.resolve("kdc")).toFile());
    kdc.start();
    Files.copy(kdc.getKrb5conf().toPath(), folder.resolve("krb5.conf"));
    Path servers = folder.resolve("servers.keytab");
    kdc.createPrincipal(servers.toFile(), "hdfs/localhost", "HTTP/localhost");
    kdc.createPrincipal(folder.resolve("transport.keytab").toFile(), "transport");
    conf.set("hadoop.security.authentication", "kerberos");
    conf.setBoolean("hadoop.security.authorization", true);
    for (String server : new String[] {"dfs.namenode", "dfs.datanode"}) {
      conf.set(server + ".kerberos.principal", "hdfs/localhost@" + kdc.getRealm());
      conf.set(server + ".keytab.file", servers.toString());
    }
    conf.set("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + kdc.getRealm());
    conf.set("dfs.web.authentication.kerberos.keytab", servers.toString());
    conf.setBoolean("dfs.block.access.token.enable", true);
    conf.setBoolean("ignore.secure.ports.for.testing", true);
    UserGroupInformation.setConfiguration(conf);
    UserGroupInformation.loginUserFromKeytab("hdfs/localhost@" + kdc.getRealm(), servers.toString());
    return kdc;
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

package org.gradienttransport.jobs.cli;

import picocli.CommandLine.Command;

/** Scaling laws of the loss outside a run. */
@Command(
    name = "scaling",
    header = "Hold published scaling laws of the loss against the rows they were fitted to.",
    subcommands = {ScalingAuditCommand.class},
    footer = {
      "",
      "Example:",
      "  gradient-transport scaling audit --rows points.csv --form chinchilla"
          + " --at A=406.4,B=410.7,E=1.69,alpha=0.34,beta=0.28"
    })
final class ScalingCommand {}

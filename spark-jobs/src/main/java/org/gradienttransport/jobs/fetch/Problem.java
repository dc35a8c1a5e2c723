package org.gradienttransport.jobs.fetch;

import org.gradienttransport.jobs.exit.ExitCode;

/** Something that could not be fetched, and how a run that leaves it out should exit. */
record Problem(ExitCode exitCode, String message) {}

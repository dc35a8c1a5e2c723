/** How a command ends: exit codes a scheduler can act on, and the errors that carry them. */
package org.gradienttransport.jobs.exit;

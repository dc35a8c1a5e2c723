/** Generated families in the published file formats, for measuring speed and for tests. */
package org.gradienttransport.jobs.hub.synth;

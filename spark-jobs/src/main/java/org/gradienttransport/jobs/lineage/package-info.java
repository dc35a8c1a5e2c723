/**
 * Tells where a run's tables came from, as run events of OpenLineage 2-0-2 (openlineage.io). Events
 * are small, so they are written here: the standard's own client would bring 21 libraries, as large
 * together as this application.
 */
package org.gradienttransport.jobs.lineage;

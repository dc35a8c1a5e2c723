/** The auxiliary graph: generator, compact adjacency, cache. */
package org.gradienttransport.udfs.graph;

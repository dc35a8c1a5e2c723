/**
 * Backends: each turns (field, graph, parameters) into a result. {@code cpu} is plain Java, always
 * there, and the oracle the others are held to.
 */
package org.gradienttransport.udfs.backend;

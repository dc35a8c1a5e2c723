/**
 * Which tensors of a checkpoint make a field, and in which order (METHOD section 5). The order
 * decides which parameter sits on which node of the graph, so it is data of the family and never
 * the order in which a file happens to list its tensors.
 */
package org.gradienttransport.udfs.layout;

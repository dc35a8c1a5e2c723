/**
 * What is published: one declaration per table, from which every schema, view and dictionary is
 * derived. No numerics, no input or output.
 */
package org.gradienttransport.schemas;

/**
 * What is published: one declaration per table, from which every schema, view and dictionary is
 * derived.
 */
package org.gradienttransport.schemas;

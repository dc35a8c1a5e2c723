package org.gradienttransport.udfs.layout;

/**
 * A tensor that a rule took for the field.
 *
 * @param tensor its full name in the file
 * @param rule number of the rule that took it, from 0
 * @param place what the rule calls it: its name, or its block and part, which stay the same where a
 *     file puts a prefix before its names
 */
public record TakenTensor(String tensor, int rule, String place) {}

package org.gradienttransport.jobs.query;

import java.util.List;

/**
 * The answer to a question.
 *
 * @param columns their names
 * @param rows values by row, as plain Java: numbers, text, booleans, lists, maps by field name, and
 *     {@code java.time} values in UTC; null where there is none
 */
public record QueryResult(List<String> columns, List<List<Object>> rows) {}

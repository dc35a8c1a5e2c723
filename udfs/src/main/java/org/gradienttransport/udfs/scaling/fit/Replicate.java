package org.gradienttransport.udfs.scaling.fit;

import java.util.Optional;

/**
 * One replicate of a bootstrap: a unit of work.
 *
 * @param number from 0
 * @param minimum the law refitted to the drawn rows; empty where they cannot be fitted
 */
public record Replicate(int number, Optional<Minimum> minimum) {}

/** Checks as data: what was found, what it was held against, and how much it matters. */
package org.gradienttransport.jobs.check;

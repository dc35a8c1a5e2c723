/**
 * Files through the Hadoop FileSystem API: sequential input, and small files written atomically.
 */
package org.gradienttransport.jobs.io;

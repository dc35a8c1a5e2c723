/**
 * The pipeline on real services: HDFS, S3, YARN and Spark Connect, each in processes of its own.
 */
package org.gradienttransport.jobs.services;

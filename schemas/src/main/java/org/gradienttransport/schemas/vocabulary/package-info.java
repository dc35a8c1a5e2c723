/** The words that published tables are written in: every kind, status, quantity and level, once. */
package org.gradienttransport.schemas.vocabulary;

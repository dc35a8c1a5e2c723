/** The catalogue as one self-contained page. */
package org.gradienttransport.jobs.present.html;

/** A task in this process: started, watched, and known to be complete or in sync. */
package io.dmsconnect.cli.run;

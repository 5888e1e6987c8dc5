/** How far a task is, read from the target's control tables, and how that is shown. */
package io.dmsconnect.cli.progress;

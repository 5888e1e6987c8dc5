/** The {@code dms} command: reads its arguments, prints, and chooses the exit code. */
package io.dmsconnect.cli;

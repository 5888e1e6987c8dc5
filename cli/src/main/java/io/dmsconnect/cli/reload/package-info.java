/** Tables of a running task loaded again: asked for through Connect, watched in the target. */
package io.dmsconnect.cli.reload;

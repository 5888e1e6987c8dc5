/** What the rules make of a source's tables, printed. */
package io.dmsconnect.cli.explain;

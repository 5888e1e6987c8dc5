/**
 * Compares two databases row by row, value by value. What two kinds of database write differently
 * is brought to one form exactly: nothing is rounded, and no difference is waved through.
 */
package io.dmsconnect.cli.compare;

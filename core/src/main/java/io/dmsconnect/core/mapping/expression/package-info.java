/**
 * DMS's expressions, which are SQLite's: compiled once per table, evaluated by SQLite itself. The
 * only package that knows sqlite-jdbc.
 */
package io.dmsconnect.core.mapping.expression;

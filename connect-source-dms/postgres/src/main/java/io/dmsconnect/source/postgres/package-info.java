/**
 * PostgreSQL as a source: its catalogue and its tables through its own driver, its log through
 * Debezium. Every value travels as the text PostgreSQL itself prints, unless a Java type holds all
 * values of its type, so that both lanes read the same.
 */
package io.dmsconnect.source.postgres;

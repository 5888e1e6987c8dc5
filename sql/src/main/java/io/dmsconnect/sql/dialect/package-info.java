/** The SQL of target databases: text and types only, no connections. */
package io.dmsconnect.sql.dialect;

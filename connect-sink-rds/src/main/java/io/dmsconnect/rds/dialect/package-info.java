/** One file per kind of target database. */
package io.dmsconnect.rds.dialect;

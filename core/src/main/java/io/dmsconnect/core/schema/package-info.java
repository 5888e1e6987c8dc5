/** The shape of tables on either side, in AWS DMS's own type names. Depends on the JDK only. */
package io.dmsconnect.core.schema;

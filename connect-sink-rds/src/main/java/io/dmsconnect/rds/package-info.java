/** The relational sink: connector, task, configuration, and the target's control tables. */
package io.dmsconnect.rds;

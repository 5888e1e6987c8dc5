/** What happens to tables: changes of rows and loads of tables, free of Kafka and of SQL. */
package io.dmsconnect.core.event;

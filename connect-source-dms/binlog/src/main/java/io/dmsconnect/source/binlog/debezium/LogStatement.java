// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.source.binlog.statement.StatementTypes;

/**
 * Statements as Debezium's parser can read them: it does not know MariaDB's types for addresses.
 * They are called texts here, in a character set that {@link ExactColumns} knows them by.
 */
public final class LogStatement {
    private LogStatement() {}

    public static String readable(String ddl) {
        return StatementTypes.replaced(
                ddl,
                type ->
                        switch (type) {
                            case "inet4", "inet6" -> "varchar(45) character set '" + type + "'";
                            default -> null;
                        });
    }
}

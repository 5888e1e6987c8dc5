// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Notices that somebody has altered the publications of a task so that changes are missing from the
 * log: fewer operations, a row filter, a list of columns. The tables concerned have to be loaded
 * anew; when that is stored, {@link Publications} sets right what was altered.
 */
final class AlteredPublications {
    /** Version of the server that has them first. */
    private static final int FILTERS = 15;

    private static final String OPERATIONS =
            """
            SELECT pubinsert AND pubtruncate, pubupdate AND pubdelete
            FROM pg_publication WHERE pubname = ?
            """;

    private static final String FILTERED =
            """
            SELECT r.prrelid::bigint, quote_ident(n.nspname) || '.' || quote_ident(c.relname)
            FROM pg_publication p
            JOIN pg_publication_rel r ON r.prpubid = p.oid
            JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ? AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)
            """;

    private final Connection connection;
    private final LogNames names;

    AlteredPublications(Connection connection, LogNames names) {
        this.connection = connection;
        this.names = names;
    }

    /**
     * @return tables whose changes may be missing from the log, each with the reason
     */
    Map<TableId, String> concerned(Map<TableId, TableIdentity> tables) throws SQLException {
        Map<TableId, String> concerned = new HashMap<>();
        if (!names.isPublicationOurs() || tables.isEmpty()) {
            return concerned;
        }
        for (String name : names.publications()) {
            if (lacksOperations(name)) {
                String why = "somebody has altered publication " + name + " to publish less";
                tables.keySet().forEach(id -> concerned.put(id, why));
            }
            Set<Long> filtered = filtered(name).keySet();
            tables.forEach(
                    (id, table) -> {
                        boolean own = filtered.contains(table.oid());
                        if (own || table.files().keySet().stream().anyMatch(filtered::contains)) {
                            concerned.put(
                                    id,
                                    "somebody has given it a row filter or a list of columns in"
                                            + " publication "
                                            + name);
                        }
                    });
        }
        return concerned;
    }

    private boolean lacksOperations(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPERATIONS)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                boolean changes = name.equals(names.publication());
                return row.next() && !row.getBoolean(changes ? 2 : 1);
            }
        }
    }

    /** Members that have a row filter or a list of columns, by oid. */
    Map<Long, String> filtered(String name) throws SQLException {
        Map<Long, String> members = new HashMap<>();
        if (connection.getMetaData().getDatabaseMajorVersion() < FILTERS) {
            return members;
        }
        try (PreparedStatement statement = connection.prepareStatement(FILTERED)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    members.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return members;
    }
}

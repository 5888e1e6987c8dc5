// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.TableStanding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Asks the catalogue for a table that the log describes anew. Used by one thread. */
final class RelationCheck implements AutoCloseable {
    private final Connections connections;
    private final boolean isPublicationOurs;
    private Connection connection;

    RelationCheck(Connections connections, boolean isPublicationOurs) {
        this.connections = connections;
        this.isPublicationOurs = isPublicationOurs;
    }

    /**
     * Why the table has to be loaded anew; empty where it need not be, and where the name stands
     * for another table by now: what the log tells here is then still of the table that is known.
     */
    Optional<String> replaced(TableId id, TableIdentity known) throws SQLException {
        if (connection == null) {
            connection = connections.open();
            Connections.waitShortly(connection);
        }
        TableIdentity now = TableIdentities.of(connection, List.of(id)).get(id);
        if (now == null || now.oid() != known.oid()) {
            return Optional.empty();
        }
        return new TableComparison(connection, isPublicationOurs)
                .compare(id, known, now)
                .map(TableStanding::loadAnew)
                .filter(why -> !why.isEmpty());
    }

    @Override
    public void close() {
        connections.close(connection);
        connection = null;
    }
}

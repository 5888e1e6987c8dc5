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
    private final LogNames names;
    private Connection connection;

    RelationCheck(Connections connections, LogNames names) {
        this.connections = connections;
        this.names = names;
    }

    /**
     * How the table stands; empty where it is followed as before, and where the name stands for
     * another table by now: what the log tells here is then still of the table that is known.
     *
     * <p>A table that is unfollowed is no longer in the publication when this returns. However soon
     * it gets a key again, and whatever becomes of the task by then, the publication tells that it
     * has to be loaded anew.
     */
    Optional<TableStanding> standing(TableId id, TableIdentity known) throws SQLException {
        if (connection == null) {
            connection = connections.open();
            Connections.waitShortly(connection);
        }
        TableIdentity now = TableIdentities.of(connection, List.of(id)).get(id);
        if (now == null || now.oid() != known.oid()) {
            return Optional.empty();
        }
        Optional<TableStanding> standing =
                new TableComparison(connection, names.isPublicationOurs()).compare(id, known, now);
        if (standing.isEmpty() || standing.get().unfollowed().isEmpty()) {
            return standing;
        }
        Publications publications = new Publications(names);
        publications.protect(connection);
        return publications.hasChanges(connection, now) ? Optional.empty() : standing;
    }

    @Override
    public void close() {
        connections.close(connection);
        connection = null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.CatalogueWatch;
import io.dmsconnect.source.TableStanding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Looks at PostgreSQL's catalogue on one connection. Used by one thread. */
final class PgWatch implements CatalogueWatch {
    private static final int REST = 20;

    private final Connections connections;
    private final LogNames names;
    private final Slot slot;
    private final UnloggedColumns unlogged;
    private Connection connection;

    /** When tables were compared last, and how long that took. */
    private long comparedNanos;

    private long tookNanos;

    PgWatch(Connections connections, LogNames names, Slot slot, UnloggedColumns unlogged) {
        this.connections = connections;
        this.names = names;
        this.slot = slot;
        this.unlogged = unlogged;
    }

    /**
     * What that costs the server stays below a twentieth of one core. First, updates and deletes
     * that the server refuses because of our publication are published no longer: nothing else is
     * as urgent. Then a slot that the server has invalidated ends the task: Debezium waits half an
     * hour for such a slot to get better, without a word.
     */
    @Override
    public Map<TableId, TableStanding> look(Map<TableId, String> known) {
        try {
            if (connection == null) {
                connection = connections.open();
                Connections.waitShortly(connection);
            }
            new Publications(names).protect(connection);
            slot.checkNotLost(connection);
            long begun = System.nanoTime();
            if (tookNanos > 0 && begun - comparedNanos < REST * tookNanos) {
                return Map.of();
            }
            Map<TableId, TableIdentity> former = new HashMap<>();
            known.forEach((id, identity) -> former.put(id, TableIdentity.parse(identity)));
            former.values().forEach(unlogged::learn);
            Map<TableId, TableIdentity> now = now(known.keySet());
            Map<TableId, String> altered =
                    new AlteredPublications(connection, names).concerned(now);
            TableComparison comparison = new TableComparison(connection, names.isPublicationOurs());
            Map<TableId, TableStanding> standings = new HashMap<>();
            for (Map.Entry<TableId, TableIdentity> table : former.entrySet()) {
                TableId id = table.getKey();
                comparison
                        .compare(id, table.getValue(), now.get(id))
                        .ifPresent(standing -> standings.put(id, standing));
            }
            altered.forEach(
                    (id, why) ->
                            standings.put(id, TableStanding.replaced(now.get(id).toString(), why)));
            comparedNanos = System.nanoTime();
            tookNanos = comparedNanos - begun;
            return standings;
        } catch (SQLException e) {
            close();
            throw Connections.failure("looking at the catalogue", e);
        }
    }

    private Map<TableId, TableIdentity> now(Collection<TableId> tables) throws SQLException {
        Map<TableId, TableIdentity> now = TableIdentities.of(connection, tables);
        now.replaceAll((id, identity) -> unlogged.complete(identity));
        return now;
    }

    @Override
    public void close() {
        connections.close(connection);
        connection = null;
    }
}

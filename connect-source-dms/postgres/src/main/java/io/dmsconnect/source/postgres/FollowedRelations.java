// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Followed;
import io.dmsconnect.source.TableStanding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Leaves changes out that are not of the table that is followed under their name. The log describes
 * a table before its first change, and again after each statement that altered it; the description
 * has the table's oid, which a name that was given to another table does not. Used by the one
 * thread that reads the log.
 */
final class FollowedRelations implements AutoCloseable {
    /** Before everything. */
    private static final long UNKNOWN = 0;

    private final Map<String, TableId> tables = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Followed followed;
    private final Supplier<RelationCheck> checks;

    /** Since the last change. */
    private final List<Described> described = new ArrayList<>();

    /** Names that stand for a table of before here. */
    private final Set<String> former = new HashSet<>();

    /** Names whose table will be loaded anew, at once or when somebody has given it a key. */
    private final Set<String> replaced = new HashSet<>();

    private RelationCheck check;

    private record Described(long oid, String name) {}

    /**
     * @param checks makes what asks the catalogue
     */
    FollowedRelations(
            Collection<TableId> tables, Followed followed, Supplier<RelationCheck> checks) {
        this.followed = followed;
        this.checks = checks;
        for (TableId id : tables) {
            String name = text(id.schema(), id.name());
            this.tables.put(name, id);
            known(id).ifPresent(table -> names.put(table.oid(), name));
        }
    }

    /** As Debezium's decoder writes a table's name in its messages. */
    private static String text(String schema, String table) {
        return new io.debezium.relational.TableId(null, schema, table).toDoubleQuotedString();
    }

    private Optional<TableIdentity> known(TableId id) {
        return followed.identity(id).map(TableIdentity::parse);
    }

    /** The log describes a table. Where in the log that is, the next message says. */
    void describe(int oid, io.debezium.relational.TableId table) {
        described.add(
                new Described(Integer.toUnsignedLong(oid), text(table.schema(), table.table())));
    }

    /**
     * A change comes, of any table. What was described just before it is its table; of what was
     * described earlier Debezium has passed over the changes, which it had read in an earlier run.
     *
     * @param table as the message names it; null for one that is not followed
     * @param place of the message
     */
    void reach(String table, Lsn place) throws SQLException, InterruptedException {
        if (described.isEmpty()) {
            return;
        }
        List<Described> now = List.copyOf(described);
        described.clear();
        for (int i = 0; i < now.size(); i++) {
            String name = now.get(i).name();
            boolean own = table == null ? !tables.containsKey(name) : name.equals(table);
            boolean isKnown = own && i == now.size() - 1 && place != null;
            look(now.get(i).oid(), name, isKnown ? place.asLong() : UNKNOWN);
        }
    }

    /**
     * Is the change that comes of the table that is followed under this name?
     *
     * @param table as the message names it
     */
    boolean takes(String table) {
        return !replaced.contains(table) && !former.contains(table);
    }

    private void look(long oid, String name, long place) throws SQLException, InterruptedException {
        String owner = names.get(oid);
        if (owner != null && !owner.equals(name)) {
            // what it is named here is not followed under its own name
            replaceFrom(place, owner, "it had another name for a while");
        }
        TableId id = tables.get(name);
        Optional<TableIdentity> known = id == null ? Optional.empty() : known(id);
        if (known.isEmpty() || replaced.contains(name)) {
            return;
        }
        if (known.get().oid() != oid) {
            former.add(name);
            replaceFrom(place, name, "its name stands for another table than before");
            return;
        }
        former.remove(name);
        if (check == null) {
            check = checks.get();
        }
        Optional<TableStanding> standing = check.standing(id, known.get());
        if (standing.isEmpty()) {
            return;
        }
        if (!standing.get().loadAnew().isEmpty()) {
            replace(name, known.get(), standing.get().loadAnew(), place);
        } else if (!standing.get().unfollowed().isEmpty()) {
            // the watch sees to it that somebody mends that, and it is loaded anew then
            replaced.add(name);
        }
    }

    /** What the log tells from before the table was known is in its rows. */
    private void replaceFrom(long place, String name, String why) throws InterruptedException {
        Optional<TableIdentity> known =
                known(tables.get(name)).filter(table -> table.isKnownAt(place));
        if (known.isPresent()) {
            replace(name, known.get(), why, place);
        }
    }

    /**
     * @param known what the table was compared with; only a load gives it another place since when
     *     it is known
     */
    private void replace(String name, TableIdentity known, String why, long place)
            throws InterruptedException {
        if (replaced.add(name)) {
            followed.replaced(
                    tables.get(name),
                    identity -> TableIdentity.parse(identity).since() == known.since(),
                    why,
                    identity -> !TableIdentity.parse(identity).isKnownAt(place));
        }
    }

    @Override
    public void close() {
        if (check != null) {
            check.close();
        }
    }
}

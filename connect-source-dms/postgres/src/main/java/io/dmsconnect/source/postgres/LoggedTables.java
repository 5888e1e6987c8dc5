// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.connect.LostShapeException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Shapes that tables had when the log wrote their changes. */
final class LoggedTables {
    private static final String OIDS =
            """
            SELECT w.s, w.t, c.oid
            FROM unnest(?::text[], ?::text[]) AS w(s, t)
            JOIN pg_namespace n ON n.nspname = w.s
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
              AND c.relkind IN ('r', 'p')
            """;

    private static final String FILE =
            """
            SELECT c.relfilenode::bigint, current_setting('server_version_num')::int
            FROM pg_class c WHERE c.oid = ?
            """;

    /** From this version on a generated column need not be stored. */
    private static final int VIRTUAL_GENERATED = 180_000;

    private final UnloggedColumns unlogged;

    /** By the table's oid: another table under the same name has other columns. */
    private final Map<Long, Map<Integer, Column>> seen = new ConcurrentHashMap<>();

    /** Numbers of columns that a change was without, by the table's oid. */
    private final Map<Long, Set<Integer>> gone = new ConcurrentHashMap<>();

    LoggedTables(UnloggedColumns unlogged) {
        this.unlogged = unlogged;
    }

    /** Shapes of the catalogue, which tell the names columns had before any change came. */
    void sighted(Connection connection, Map<TableId, Table> tables) throws SQLException {
        oids(connection, tables.keySet())
                .forEach(
                        (id, oid) -> {
                            Map<Integer, Column> known = seen(oid);
                            tables.get(id)
                                    .columns()
                                    .forEach(column -> known.putIfAbsent(column.id(), column));
                        });
    }

    private static Map<TableId, Long> oids(Connection connection, Collection<TableId> ids)
            throws SQLException {
        Map<TableId, Long> oids = new HashMap<>();
        try (PreparedStatement statement = PgCatalogue.prepare(connection, OIDS, ids);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                oids.put(new TableId(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
        }
        return oids;
    }

    private Map<Integer, Column> seen(long oid) {
        return seen.computeIfAbsent(oid, table -> new ConcurrentHashMap<>());
    }

    /**
     * @param untold knows what the table was when its changes began to be followed
     * @return columns in the order of the log; empty where the catalogue does not tell which they
     *     are
     * @throws LostShapeException where the table is gone, or another one has its name, and its
     *     columns with it
     */
    Optional<Table> at(Connection connection, TableId id, LoggedShape logged, UntoldChanges untold)
            throws SQLException {
        String low = transaction(logged);
        List<Attribute> all = Attribute.of(connection, id.schema(), id.name());
        Table now = PgCatalogue.describe(connection, List.of(id), false).get(id);
        Long oid = oids(connection, List.of(id)).get(id);
        Optional<TableIdentity> followed = untold.identity(id);
        boolean isAnother = oid != null && followed.filter(table -> table.oid() != oid).isPresent();
        if (isAnother) {
            untold.another(id);
        }
        if (all.isEmpty() || now == null || oid == null || isAnother) {
            throw new LostShapeException(
                    "Table %s was dropped or renamed: changes from before that, of transaction %s and later, are left out, since the catalogue no longer tells its columns. The target's table stays as it is; what comes under its name is loaded anew"
                            .formatted(id, low),
                    true);
        }
        long next = PgCatalogue.nextTransaction(connection);
        long transaction = Attribute.full(Long.parseLong(low), next);
        Map<Integer, Column> known = seen(oid);
        Map<Integer, Column> present = new HashMap<>();
        now.columns().forEach(column -> present.put(column.id(), column));
        Set<Integer> goneBefore = gone.computeIfAbsent(oid, table -> ConcurrentHashMap.newKeySet());
        List<Attribute> likely =
                known(connection, oid, all, transaction).stream()
                        .filter(attribute -> !goneBefore.contains(attribute.number()))
                        .toList();
        Optional<List<Attribute>> found =
                new AttributesAtChange(
                                likely,
                                logged.columns(),
                                transaction,
                                (number, place) ->
                                        isLike(present.get(number), logged.types().get(place)))
                        .find();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Attribute> there = found.get();
        goneBefore.addAll(goneBehind(all, there));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < there.size(); i++) {
            columns.add(
                    column(
                            there.get(i),
                            logged.columns().get(i),
                            logged.types().get(i),
                            transaction,
                            present,
                            known));
        }
        columns.forEach(column -> known.put(column.id(), column));
        List<Integer> key = key(now, followed);
        return Optional.of(new Table(id, columns, named(key, columns), now.storage()));
    }

    /**
     * A table that gets or loses a key, or gets another one, is followed no further before it has
     * been loaded anew: the changes that are passed on have the key of before.
     */
    private static List<Integer> key(Table now, Optional<TableIdentity> followed) {
        return followed.map(TableIdentity::keyColumns)
                .orElseGet(
                        () ->
                                Arrays.stream(now.keyIndexes())
                                        .map(index -> now.columns().get(index).id())
                                        .boxed()
                                        .toList());
    }

    /** What a table's changes are read from now on is in the order in which they were made. */
    void begin() {
        gone.clear();
    }

    /** Dropped columns that a change no longer had: no change behind it has them. */
    private static Set<Integer> goneBehind(List<Attribute> all, List<Attribute> there) {
        int last = there.isEmpty() ? 0 : there.get(there.size() - 1).number();
        return all.stream()
                .filter(
                        a ->
                                a.dropped()
                                        && a.number() < last
                                        && !numbers(there).contains(a.number()))
                .map(Attribute::number)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> numbers(List<Attribute> attributes) {
        return attributes.stream().map(Attribute::number).collect(Collectors.toSet());
    }

    /**
     * Could the log have told this type of a column that has become this one? Where values had to
     * be written anew, the table is in another file, and is loaded anyway.
     */
    private static boolean isLike(Column now, Optional<DataType> logged) {
        return now == null
                || logged.isEmpty()
                || family(now.type()).isEmpty()
                || family(now.type()).equals(family(logged.get()));
    }

    private static String family(DataType type) {
        String name = type.declaration().replaceAll("\\([^)]*\\)", "").trim();
        return switch (name) {
            case "character varying", "character", "bpchar", "text" -> "text";
            default -> name.startsWith("timestamp") ? "timestamp" : name;
        };
    }

    /** The change's transaction, the low 32 bits of its id. */
    static String transaction(LoggedShape logged) {
        return logged.position().split(":", -1)[1];
    }

    private List<Attribute> known(
            Connection connection, long oid, List<Attribute> all, long transaction)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FILE)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return unlogged.complete(
                        oid, all, transaction, row.getLong(1), row.getInt(2) < VIRTUAL_GENERATED);
            }
        }
    }

    private static Column column(
            Attribute attribute,
            String name,
            Optional<DataType> logged,
            long transaction,
            Map<Integer, Column> present,
            Map<Integer, Column> known) {
        Column now = present.get(attribute.number());
        if (now != null && attribute.changedBy() < transaction) {
            return now;
        }
        // it has been altered or dropped since, or by this very transaction
        Column before = known.get(attribute.number());
        Column nearest = before == null ? now : before;
        DataType type =
                logged.or(() -> Optional.ofNullable(nearest).map(Column::type))
                        .orElse(DataType.of(DataType.Kind.NCLOB).declared(DataType.UNTOLD, ""));
        boolean nullable = now == null || now.nullable() || nearest.nullable();
        return new Column(name, type, nullable, attribute.number());
    }

    /** The key in the names of then; none where it has columns that were not there. */
    private static List<String> named(List<Integer> key, List<Column> columns) {
        List<String> names = new ArrayList<>();
        for (int number : key) {
            columns.stream()
                    .filter(column -> column.id() == number)
                    .forEach(column -> names.add(column.name()));
        }
        return names.size() == key.size() ? names : List.of();
    }
}

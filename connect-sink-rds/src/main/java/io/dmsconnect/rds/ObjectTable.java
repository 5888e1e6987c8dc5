// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.ObjectsText;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.rds.WantedObject.Kind;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The control table of secondary objects: what each table is to have, what has been made of it, and
 * what not, and why.
 */
final class ObjectTable {
    static final String NAME = "awsdms_connect_objects";

    /** Is made when the table's rows are there; a foreign key when those of both tables are. */
    static final String WAITING = "waiting";

    static final String CREATED = "created";
    static final String NOT_CREATED = "not created";

    private static final String OF_TASK = " WHERE task_name = ? AND scope = ?";
    private static final String OF_TABLE = OF_TASK + " AND target_schema = ? AND target_table = ?";
    private static final String COLUMNS =
            "target_schema, target_table, place, kind, object_name, state, definition,"
                    + " ref_schema, ref_table, changes_follow";

    private final Dialect dialect;
    private final String table;
    private final String task;
    private final String scope;

    ObjectTable(Dialect dialect, String schema, String task, String scope) {
        this.dialect = dialect;
        this.table = dialect.quote(new TableId(schema, NAME));
        this.task = task;
        this.scope = scope;
    }

    void create(Statement statement) throws SQLException {
        statement.execute(
                """
                CREATE TABLE IF NOT EXISTS %s (
                  task_name varchar(128) NOT NULL, scope varchar(64) NOT NULL,
                  target_schema varchar(128) NOT NULL, target_table varchar(128) NOT NULL,
                  place int NOT NULL, kind varchar(40) NOT NULL, object_name varchar(250) NOT NULL,
                  state varchar(20) NOT NULL, statement %2$s, remark %2$s, definition %2$s,
                  ref_schema varchar(128), ref_table varchar(128), changes_follow smallint NOT NULL,
                  PRIMARY KEY (task_name, scope, target_schema, target_table, place))%3$s
                """
                        .formatted(table, dialect.textType(), dialect.controlTableOptions()));
    }

    /** A table is loaded from its beginning: nothing is known of its objects. */
    void clear(Connection connection, TableId of) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + table + OF_TABLE)) {
            bind(statement, 1, of);
            statement.executeUpdate();
        }
    }

    /** The table's key is made when its rows are there. */
    void wantKey(Connection connection, TableId of, String statement) throws SQLException {
        insert(
                connection,
                new WantedObject(
                        of, 0, Kind.PRIMARY_KEY, of.name(), WAITING, statement, null, false),
                "");
    }

    /**
     * What the table is to have, in place of what was said before.
     *
     * @param refusal why none of it is made; empty where it is
     */
    void want(Connection connection, TableId of, SecondaryObjects objects, String refusal)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + table + OF_TABLE + " AND place > 0")) {
            bind(statement, 1, of);
            statement.executeUpdate();
        }
        String state = refusal.isEmpty() ? WAITING : NOT_CREATED;
        List<WantedObject> wanted = new ArrayList<>();
        for (Index index : objects.indexes()) {
            wanted.add(wanted(of, wanted, Kind.INDEX, index.name(), state, index, null, objects));
        }
        for (ColumnDefault value : objects.defaults()) {
            wanted.add(
                    wanted(of, wanted, Kind.DEFAULT, value.column(), state, value, null, objects));
        }
        for (Numbering number : objects.numberings()) {
            wanted.add(
                    wanted(
                            of,
                            wanted,
                            Kind.NUMBERING,
                            number.column(),
                            state,
                            number,
                            null,
                            objects));
        }
        for (ForeignKey key : objects.foreignKeys()) {
            wanted.add(
                    wanted(
                            of,
                            wanted,
                            Kind.FOREIGN_KEY,
                            key.name(),
                            state,
                            key,
                            key.references().id(),
                            objects));
        }
        for (WantedObject object : wanted) {
            insert(connection, object, refusal);
        }
        int place = wanted.size();
        for (SecondaryObjects.Leftover leftover : objects.leftovers()) {
            insertLeftover(connection, of, ++place, leftover);
        }
    }

    private static WantedObject wanted(
            TableId of,
            List<WantedObject> before,
            Kind kind,
            String name,
            String state,
            Object definition,
            TableId references,
            SecondaryObjects objects) {
        return new WantedObject(
                of,
                before.size() + 1,
                kind,
                name,
                state,
                ObjectsText.write(definition),
                references,
                objects.changesFollow());
    }

    private void insert(Connection connection, WantedObject object, String remark)
            throws SQLException {
        insert(connection, object, object.kind().text(), remark);
    }

    private void insertLeftover(
            Connection connection, TableId of, int place, SecondaryObjects.Leftover leftover)
            throws SQLException {
        insert(
                connection,
                new WantedObject(
                        of, place, Kind.OTHER, leftover.name(), NOT_CREATED, "", null, false),
                leftover.kind(),
                leftover.reason());
    }

    private void insert(Connection connection, WantedObject object, String kind, String remark)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO "
                                + table
                                + " (task_name, scope, "
                                + COLUMNS
                                + ", statement, remark)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)")) {
            bind(statement, 1, object.table());
            statement.setInt(5, object.place());
            statement.setString(6, kind);
            statement.setString(7, object.name());
            statement.setString(8, object.state());
            statement.setString(9, object.definition());
            TableId references = object.references();
            statement.setString(10, references == null ? null : references.schema());
            statement.setString(11, references == null ? null : references.name());
            statement.setInt(12, object.changesFollow() ? 1 : 0);
            statement.setString(13, shown(remark));
            statement.executeUpdate();
        }
    }

    /** What waits for the rows of this table only, in the order in which it is made. */
    List<WantedObject> waiting(Connection connection, TableId of) throws SQLException {
        return select(
                connection,
                OF_TABLE + " AND state = 'waiting' AND kind <> 'foreign key' ORDER BY place",
                of,
                null);
    }

    /** Foreign keys that wait, of this table or to it. */
    List<WantedObject> waitingKeys(Connection connection, TableId of) throws SQLException {
        return select(
                connection,
                OF_TASK
                        + " AND ((target_schema = ? AND target_table = ?)"
                        + " OR (ref_schema = ? AND ref_table = ?))"
                        + " AND state = 'waiting' AND kind = 'foreign key'"
                        + " ORDER BY target_schema, target_table, place",
                of,
                of);
    }

    /** Foreign keys of other tables to this one that were made. */
    List<WantedObject> keysTo(Connection connection, TableId of) throws SQLException {
        return select(
                        connection,
                        OF_TASK
                                + " AND ref_schema = ? AND ref_table = ?"
                                + " AND state = 'created' AND kind = 'foreign key'",
                        of,
                        null)
                .stream()
                .filter(key -> !key.table().equals(of))
                .toList();
    }

    private List<WantedObject> select(
            Connection connection, String where, TableId first, TableId second)
            throws SQLException {
        List<WantedObject> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM " + table + where)) {
            bind(statement, 1, first);
            if (second != null) {
                statement.setString(5, second.schema());
                statement.setString(6, second.name());
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new WantedObject(
                                    new TableId(row.getString(1), row.getString(2)),
                                    row.getInt(3),
                                    Kind.of(row.getString(4)),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getString(7),
                                    row.getString(8) == null
                                            ? null
                                            : new TableId(row.getString(8), row.getString(9)),
                                    row.getInt(10) == 1));
                }
            }
        }
        return found;
    }

    /** What became of an object. */
    void store(
            Connection connection,
            WantedObject object,
            String state,
            String name,
            String statement,
            String remark)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE "
                                + table
                                + " SET state = ?, object_name = ?, statement = ?, remark = ?"
                                + OF_TABLE
                                + " AND place = ?")) {
            update.setString(1, state);
            update.setString(2, name);
            update.setString(3, shown(statement));
            update.setString(4, shown(remark));
            bind(update, 5, object.table());
            update.setInt(9, object.place());
            update.executeUpdate();
        }
    }

    /** A default's text may hold a zero byte, which PostgreSQL's text cannot. */
    private static String shown(String text) {
        return text.replace("\0", "\\0");
    }

    /**
     * An index that has been made gets another name.
     *
     * @return false where the task has made none of that name
     */
    boolean rename(Connection connection, TableId of, String index, String name)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE "
                                + table
                                + " SET object_name = ?"
                                + OF_TABLE
                                + " AND object_name = ? AND kind = 'index' AND state = 'created'")) {
            update.setString(1, name);
            bind(update, 2, of);
            update.setString(6, index);
            return update.executeUpdate() > 0;
        }
    }

    private void bind(PreparedStatement statement, int first, TableId of) throws SQLException {
        statement.setString(first, task);
        statement.setString(first + 1, scope);
        statement.setString(first + 2, of.schema());
        statement.setString(first + 3, of.name());
    }
}

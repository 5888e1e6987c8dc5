// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.StopPoint;
import io.dmsconnect.rds.apply.ChangeCounts;
import io.dmsconnect.rds.apply.LoadProgress;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the sink remembers in the target, written in the transaction of the rows: Kafka offsets, and
 * each table's state and statistics in DMS's words.
 */
final class ControlTables {
    private static final String OFFSETS = "awsdms_connect_offsets";
    private static final String LAST = "last_offset";
    private static final String TABLES = "awsdms_connect_tables";
    private static final String ANNOUNCED = "announced";
    private static final String STATE_BEFORE = "Before load";
    private static final String STATE_LOADING = "Full load";
    private static final String STATE_RELOADING = "Table is being reloaded";
    private static final String STATE_COMPLETE = "Table completed";
    private static final String STATE_ERROR = "Table error";

    private final Dialect dialect;
    private final String schema;
    private final String offsets;
    private final String tables;
    private final String task;
    private final String scope;
    private final Segments segments;
    private final ObjectTable objects;
    private final Stop stop;

    ControlTables(
            Dialect dialect, String controlSchema, String task, String scope, StopPoint stopPoint) {
        this.dialect = dialect;
        this.schema = controlSchema.isEmpty() ? dialect.controlSchema() : controlSchema;
        this.offsets = dialect.quote(new TableId(schema, OFFSETS));
        this.tables = dialect.quote(new TableId(schema, TABLES));
        this.task = task;
        this.scope = scope;
        this.segments = new Segments(dialect, schema, task, scope);
        this.objects = new ObjectTable(dialect, schema, task, scope);
        this.stop = new Stop(stopPoint, dialect, schema, tables, task, scope);
    }

    Segments segments() {
        return segments;
    }

    ObjectTable objects() {
        return objects;
    }

    String dropForeignKey(WantedObject key) {
        return dialect.objects().dropForeignKey(key.table(), key.name());
    }

    Stop stop() {
        return stop;
    }

    /**
     * @param of what is locked
     */
    TaskLock lock(Connection connection, String of) {
        return new TaskLock(connection, dialect.objects(), task + "\0" + scope, of);
    }

    void create(Connection connection) throws SQLException {
        if (columnsExist(connection)) {
            return;
        }
        try {
            createMissing(connection);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            // another task may have been faster
            if (!columnsExist(connection)) {
                throw e;
            }
        }
    }

    private void createMissing(Connection connection) throws SQLException {
        String instant = dialect.instantType();
        try (Statement statement = connection.createStatement()) {
            if (dialect.oneAfterTheOther().isPresent()) {
                statement.execute(dialect.oneAfterTheOther().get());
            }
            if (!schemaExists(connection)) {
                statement.execute(dialect.createSchema(schema));
            }
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS %s (
                      task_name varchar(128) NOT NULL, scope varchar(64) NOT NULL,
                      topic varchar(249) NOT NULL, kafka_partition int NOT NULL,
                      next_offset bigint NOT NULL, last_offset bigint NULL, last_millis bigint NULL,
                      PRIMARY KEY (task_name, scope, topic, kafka_partition))%s
                    """
                            .formatted(offsets, dialect.controlTableOptions()));
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS %1$s (
                      task_name varchar(128) NOT NULL, scope varchar(64) NOT NULL,
                      target_schema varchar(128) NOT NULL, target_table varchar(128) NOT NULL,
                      source_schema varchar(128), source_table varchar(128),
                      table_state varchar(40) NOT NULL, generation bigint NOT NULL, attempt bigint NOT NULL,
                      begun smallint NOT NULL, load_segments int NOT NULL, load_position %4$s, load_from %4$s,
                      resumed bigint NOT NULL, segments int NOT NULL, end_rows bigint NOT NULL,
                      estimated_rows bigint NOT NULL, full_load_rows bigint NOT NULL,
                      full_load_filtered bigint NOT NULL,
                      load_start %2$s NULL, load_end %2$s NULL,
                      inserts bigint NOT NULL, updates bigint NOT NULL, deletes bigint NOT NULL,
                      ddls bigint NOT NULL,
                      last_source_time %2$s NULL, last_applied_time %2$s NULL, latency_ms bigint,
                      shape %4$s, error %4$s, announced bigint NULL,
                      PRIMARY KEY (task_name, scope, target_schema, target_table))%3$s
                    """
                            .formatted(
                                    tables,
                                    instant,
                                    dialect.controlTableOptions(),
                                    dialect.textType()));
            if (!columns(connection, OFFSETS).contains(LAST)) {
                // made by an earlier version
                statement.execute(
                        "ALTER TABLE " + offsets + " ADD COLUMN " + LAST + " bigint NULL");
                statement.execute("ALTER TABLE " + offsets + " ADD COLUMN last_millis bigint NULL");
            }
            if (!columns(connection, TABLES).contains(ANNOUNCED)) {
                statement.execute("ALTER TABLE " + tables + " ADD COLUMN announced bigint NULL");
            }
            segments.create(statement);
            stop.create(statement);
            objects.create(statement);
        }
    }

    private boolean schemaExists(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?")) {
            statement.setString(1, schema);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private boolean columnsExist(Connection connection) throws SQLException {
        // the objects' table is the last one that is made
        boolean exist =
                !columns(connection, ObjectTable.NAME).isEmpty()
                        && columns(connection, OFFSETS).contains(LAST)
                        && columns(connection, TABLES).contains(ANNOUNCED);
        connection.rollback();
        return exist;
    }

    private Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(dialect.describe())) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
        }
        return names;
    }

    /** By partition, of all partitions this task has ever written. */
    Map<TopicPartition, StoredOffset> offsets(Connection connection) throws SQLException {
        Map<TopicPartition, StoredOffset> found = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT topic, kafka_partition, next_offset, last_offset, last_millis FROM "
                                + offsets
                                + " WHERE task_name = ? AND scope = ?")) {
            statement.setString(1, task);
            statement.setString(2, scope);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.put(
                            new TopicPartition(result.getString(1), result.getInt(2)),
                            StoredOffset.of(
                                    result.getLong(3),
                                    result.getObject(4, Long.class),
                                    result.getObject(5, Long.class)));
                }
            }
        }
        connection.rollback();
        return found;
    }

    /** Where DDL needs it; one for each open transaction. */
    DdlFence fence(Connection connection) {
        return new DdlFence(connection, dialect, task + "\0" + scope);
    }

    /**
     * Moves a partition's offset.
     *
     * @param known what this task believes to be stored, null for nothing
     * @param last a record that has been applied, to know the log by
     * @return false where something else is stored: another task writes this partition, or its
     *     table is being loaded anew
     */
    boolean advance(
            Connection connection,
            TopicPartition partition,
            Long known,
            long next,
            Optional<KnownRecord> last)
            throws SQLException {
        String sql =
                known == null
                        ? "INSERT INTO "
                                + offsets
                                + " (next_offset, last_offset, last_millis, task_name, scope, topic,"
                                + " kafka_partition) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        : "UPDATE "
                                + offsets
                                + " SET next_offset = ?, last_offset = coalesce(?, last_offset),"
                                + " last_millis = coalesce(?, last_millis)"
                                + " WHERE task_name = ? AND scope = ? AND topic = ?"
                                + " AND kafka_partition = ? AND next_offset = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, next);
            if (last.isPresent()) {
                statement.setLong(2, last.get().offset());
                statement.setLong(3, last.get().millis());
            } else {
                statement.setNull(2, Types.BIGINT);
                statement.setNull(3, Types.BIGINT);
            }
            statement.setString(4, task);
            statement.setString(5, scope);
            statement.setString(6, partition.topic());
            statement.setInt(7, partition.partition());
            if (known != null) {
                statement.setLong(8, known);
            }
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            if (known == null && dialect.classify(e) == FailureKind.RECORD) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Is a partition's offset still what this task believes (null for nothing)? The transaction
     * goes on.
     */
    boolean isStored(Connection connection, TopicPartition partition, Long known)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT next_offset FROM "
                                + offsets
                                + " WHERE task_name = ? AND scope = ? AND topic = ?"
                                + " AND kafka_partition = ?")) {
            statement.setString(1, task);
            statement.setString(2, scope);
            statement.setString(3, partition.topic());
            statement.setInt(4, partition.partition());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? known != null && row.getLong(1) == known : known == null;
            }
        }
    }

    /** A topic has to be read again from its beginning. */
    void rewind(Connection connection, String topic) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + offsets
                                + " SET next_offset = 0, last_offset = NULL, last_millis = NULL"
                                + " WHERE task_name = ? AND scope = ? AND topic = ?")) {
            statement.setString(1, task);
            statement.setString(2, scope);
            statement.setString(3, topic);
            statement.executeUpdate();
        }
    }

    Optional<LoadProgress> progress(Connection connection, TableId target) throws SQLException {
        return progress(connection, target, "");
    }

    /** As {@link #progress}; nobody else changes it before this transaction ends. */
    Optional<LoadProgress> lockedProgress(Connection connection, TableId target)
            throws SQLException {
        return progress(connection, target, " FOR UPDATE");
    }

    /** As {@link #progress}; nobody changes it before this transaction ends. */
    Optional<LoadProgress> sharedProgress(Connection connection, TableId target)
            throws SQLException {
        return progress(connection, target, dialect.shareLock());
    }

    private Optional<LoadProgress> progress(Connection connection, TableId target, String lock)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT generation, attempt, begun, load_end, load_position, load_from,"
                                + " resumed, segments, end_rows, shape, coalesce(announced, 0)"
                                + " FROM "
                                + tables
                                + whereTable()
                                + lock)) {
            bindTable(statement, 1, target);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                return Optional.of(
                        new LoadProgress(
                                result.getLong(1),
                                result.getLong(2),
                                result.getInt(3) == 1,
                                Instants.get(dialect, result, 4),
                                LoadPosition.parse(text(result.getString(5))),
                                LoadPosition.parse(text(result.getString(6))),
                                result.getLong(7),
                                result.getInt(8),
                                result.getLong(9),
                                text(result.getString(10)),
                                result.getLong(11)));
            }
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String whereTable() {
        return " WHERE task_name = ? AND scope = ? AND target_schema = ? AND target_table = ?";
    }

    private void bindTable(PreparedStatement statement, int first, TableId target)
            throws SQLException {
        statement.setString(first, task);
        statement.setString(first + 1, scope);
        statement.setString(first + 2, target.schema());
        statement.setString(first + 3, target.name());
    }

    /** Makes a table's row where there is none. */
    void announce(
            Connection connection,
            TableId target,
            TableId source,
            long generation,
            long estimated,
            boolean loads)
            throws SQLException {
        if (progress(connection, target).isPresent()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO "
                                + tables
                                + " (task_name, scope, target_schema, target_table, source_schema,"
                                + " source_table, table_state, generation, attempt, begun, load_segments, resumed,"
                                + " segments, end_rows, estimated_rows, full_load_rows,"
                                + " full_load_filtered, inserts, updates, deletes, ddls)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ?, 0, 0, 0, 0, 0, 0)")) {
            bindTable(statement, 1, target);
            statement.setString(5, source.schema());
            statement.setString(6, source.name());
            statement.setString(7, loads ? STATE_BEFORE : STATE_COMPLETE);
            statement.setLong(8, generation);
            statement.setLong(9, estimated);
            statement.executeUpdate();
        }
    }

    /** Changes of before this load will be void. */
    void announced(Connection connection, TableId target, long generation) throws SQLException {
        update(connection, target, "announced = ?", generation);
    }

    /** From now on rows of former attempts are void, and those of this one wait for its begin. */
    void claim(Connection connection, LoadMessage message) throws SQLException {
        update(
                connection,
                message.table().id(),
                "generation = ?, attempt = ?, begun = 0",
                message.generation(),
                message.attempt());
    }

    /**
     * @param changes topic of the table's changes where some of them have been applied already and
     *     have to be read again, since this load is another one; else null
     */
    void begin(
            Connection connection,
            LoadMessage message,
            String loadFrom,
            String shape,
            String changes)
            throws SQLException {
        if (changes != null) {
            rewind(connection, changes);
        }
        segments.clear(connection, message.table().id());
        objects.clear(connection, message.table().id());
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + tables
                                + " SET table_state = ?, generation = ?, attempt = ?, begun = 1, load_segments = ?,"
                                + " load_position = ?, load_from = ?, resumed = ?, segments = 0,"
                                + " end_rows = 0, estimated_rows = ?, full_load_rows = 0,"
                                + " full_load_filtered = 0, load_start = ?,"
                                + " load_end = NULL, shape = ?, error = NULL"
                                + whereTable())) {
            statement.setString(1, message.generation() > 1 ? STATE_RELOADING : STATE_LOADING);
            statement.setLong(2, message.generation());
            statement.setLong(3, message.attempt());
            statement.setInt(4, message.segment().count());
            statement.setString(5, message.position());
            statement.setString(6, loadFrom);
            statement.setLong(7, message.attempt());
            statement.setLong(8, message.estimatedRows());
            setInstant(statement, 9, System.currentTimeMillis());
            statement.setString(10, shape);
            bindTable(statement, 11, message.table().id());
            requireOne(statement.executeUpdate(), message.table().id());
        }
    }

    /** Segments are read from a newer state of the source than those before. */
    void resumed(Connection connection, LoadMessage message) throws SQLException {
        update(
                connection,
                message.table().id(),
                "load_position = ?, resumed = ?",
                message.position(),
                message.segment().attempt());
    }

    /** All segments have been read. */
    void ended(Connection connection, LoadMessage message) throws SQLException {
        update(
                connection,
                message.table().id(),
                "segments = ?, end_rows = ?",
                message.segment().count(),
                message.rows());
    }

    /** Tables whose end has come, and that are not complete. */
    List<TableId> unfinished(Connection connection) throws SQLException {
        List<TableId> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT target_schema, target_table FROM "
                                + tables
                                + " WHERE task_name = ? AND scope = ? AND begun = 1"
                                + " AND segments > 0 AND load_end IS NULL")) {
            statement.setString(1, task);
            statement.setString(2, scope);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(new TableId(result.getString(1), result.getString(2)));
                }
            }
        }
        return found;
    }

    void completed(Connection connection, TableId target, Segments.Sum sum) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + tables
                                + " SET full_load_rows = ?, full_load_filtered = ?, table_state = ?,"
                                + " error = NULL, load_end = ?"
                                + whereTable())) {
            statement.setLong(1, sum.rows());
            statement.setLong(2, sum.filtered());
            statement.setString(3, STATE_COMPLETE);
            setInstant(statement, 4, System.currentTimeMillis());
            bindTable(statement, 5, target);
            statement.executeUpdate();
        }
        segments.clear(connection, target);
    }

    private void update(Connection connection, TableId target, String set, Object... values)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE " + tables + " SET " + set + whereTable())) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            bindTable(statement, values.length + 1, target);
            requireOne(statement.executeUpdate(), target);
        }
    }

    /** What is written to no row, such as one that somebody has deleted by hand, would be lost. */
    private void requireOne(int rows, TableId target) {
        if (rows != 1) {
            throw new ReplicationException(
                    FailureKind.FATAL,
                    "table " + target,
                    "%s has %d rows of it in place of one; start over, or reload the table"
                            .formatted(tables, rows));
        }
    }

    void changed(Connection connection, TableId target, ChangeCounts counts) throws SQLException {
        long now = System.currentTimeMillis();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + tables
                                + " SET inserts = inserts + ?, updates = updates + ?, deletes = deletes"
                                + " + ?, ddls = ddls + ?, last_source_time = ?, last_applied_time = ?,"
                                + " latency_ms = ?, table_state = ?, error = NULL"
                                + whereTable())) {
            statement.setLong(1, counts.inserts());
            statement.setLong(2, counts.updates());
            statement.setLong(3, counts.deletes());
            statement.setLong(4, counts.ddls());
            setInstant(statement, 5, counts.lastSourceMillis());
            setInstant(statement, 6, now);
            statement.setLong(7, Math.max(0, now - counts.lastSourceMillis()));
            // a table whose changes are applied is loaded, or was never to be
            statement.setString(8, STATE_COMPLETE);
            bindTable(statement, 9, target);
            statement.executeUpdate();
        }
    }

    void shape(Connection connection, TableId target, String shape) throws SQLException {
        update(connection, target, "shape = ?", shape);
    }

    /** In a transaction of its own. */
    void failed(Connection connection, TableId target, TableId source, String error)
            throws SQLException {
        announce(connection, target, source, 0, -1, false);
        update(connection, target, "table_state = ?, error = ?", STATE_ERROR, error);
        connection.commit();
    }

    private void setInstant(PreparedStatement statement, int parameter, long millis)
            throws SQLException {
        Instants.set(dialect, statement, parameter, millis);
    }
}

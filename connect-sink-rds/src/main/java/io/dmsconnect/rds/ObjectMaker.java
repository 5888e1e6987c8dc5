// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.ObjectsText;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.ObjectSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one secondary object, and stores what became of it. One that the target refuses is listed
 * with the reason and the statement, and the task goes on without it; but a key it cannot do
 * without.
 */
final class ObjectMaker {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectMaker.class);
    private static final int SHORT_NAME = 40;
    private static final String KEY_THERE =
            "SELECT 1 FROM information_schema.table_constraints WHERE table_schema = ? AND"
                    + " table_name = ? AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')";

    private final Dialect dialect;
    private final ObjectSql sql;
    private final ObjectTable objects;
    private final Consumer<Statement> running;

    /**
     * @param running is told each statement that may take long, and null when it is over
     */
    ObjectMaker(Dialect dialect, ObjectTable objects, Consumer<Statement> running) {
        this.dialect = dialect;
        this.sql = dialect.objects();
        this.objects = objects;
        this.running = running;
    }

    /**
     * @param table as the target has it
     */
    void make(Connection connection, WantedObject wanted, Table table) throws SQLException {
        switch (wanted.kind()) {
            case PRIMARY_KEY -> key(connection, wanted);
            case INDEX -> index(connection, wanted, table);
            case DEFAULT ->
                    make(
                            connection,
                            wanted,
                            wanted.name(),
                            sql.columnDefault(table, read(wanted, ColumnDefault.class)));
            case NUMBERING -> {
                Numbering numbering = read(wanted, Numbering.class);
                make(
                        connection,
                        wanted,
                        wanted.name(),
                        sql.numbering(table, numbering, isNumbered(connection, wanted)));
            }
            case FOREIGN_KEY -> foreignKey(connection, wanted, table);
            case OTHER -> throw new IllegalStateException("nobody makes " + wanted.name());
        }
    }

    private static <T> T read(WantedObject wanted, Class<T> part) {
        return ObjectsText.read(wanted.definition(), part);
    }

    private void key(Connection connection, WantedObject wanted) throws SQLException {
        TableId table = wanted.table();
        if (ask(connection, KEY_THERE, table, null).isEmpty()) {
            LOG.info("The key of {} is made", table);
            try {
                run(connection, List.of(wanted.definition()));
            } catch (SQLException e) {
                if (dialect.classify(e) == FailureKind.RECOVERABLE) {
                    throw e;
                }
                throw new ReplicationException(
                        FailureKind.TABLE,
                        "table " + table,
                        "its key cannot be made after the load (CreatePkAfterFullLoad): "
                                + dialect.reason(e)
                                + "; "
                                + wanted.definition(),
                        e);
            }
        }
        objects.store(
                connection, wanted, ObjectTable.CREATED, wanted.name(), wanted.definition(), "");
    }

    private boolean isNumbered(Connection connection, WantedObject wanted) throws SQLException {
        return sql.numbered().isPresent()
                && ask(connection, sql.numbered().get(), wanted.table(), wanted.name()).isPresent();
    }

    private void index(Connection connection, WantedObject wanted, Table table)
            throws SQLException {
        Optional<String> name = freeName(connection, wanted, sql.indexNamed());
        if (name.isEmpty()) {
            return;
        }
        make(
                connection,
                wanted,
                name.get(),
                sql.index(table, read(wanted, Index.class), name.get()));
    }

    private void foreignKey(Connection connection, WantedObject wanted, Table table)
            throws SQLException {
        ForeignKey key = read(wanted, ForeignKey.class);
        if (wanted.changesFollow() && writesAreChecked(connection)) {
            String statement =
                    String.join("; ", sql.foreignKey(table, key, wanted.name()).statements());
            refuse(
                    connection,
                    wanted,
                    wanted.name(),
                    statement,
                    "it would refuse changes, which come table by table: the user may not set"
                            + " session_replication_role. Grant that and reload the table, or make"
                            + " it at the cut-over");
            return;
        }
        Optional<String> name = freeName(connection, wanted, sql.foreignKeyNamed());
        if (name.isEmpty()) {
            return;
        }
        ObjectSql.Making checked = sql.foreignKey(table, key, name.get());
        Optional<ObjectSql.Making> unchecked = sql.uncheckedForeignKey(table, key, name.get());
        if (unchecked.isEmpty()) {
            make(connection, wanted, name.get(), checked);
            return;
        }
        try {
            run(connection, checked.statements());
            created(connection, wanted, name.get(), checked);
        } catch (SQLException e) {
            if (dialect.classify(e) == FailureKind.RECOVERABLE) {
                throw e;
            }
            // changes of one of the two may be applied that the other's are not yet
            make(connection, wanted, name.get(), unchecked.get());
        }
    }

    private boolean writesAreChecked(Connection connection) throws SQLException {
        if (sql.writesAreChecked().isEmpty()) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.writesAreChecked().get())) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    private void make(
            Connection connection, WantedObject wanted, String name, ObjectSql.Making making)
            throws SQLException {
        String statement = String.join("; ", making.statements());
        if (making.statements().isEmpty()) {
            refuse(connection, wanted, name, statement, making.remark());
            return;
        }
        try {
            run(connection, making.statements());
        } catch (SQLException e) {
            if (dialect.classify(e) == FailureKind.RECOVERABLE) {
                throw e;
            }
            refuse(connection, wanted, name, statement, "the target says: " + dialect.reason(e));
            return;
        }
        created(connection, wanted, name, making);
    }

    private void created(
            Connection connection, WantedObject wanted, String name, ObjectSql.Making making)
            throws SQLException {
        LOG.info("{} {} of {} is made", wanted.kind().text(), name, wanted.table());
        objects.store(
                connection,
                wanted,
                ObjectTable.CREATED,
                name,
                String.join("; ", making.statements()),
                making.remark());
    }

    private void refuse(
            Connection connection,
            WantedObject wanted,
            String name,
            String statement,
            String remark)
            throws SQLException {
        LOG.warn(
                "{} {} of {} is not made: {}",
                wanted.kind().text(),
                wanted.name(),
                wanted.table(),
                remark);
        objects.store(connection, wanted, ObjectTable.NOT_CREATED, name, statement, remark);
    }

    /** One that has stopped in a way nobody thought of; nothing of it is left. */
    void giveUp(Connection connection, WantedObject wanted, SQLException failure)
            throws SQLException {
        refuse(
                connection,
                wanted,
                wanted.name(),
                "",
                "the target says: " + dialect.reason(failure));
    }

    /** All or, where DDL is part of the transaction, nothing. */
    private void run(Connection connection, List<String> statements) throws SQLException {
        Savepoint before = dialect.ddlCommits() ? null : connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            running.accept(statement);
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            if (before != null && dialect.classify(e) != FailureKind.RECOVERABLE) {
                connection.rollback(before);
            }
            throw e;
        } finally {
            running.accept(null);
        }
    }

    /**
     * The source's name, or a longer one where something else on the target has it; empty where the
     * table has the object already, made by a try before.
     */
    private Optional<String> freeName(Connection connection, WantedObject wanted, String query)
            throws SQLException {
        for (String name : names(wanted)) {
            Optional<Integer> taken = ask(connection, query, wanted.table(), name);
            if (taken.isEmpty()) {
                return Optional.of(name);
            }
            if (taken.get() == 1) {
                objects.store(connection, wanted, ObjectTable.CREATED, name, "", "");
                return Optional.empty();
            }
        }
        refuse(connection, wanted, wanted.name(), "", "its name is taken by something else");
        return Optional.empty();
    }

    private List<String> names(WantedObject wanted) {
        String longer = wanted.table().name() + "_" + wanted.name();
        List<String> names = new ArrayList<>();
        names.add(fitting(wanted.name()));
        names.add(fitting(longer));
        names.add(hashed(wanted.table() + " " + wanted.name()));
        return names;
    }

    private String fitting(String name) {
        return dialect.refuseName(name) == null ? name : hashed(name);
    }

    private static String hashed(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        return plain.substring(0, Math.min(SHORT_NAME, plain.length()))
                + "_"
                + Integer.toHexString(name.hashCode());
    }

    /**
     * @param third last parameter, null where there is none
     */
    private static Optional<Integer> ask(
            Connection connection, String query, TableId table, String third) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            if (third != null) {
                statement.setString(3, third);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.dmsconnect.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random statements that alter random tables: a real server says what became of the columns. Each
 * column holds a value of its own in the one row there is, so that values tell which column is
 * which.
 */
public abstract class AlterationsContract {
    private static final int TABLES = Integer.getInteger("alter.tables", 6);
    private static final int STATEMENTS = 30;
    private static final String[] NAMES = {
        "a", "b", "c", "d", "first", "after", "Key1", "two words", "tick`ed", "comma,", "par(en", "é"
    };

    protected abstract DatabaseServer server();

    /** The engine's parser, with columns that keep their numbers. */
    protected abstract DdlParser parser();

    /** Does the server know IF EXISTS for columns? */
    protected abstract boolean knowsIfExists();

    @Test
    void columnsAreTheOnesTheServerHas() throws SQLException {
        int accepted = 0;
        server().execute("CREATE DATABASE alterations");
        try (Connection connection = server().connect("alterations");
                Statement statement = connection.createStatement()) {
            for (int seed = 0; seed < TABLES; seed++) {
                accepted += new Run(statement, seed).run();
            }
        } finally {
            server().execute("DROP DATABASE alterations");
        }
        // most of what is thrown together is a statement
        assertThat(accepted).isGreaterThan(TABLES * STATEMENTS / 3);
        System.out.println(accepted + " statements compared with the server");
    }

    /** One table and its statements. */
    private final class Run {
        private final Statement server;
        private final int seed;
        private final Random random;
        private final Tables tables = new Tables();
        private final DdlParser parser = parser();
        private final TableId id = new TableId("alterations", null, "t");
        private final Map<Integer, String> values = new HashMap<>();
        private int lastValue;

        Run(Statement server, int seed) {
            this.server = server;
            this.seed = seed;
            this.random = new Random(seed);
        }

        int run() throws SQLException {
            server.execute("DROP TABLE IF EXISTS t");
            String create =
                    "CREATE TABLE t (id int PRIMARY KEY, `tick``ed` varchar(40), a varchar(40), b varchar(40), `two words`"
                            + " varchar(40), d varchar(40))";
            server.execute(create);
            server.execute("INSERT INTO t (id) VALUES (7)");
            parser.setCurrentDatabase("alterations");
            parser.parse(create, tables);
            compare(create);
            int accepted = 0;
            for (int i = 0; i < STATEMENTS; i++) {
                String alter = alter();
                try {
                    server.execute(alter);
                } catch (SQLException e) {
                    continue;
                }
                accepted++;
                try {
                    parser.parse(alter, tables);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", not read: " + alter, e);
                }
                compare(alter);
            }
            return accepted;
        }

        /** Values by column of the only row, in the server's order. */
        private void compare(String statement) throws SQLException {
            String what = "seed " + seed + ", after " + statement;
            Table table = tables.forTable(id);
            List<String> names = new ArrayList<>();
            List<String> updates = new ArrayList<>();
            try (ResultSet row = server.executeQuery("SELECT * FROM t")) {
                assertThat(row.next()).isTrue();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    names.add(row.getMetaData().getColumnName(i));
                }
                assertThat(table.columns().stream().map(Column::name).toList())
                        .as(what)
                        .isEqualTo(names);
                for (String name : names) {
                    int number = Numbered.ids(table).id(name);
                    String value = row.getString(name);
                    // a new column of the key cannot be null
                    String known = value != null && value.isEmpty() ? null : value;
                    assertThat(known)
                            .as("%s: column %s, number %d", what, name, number)
                            .isEqualTo(values.get(number));
                    if (known == null) {
                        String given = "v" + ++lastValue;
                        values.put(number, given);
                        updates.add(quoted(name) + " = '" + given + "'");
                    }
                }
            } catch (AssertionError e) {
                if (values.isEmpty()) {
                    values.put(1, "7");
                    compare(statement);
                    return;
                }
                throw e;
            }
            if (!updates.isEmpty()) {
                server.execute("UPDATE t SET " + String.join(", ", updates));
            }
            assertThat(table.primaryKeyColumnNames()).as(what).isEqualTo(key());
        }

        private List<String> key() throws SQLException {
            List<String> key = new ArrayList<>();
            try (ResultSet rows =
                    server.executeQuery(
                            "SELECT COLUMN_NAME FROM information_schema.STATISTICS WHERE"
                                    + " TABLE_SCHEMA = 'alterations' AND TABLE_NAME = 't' AND"
                                    + " INDEX_NAME = 'PRIMARY' ORDER BY SEQ_IN_INDEX")) {
                while (rows.next()) {
                    key.add(rows.getString(1));
                }
            }
            return key;
        }

        private String alter() {
            List<String> columns =
                    new ArrayList<>(
                            tables.forTable(id).columns().stream().map(Column::name).toList());
            List<String> parts = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            if (random.nextInt(6) == 0 && columns.size() > 2) {
                Collections.shuffle(columns, random);
                parts.add(rename(columns.get(0), columns.get(1)));
                parts.add(rename(columns.get(1), columns.get(0)));
                columns.remove(0);
                columns.remove(0);
            }
            while (parts.size() < count) {
                parts.add(part(columns));
            }
            String verb = word(random.nextBoolean() ? "ALTER TABLE" : "ALTER /* of (it, */ TABLE");
            String name = random.nextBoolean() ? "t" : "`alterations`.`t`";
            return verb + gap() + name + gap() + String.join(gap() + "," + gap(), parts);
        }

        private String part(List<String> columns) {
            String column = columns.get(random.nextInt(columns.size()));
            String type = type();
            String part =
                    switch (random.nextInt(12)) {
                        case 0, 1, 2 -> add() + name(any()) + gap() + type + place(columns);
                        case 3 -> {
                            List<String> all = new ArrayList<>();
                            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                                all.add(name(any()) + gap() + type());
                            }
                            yield add() + "(" + gap() + String.join(", ", all) + ")";
                        }
                        case 4, 5 ->
                                word("DROP ") + column() + ifExists() + gap() + name(column);
                        case 6, 7 ->
                                word("CHANGE ")
                                        + column()
                                        + ifExists()
                                        + gap()
                                        + name(column)
                                        + gap()
                                        + name(random.nextInt(3) == 0 ? column : any())
                                        + gap()
                                        + ofColumn(column, type)
                                        + place(columns);
                        case 8 ->
                                word("MODIFY ")
                                        + column()
                                        + ifExists()
                                        + gap()
                                        + name(column)
                                        + gap()
                                        + ofColumn(column, type)
                                        + place(columns);
                        case 9 -> rename(column, any());
                        case 10 ->
                                word("ALTER ")
                                        + column()
                                        + name(column)
                                        + word(" SET DEFAULT ")
                                        + (isId(column) ? "5" : "NULL");
                        default ->
                                List.of(
                                                "FORCE",
                                                "COMMENT = 'it''s, (a) \\' test'",
                                                "ENGINE=InnoDB",
                                                "ADD INDEX (" + name(column) + ")",
                                                "ADD KEY " + name("k" + ++lastValue) + " (" + name(column) + ")",
                                                "DROP PRIMARY KEY, ADD PRIMARY KEY (" + name(any()) + ")",
                                                "ROW_FORMAT=DYNAMIC")
                                        .get(random.nextInt(7));
                    };
            return random.nextInt(8) == 0 ? "/*!40101 " + part + " */" : part;
        }

        private String add() {
            String exists = knowsIfExists() && random.nextInt(4) == 0 ? "IF NOT EXISTS " : "";
            return word("ADD ") + column() + exists + gap();
        }

        private String ifExists() {
            return knowsIfExists() && random.nextInt(4) == 0 ? word("IF EXISTS ") : "";
        }

        private String column() {
            return random.nextBoolean() ? word("COLUMN ") : "";
        }

        private String rename(String from, String to) {
            return word("RENAME COLUMN ") + name(from) + word(" TO ") + name(to);
        }

        /** The key's column keeps its type, so that it keeps its value. */
        private String ofColumn(String column, String type) {
            return isId(column) ? "int NOT NULL" : type;
        }

        private boolean isId(String column) {
            return Numbered.ids(tables.forTable(id)).id(column) == 1;
        }

        private String type() {
            return switch (random.nextInt(5)) {
                case 0 -> word("VARCHAR") + "(40)";
                case 1 -> "varchar(50) CHARACTER SET latin1 COMMENT 'FIRST, (AFTER) ''x'''";
                case 2 -> "varchar(60) /* , DROP COLUMN a */";
                case 3 -> "varchar(44) DEFAULT NULL COMMENT \"after `b`, first\"";
                default -> "text";
            };
        }

        private String place(List<String> columns) {
            return switch (random.nextInt(4)) {
                case 0 -> gap() + word("FIRST");
                case 1 ->
                        gap()
                                + word("AFTER ")
                                + name(
                                        random.nextInt(4) == 0
                                                ? any()
                                                : columns.get(random.nextInt(columns.size())));
                default -> "";
            };
        }

        private String any() {
            return NAMES[random.nextInt(NAMES.length)];
        }

        private String name(String name) {
            boolean plain =
                    name.matches("[A-Za-z0-9]+")
                            && random.nextBoolean();
            String cased = random.nextInt(5) == 0 ? name.toUpperCase(Locale.ROOT) : name;
            return plain ? cased : quoted(cased);
        }

        private String quoted(String name) {
            return "`" + name.replace("`", "``") + "`";
        }

        private String word(String word) {
            return random.nextBoolean() ? word : word.toLowerCase(Locale.ROOT);
        }

        private String gap() {
            return switch (random.nextInt(8)) {
                case 0 -> "\n\t";
                case 1 -> " /* , */ ";
                case 2 -> " -- ) it's\n";
                case 3 -> " # \" FIRST\n";
                default -> " ";
            };
        }
    }
}

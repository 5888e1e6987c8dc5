// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One side is MariaDB, the other PostgreSQL, with the types that a migration gives its tables. */
class DatabaseComparisonTest {
    private static final TableId TABLE = new TableId("cmp", "t \"1\"");

    private final MariaDbServer source = MariaDbServer.shared();
    private final PostgreSqlServer target = PostgreSqlServer.shared();
    private DatabaseComparison comparison;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        source.execute("DROP DATABASE IF EXISTS cmp", "CREATE DATABASE cmp");
        target.execute("DROP SCHEMA IF EXISTS cmp CASCADE", "CREATE SCHEMA cmp");
        String json =
                """
                {"ReplicationTaskIdentifier": "t", "MigrationType": "full-load",
                 "SourceEndpoint": %s, "TargetEndpoint": %s,
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1",
                  "rule-name": "1", "rule-action": "include",
                  "object-locator": {"schema-name": "cmp", "table-name": "%%"}}]}}
                """
                        .formatted(endpoint("mariadb", source), endpoint("postgres", target));
        TaskDocument task = TaskReader.read(Files.writeString(folder.resolve("t.json"), json));
        comparison = new DatabaseComparison(task.source(), task.target());
    }

    private static String endpoint(String engine, DatabaseServer server) {
        return """
        {"EngineName": "%s", "ServerName": "%s", "Port": %d, "Username": "%s", "Password": "%s",
         "DatabaseName": "%s"}
        """
                .formatted(
                        engine,
                        server.host(),
                        server.port(),
                        server.user(),
                        server.password(),
                        server.jdbcUrl().replaceFirst(".*/", ""));
    }

    @AfterEach
    void close() throws Exception {
        comparison.close();
    }

    private TableDifference compare() throws Exception {
        return comparison.compare(TABLE, TABLE);
    }

    private void here(String columns, String... rows) {
        source.execute("CREATE TABLE cmp.`t \"1\"` (" + columns + ") CHARACTER SET utf8mb4");
        for (String row : rows) {
            source.execute("INSERT INTO cmp.`t \"1\"` VALUES (" + row + ")");
        }
    }

    private void there(String columns, String... rows) {
        target.execute("CREATE TABLE cmp.\"t \"\"1\"\"\" (" + columns + ")");
        for (String row : rows) {
            target.execute("INSERT INTO cmp.\"t \"\"1\"\"\" VALUES (" + row + ")");
        }
    }

    @Test
    void equalValuesOfAllKinds() throws Exception {
        here(
                """
                id BIGINT UNSIGNED PRIMARY KEY, t TINYINT(1), d DECIMAL(38, 10), f FLOAT, g DOUBLE,
                b BIT(1), bits BIT(12), y YEAR, day DATE, at DATETIME(3), ts TIMESTAMP(6) NULL, h TIME(3),
                c CHAR(5), v VARCHAR(20), j JSON, bin BINARY(3), blo BLOB, e ENUM('a', 'b'), u UUID
                """,
                "18446744073709551615, 5, 1.5, 1.1, 0.1, b'1', b'101', 2024, '2024-02-29',"
                        + " '2024-02-29 23:59:59.120', '2024-02-29 12:00:00.000001', '-12:00:00.5', 'ab ', '🦊''',"
                        + " '{\"b\": 1, \"a\": [1.0, null]}', 'x', X'00FF', 'b',"
                        + " '00000001-0000-4000-8000-0000000000AF'",
                "2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                        + " NULL, NULL, NULL, NULL");
        there(
                """
                id NUMERIC(20) PRIMARY KEY, t SMALLINT, d NUMERIC(38, 10), f REAL, g FLOAT8,
                b BOOLEAN, bits VARCHAR(12), y SMALLINT, day DATE, at TIMESTAMP(3), ts TIMESTAMPTZ, h VARCHAR(20),
                c CHAR(5), v VARCHAR(20), j JSONB, bin BYTEA, blo BYTEA, e VARCHAR(1), u UUID
                """,
                "18446744073709551615, 5, 1.5, 1.1, 0.1, true, '000000000101', 2024, '2024-02-29',"
                        + " '2024-02-29 23:59:59.12', '2024-02-29 13:00:00.000001+01', '-12:00:00.500', 'ab', '🦊''',"
                        + " '{\"a\": [1, null], \"b\": 1}', '\\x780000', '\\x00ff', 'b',"
                        + " '00000001-0000-4000-8000-0000000000af'",
                "2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                        + " NULL, NULL, NULL, NULL");
        assertThat(compare().verdict()).isEqualTo("cmp.t \"1\": equal, 2 rows");
    }

    /** The smallest difference that each kind can have. */
    @Test
    void nothingIsRounded() throws Exception {
        here(
                "id INT PRIMARY KEY, d DECIMAL(38, 18), f FLOAT, g DOUBLE, at DATETIME(6), v VARCHAR(9), n INT",
                "1, 12345678901234567890.123456789012345678, 16777215, 0.1, '2024-01-01 00:00:00.000001', 'a', 0");
        there(
                "id INT PRIMARY KEY, d NUMERIC(38, 18), f REAL, g FLOAT8, at TIMESTAMP, v VARCHAR(9), n INT",
                "1, 12345678901234567890.123456789012345679, 16777214, 0.10000000000000002,"
                        + " '2024-01-01', 'a ', NULL");
        TableDifference difference = compare();
        assertThat(difference.different()).isEqualTo(1);
        assertThat(difference.examples()).containsExactly("id=1 in d, f, g, at, v, n");
    }

    /** Databases collate text in their own ways; the merge needs one order. */
    @Test
    void keysOfTextAreMergedInOneOrder() throws Exception {
        here(
                "k VARCHAR(20), n SMALLINT, PRIMARY KEY (k, n)",
                "'b', 2",
                "'B ', 1",
                "'ä', -1",
                "'🦊', 1",
                "'-', 1",
                "'_', 10",
                "'_', 9");
        there(
                "k VARCHAR(20), n SMALLINT, PRIMARY KEY (k, n)",
                "'_', 9",
                "'_', 10",
                "'b', 2",
                "'B ', 1",
                "'🦊', 1",
                "'zz', 1",
                "'ä', -1");
        TableDifference difference = compare();
        assertThat(difference.missing()).isEqualTo(1);
        assertThat(difference.extra()).isEqualTo(1);
        assertThat(difference.different()).isZero();
        assertThat(difference.examples()).containsExactly("missing k=-,n=1", "extra k=zz,n=1");
        assertThat(difference.equal()).isFalse();
    }

    @Test
    void withoutAKeyRowsAreCounted() throws Exception {
        here("a INT, b VARCHAR(9)", "1, 'x'", "1, 'x'", "NULL, ''", "2, NULL");
        there("a INT, b VARCHAR(9)", "2, NULL", "1, 'x'", "NULL, ''", "1, 'x'");
        assertThat(compare().equal()).isTrue();
        target.execute("DELETE FROM cmp.\"t \"\"1\"\"\" WHERE a = 2");
        target.execute("INSERT INTO cmp.\"t \"\"1\"\"\" VALUES (1, 'x')");
        assertThat(compare().missing()).isEqualTo(1);
        assertThat(compare().extra()).isEqualTo(1);
    }

    @Test
    void otherShapesAreNotCompared() throws Exception {
        here("a INT PRIMARY KEY, b INT");
        assertThat(compare().verdict())
                .contains("NOT COMPARED")
                .contains("no such table in the target");
        there("a INT, b INT");
        assertThat(compare().verdict()).contains("its key is [a] here and [] there");
        target.execute("ALTER TABLE cmp.\"t \"\"1\"\"\" DROP COLUMN b");
        assertThat(compare().verdict()).contains("its columns are [a, b] here and [a] there");
        assertThat(compare().equal()).isFalse();
    }
}

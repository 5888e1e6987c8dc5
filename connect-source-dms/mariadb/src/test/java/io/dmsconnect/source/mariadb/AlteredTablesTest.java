// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.binlog.debezium.AlteredTablesContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

class AlteredTablesTest extends AlteredTablesContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Test
    void itIsReplaced() {
        assertReloads(
                "CREATE OR REPLACE TABLE t (id int PRIMARY KEY, x varchar(20))",
                "INSERT INTO t VALUES (2, 'new')",
                "CREATE TABLE u (id int PRIMARY KEY, y varchar(20))",
                "INSERT INTO u VALUES (2, 'newer')",
                "CREATE OR REPLACE TABLE t (PRIMARY KEY (id)) SELECT id, y FROM u");
    }

    /** Rows of the statement itself are in the new load, and nowhere else. */
    @Test
    void itIsReplacedByWhatAQueryGives() {
        run("CREATE OR REPLACE TABLE t (id int, a varchar(20))", "INSERT INTO t VALUES (1, 'a')");
        assertReloadsOnly(
                "c",
                "x",
                "CREATE OR REPLACE TABLE t AS SELECT seq AS id, 'x' AS c, 'y' AS a FROM seq_5_to_9");
    }

    @Test
    void aPartitionBecomesATable() {
        run(
                "DROP TABLE t",
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(20)) PARTITION BY RANGE (id)"
                        + " (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN"
                        + " MAXVALUE)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (11, 'c')");
        assertReloads(
                "ALTER TABLE t CONVERT PARTITION p1 TO TABLE u",
                "ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN MAXVALUE)");
    }

    @Test
    void versioningThatComesLaterStopsTheTask() {
        assertStops("ALTER TABLE t ADD SYSTEM VERSIONING", "SYSTEM VERSIONING");
    }

    /** The statement is not read in the log before the task starts again. */
    @Test
    void versioningThatComesWhileTheTaskIsStoppedStopsItToo() {
        assertStopsWhenStarted("ALTER TABLE t ADD SYSTEM VERSIONING", "SYSTEM VERSIONING");
    }

    /** Debezium's own messages have it. */
    @Test
    void aStatementThatIsNotUnderstoodIsNotShown() {
        String secret = " ADD d varchar(20) DEFAULT '" + SECRET + "'";
        assertStops(
                "ALTER TABLE t" + secret + ", ADD CHECK (CAST(id AS double) <> 7)", "ALTER TABLE");
    }

    @Test
    void aDefinitionThatIsNotUnderstoodIsNotShown() {
        run(
                "CREATE OR REPLACE TABLE t (id int, s varchar(20) DEFAULT '"
                        + SECRET
                        + "', f date,"
                        + " e date, PERIOD FOR p (f, e), PRIMARY KEY (id, p WITHOUT OVERLAPS))");
        assertDoesNotStart("its definition is not understood");
    }

    @Test
    void compressedColumnsArrive() {
        run(
                "CREATE TABLE other (id int PRIMARY KEY, z varchar(99) COMPRESSED, y blob COMPRESSED)",
                "INSERT INTO other VALUES (1, REPEAT('o', 99), '')",
                "ALTER TABLE t ADD f varchar(300) COMPRESSED CHARACTER SET latin1 AFTER id",
                "UPDATE t SET f = REPEAT('ü', 200)");
        assertFollows(
                "ALTER TABLE t ADD d text COMPRESSED, ADD e varchar(2000) COMPRESSED=zlib NULL",
                "INSERT INTO t VALUES (3, 'f', '', '', '', REPEAT('é', 70000), REPEAT('☃ ', 500))",
                "INSERT INTO t VALUES (4, REPEAT('ä', 250), '', '', '', '', 'short')",
                "INSERT INTO t VALUES (5, '', '', '', '', NULL, '')",
                "SET SESSION column_compression_zlib_wrap = 1",
                "UPDATE t SET e = CONCAT(e, REPEAT('x', 300)), d = REPEAT('y', 300) WHERE id > 2");
    }

    /** The server keeps hashes of such values in columns that nobody sees. */
    @Test
    void uniqueIndexesOfLongValuesAreNoColumns() {
        run("ALTER TABLE t ADD d text, ADD n bigint, ADD UNIQUE (d)");
        assertFollows(
                "INSERT INTO t VALUES (3, 'a', 'b', 'c', 'long', 5)",
                "UPDATE t SET d = 'longer', n = 6 WHERE id = 3",
                "ALTER TABLE t ADD e text, ADD UNIQUE (e)",
                "INSERT INTO t VALUES (4, 'a', 'b', 'c', 'd', 7, 'e'), (5, '', '', '', 'x', 8, 'y')",
                "DELETE FROM t WHERE id = 4");
    }

    /** A number at the end that no statement of the log made is not taken for a hash. */
    @Test
    void aColumnThatTheLogDoesNotTellStops() {
        run("ALTER TABLE t ADD d text, ADD UNIQUE (d)");
        assertStops(
                List.of(
                        "SET SESSION sql_log_bin = 0",
                        "ALTER TABLE t ADD n bigint",
                        "SET SESSION sql_log_bin = 1",
                        "INSERT INTO t (id, n) VALUES (3, 5)"),
                named("t") + ": a row in the log has 7 columns",
                "sql_log_bin");
    }

    @Test
    void rowsOfATableThatWasAPartitionAreFollowed() {
        run(
                "DROP TABLE t",
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(20)) PARTITION BY RANGE (id)"
                        + " (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN"
                        + " MAXVALUE)",
                "INSERT INTO t VALUES (1, 'a'), (11, 'c')");
        assertAnotherArrives(
                "u",
                3,
                "ALTER TABLE t CONVERT PARTITION p1 TO TABLE u",
                "INSERT INTO u VALUES (2, 'b')",
                "ALTER TABLE u ADD COLUMN z int FIRST",
                "INSERT INTO u VALUES (5, 3, 'c')");
    }

    /** The log has each of them twice, before and after. */
    @Test
    void alterationsInTwoPhasesCountOnce() {
        run("UPDATE t SET c = 'same'");
        assertFollows(
                "SET SESSION binlog_alter_two_phase = 1",
                "ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a",
                "INSERT INTO t VALUES (3, 'x', 'y', 'z')",
                "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;"
                        + " ALTER TABLE t DROP COLUMN a, ADD UNIQUE (c); END",
                "ALTER TABLE t ADD d int FIRST, DROP COLUMN c",
                "INSERT INTO t VALUES (4, 4, 'v', 'w')");
    }

    /** What a type's name means is the session's setting. */
    @Test
    void typesOfOracle() {
        assertChanges(
                "d",
                LocalDateTime.parse("2020-01-02T03:04:05"),
                "SET SESSION sql_mode = 'ORACLE'",
                "ALTER TABLE t ADD d date",
                "INSERT INTO t (id, d) VALUES (3, '2020-01-02 03:04:05')");
        assertFollows(
                "SET SESSION sql_mode = 'ORACLE,REAL_AS_FLOAT'",
                "ALTER TABLE t DROP COLUMN d, ADD (e varchar2(20), f number(5,2)), ADD g clob",
                "ALTER TABLE t ADD COLUMN h real FIRST",
                "INSERT INTO t VALUES (0.1, 7, 'a', 'b', 'c', 'e', 1.25, 'g')");
    }

    /** A timestamp of MaxDB is a DATETIME, whatever its range. */
    @Test
    void timestampsOfMaxDb() {
        assertChanges(
                "d",
                LocalDateTime.parse("1960-01-02T03:04:05"),
                "SET SESSION sql_mode = 'MAXDB'",
                "ALTER TABLE t ADD d timestamp NULL",
                "INSERT INTO t (id, d) VALUES (3, '1960-01-02 03:04:05')");
    }

    @Test
    void whatAnEarlierPartHasDoneIsPassedOver() {
        assertFollows(
                "ALTER TABLE t DROP COLUMN IF EXISTS a, DROP COLUMN IF EXISTS a, ADD COLUMN IF NOT"
                        + " EXISTS d int, ADD COLUMN IF NOT EXISTS d bigint",
                "INSERT INTO t VALUES (3, 'b', 'c', 4)");
    }

    /** Of tables that nobody follows they hold nobody up. */
    @Test
    void timesInTheFormOfFormerVersionsAreRefusedByName() {
        run(
                "SET GLOBAL mysql56_temporal_format = OFF",
                "CREATE OR REPLACE TABLE test.former (id int PRIMARY KEY, a timestamp(4), b time(5))",
                "CREATE OR REPLACE TABLE t (id int PRIMARY KEY, d datetime, e datetime(6), a int)",
                "SET GLOBAL mysql56_temporal_format = ON",
                "INSERT INTO t (id) VALUES (1)");
        assertStops(
                List.of(
                        "INSERT INTO test.former VALUES (1, '2020-01-02 03:04:05.6789', '1:02:03')",
                        "INSERT INTO t VALUES (3, '2020-01-02 03:04:05', '2020-01-02 03:04:05.6', 1)"),
                "column e in the form of MariaDB 5.3");
        run("DROP TABLE test.former");
    }
}

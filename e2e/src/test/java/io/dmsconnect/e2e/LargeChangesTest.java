// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.MySqlServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes with values of 22 to 36 million bytes, larger than what JSON's readers take: inserted,
 * updated, left alone by an update, while the process is killed.
 */
class LargeChangesTest {
    private static final String HEAP = "dms.heap";
    private static final String FINGERPRINTS =
            "SELECT id, octet_length(body), md5(body), octet_length(image), md5(image), note FROM %s.pages ORDER BY id";

    @TempDir Path folder;

    /** The database's log holds an updated row twice, and Debezium each value as a whole. */
    @BeforeEach
    void roomForLargeValues() {
        System.setProperty(HEAP, "1600m");
    }

    @AfterEach
    void roomAsBefore() {
        System.clearProperty(HEAP);
    }

    @Test
    void postgreSqlToMariaDb() throws Exception {
        run(PostgreSqlServer.shared(), "public", MariaDbServer.shared(), "large_pm");
    }

    @Test
    void mariaDbToPostgreSql() throws Exception {
        run(MariaDbServer.shared(), "large_mp", PostgreSqlServer.shared(), "large_mp");
    }

    /** Takes as long as the others, which have the same parts. */
    @Test
    @EnabledIfSystemProperty(named = "large.mysql", matches = "true")
    void mySqlToMariaDb() throws Exception {
        run(MySqlServer.shared(), "large_ym", MariaDbServer.shared(), "large_ym");
    }

    private void run(DatabaseServer source, String schema, DatabaseServer target, String name)
            throws Exception {
        boolean postgres = source instanceof PostgreSqlServer;
        source.execute("CREATE DATABASE " + name);
        target.execute("CREATE DATABASE " + name);
        TaskFile task =
                new TaskFile(
                                name.replace('_', '-'),
                                "full-load-and-cdc",
                                source,
                                name,
                                target,
                                name)
                        .include(schema);
        if (!schema.equals(name)) {
            task.renameSchema(schema, name);
        }
        String file = task.write(folder).toString();
        String state = folder.resolve("state").toString();
        String text = "repeat('a\"\u00e9\u20ac\\\\', %d)";
        String bytes =
                postgres
                        ? "decode(repeat('00ff5c27', %d), 'hex')"
                        : "UNHEX(REPEAT('00ff5c27', %d))";
        source.executeIn(
                name,
                postgres
                        ? "CREATE TABLE pages (id int PRIMARY KEY, body text NOT NULL, image bytea, note text)"
                        : "CREATE TABLE pages (id int PRIMARY KEY, body longtext NOT NULL, image longblob, note text)"
                                + " DEFAULT CHARACTER SET utf8mb4",
                "INSERT INTO pages VALUES (1, 'small', NULL, 'loaded')");
        String read = FINGERPRINTS.formatted(schema);
        String written = FINGERPRINTS.formatted(name);
        try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () -> {
                        dms.requireAlive();
                        assertThat(target.queryIn(name, written)).hasSize(1);
                    });
            source.executeIn(
                    name,
                    "INSERT INTO pages VALUES (2, %s, NULL, 'text')"
                            .formatted(text.formatted(3_500_000)),
                    "UPDATE pages SET image = %s, note = 'bytes' WHERE id = 1"
                            .formatted(bytes.formatted(6_000_000)),
                    "INSERT INTO pages VALUES (3, 'x', %s, NULL)"
                            .formatted(bytes.formatted(5_500_000)));
            Eventually.holds(
                    Duration.ofMinutes(6),
                    () -> {
                        dms.requireAlive();
                        assertThat(target.queryIn(name, written)).hasSizeGreaterThan(1);
                    });
            dms.kill();
        }
        source.executeIn(
                name,
                "UPDATE pages SET note = 'once more' WHERE id = 2",
                "UPDATE pages SET body = %s WHERE id = 3".formatted(text.formatted(4_000_000)));
        DmsProcess last =
                DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
        assertThat(last.exitCode()).as(last.tail()).isZero();
        List<List<String>> expected = source.queryIn(name, read);
        assertThat(target.queryIn(name, written)).isEqualTo(expected).hasSize(3);
    }
}

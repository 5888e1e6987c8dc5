// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The old row of a record has what the log has of it, and nothing else. */
class OldRowsTest {
    private static final String COLUMNS =
            "id int NOT NULL, n numeric NOT NULL, n2 numeric(9,3) NOT NULL, ts timestamp NOT NULL,"
                    + " tz timestamptz NOT NULL, d date NOT NULL, t time NOT NULL, iv interval NOT NULL,"
                    + " x text NOT NULL, v varchar(9) NOT NULL, c char(3) NOT NULL, i int NOT NULL, l"
                    + " bigint NOT NULL, s smallint NOT NULL, b boolean NOT NULL, f real NOT NULL, g"
                    + " float8 NOT NULL, y bytea NOT NULL, j json NOT NULL, jb jsonb NOT NULL, u uuid NOT"
                    + " NULL, ip inet NOT NULL, arr int[] NOT NULL, p point NOT NULL, o text";
    private static final String VALUES =
            "5, 1.5, 2.25, now(), now(), now(), '10:00', '1 day', 'x', 'v', 'c', 7, 8, 9, true, 1.5,"
                    + " 2.5, '\\x01', '{}', '[]', gen_random_uuid(), '10.0.0.1', '{1,2}', '(1,2)', null";

    @ParameterizedTest
    @CsvSource({
        "batches, ''",
        "rows, ''",
        "batches, 'REPLICA IDENTITY USING INDEX t_u'",
        "batches, 'REPLICA IDENTITY FULL'",
        "rows, 'REPLICA IDENTITY FULL'"
    })
    void aKeyMovesAndARowGoes(String records, String identity) throws Exception {
        Migration migration = new Migration("full-load-and-cdc");
        migration.config.put("load.records", records);
        migration.run(
                "CREATE TABLE t (" + COLUMNS + ", PRIMARY KEY (id))",
                "CREATE UNIQUE INDEX t_u ON t (id)",
                "INSERT INTO t VALUES (" + VALUES + ")");
        if (!identity.isEmpty()) {
            migration.run("ALTER TABLE t " + identity);
        }
        boolean full = identity.contains("FULL");
        try (SourceHarness harness = migration.start()) {
            if (records.equals("rows")) {
                harness.until("load", () -> !harness.changesOf("t").isEmpty());
            } else {
                harness.until("load", () -> harness.isLoaded("t"));
            }
            int loaded = harness.recordsOf("t").size();
            migration.run("UPDATE t SET id = id + 1000 WHERE id = 5");
            migration.run("DELETE FROM t");
            harness.until("changes", () -> harness.recordsOf("t").size() >= loaded + 3);
            List<SourceRecord> made = harness.recordsOf("t").subList(loaded, loaded + 3);
            check(made.get(0), 5, full);
            check(made.get(2), 1005, full);
            RowChange moved = change(made.get(1));
            assertThat(moved.after().value(0)).isEqualTo(1005L);
            assertThat(moved.after().isComplete()).isTrue();
        }
        migration.cleanUp();
    }

    private static RowChange change(SourceRecord record) {
        return new ChangeCodec().read(record, new RecordOrigin(record.topic(), 0, 0)).orElseThrow();
    }

    private static void check(SourceRecord record, long id, boolean full) {
        Struct before = ((Struct) record.value()).getStruct("before");
        assertThat(before.get("id")).isEqualTo((int) id);
        assertThat(before.get("ts") != null).isEqualTo(full);
        assertThat(before.get("i") != null).isEqualTo(full);
        assertThat(before.get("b") != null).isEqualTo(full);
        Row row = new ChangeCodec().beforeImage(record);
        for (int i = 1; i < row.size(); i++) {
            assertThat(row.isPresent(i)).as("column " + i).isEqualTo(full);
        }
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", true), false);
            byte[] bytes = converter.fromConnectData("t", record.valueSchema(), record.value());
            SchemaAndValue back = converter.toConnectData("t", bytes);
            assertThat(((Struct) back.value()).getStruct("before").get("i") != null)
                    .isEqualTo(full);
        }
    }

    /** By the time it is read, nobody could have had the null any more. */
    @Test
    void aNullInAColumnThatHasBecomeNotNullSinceIsAValue() {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int NOT NULL, a int, b text)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t VALUES (1, NULL, 'b')");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (2, 2, NULL)");
            harness.until("insert", () -> harness.changesOf("t").size() == 1);
            harness.stop();
            migration.run("UPDATE t SET a = 5 WHERE id = 1", "ALTER TABLE t ALTER a SET NOT NULL");
            harness.start();
            harness.until("update", () -> harness.changesOf("t").size() == 2);
            Row before = harness.changesOf("t").get(1).before();
            assertThat(before.isComplete()).isTrue();
            assertThat(before.value(1)).isNull();
            assertThat(before.value(2)).isEqualTo("b");
        }
        migration.cleanUp();
    }

    @ParameterizedTest
    @CsvSource({"__dms_connect_absent_value__", "__debezium_unavailable_value"})
    void aTextThatLooksLikeAMarkIsAText(String text) {
        Migration migration = new Migration("full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, x text, y bytea, big text)",
                "ALTER TABLE t ALTER COLUMN big SET STORAGE EXTERNAL",
                "INSERT INTO t VALUES (1, '', '', repeat('z', 100000))");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("UPDATE t SET x = '%s', y = '%s'::bytea".formatted(text, text));
            harness.until("change", () -> harness.changesOf("t").size() == 1);
            Row after = harness.changesOf("t").get(0).after();
            assertThat(after.value(1)).isEqualTo(text);
            assertThat(after.value(2)).isEqualTo(text.getBytes());
            assertThat(after.isPresent(1)).isTrue();
            assertThat(after.isPresent(2)).isTrue();
            assertThat(after.isPresent(3)).isFalse();
        }
        migration.cleanUp();
    }
}

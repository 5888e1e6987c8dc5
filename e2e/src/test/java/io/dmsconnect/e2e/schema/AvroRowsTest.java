// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.testing.Eventually;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row in Avro is what it is in JSON: it carries what the log has of it, and nothing else. */
class AvroRowsTest {
    private static final String COLUMNS =
            "id int NOT NULL, i int NOT NULL, n numeric NOT NULL, m numeric NOT NULL,"
                    + " n2 numeric(9,3) NOT NULL, ts timestamp NOT NULL, tz timestamptz NOT NULL,"
                    + " d date NOT NULL, t time NOT NULL, iv interval NOT NULL, x text NOT NULL,"
                    + " v varchar(9) NOT NULL, c char(3) NOT NULL, l bigint NOT NULL,"
                    + " s smallint NOT NULL, b boolean NOT NULL, f real NOT NULL, g float8 NOT NULL,"
                    + " y bytea NOT NULL, j json NOT NULL, jb jsonb NOT NULL, u uuid NOT NULL,"
                    + " ip inet NOT NULL, arr int[] NOT NULL, p point NOT NULL, o text,"
                    + " big text NOT NULL";
    private static final String VALUES =
            "5, 7, 1.5, 'NaN', 2.25, now(), now(), now(), '10:00', '1 day', 'x', 'v', 'c', 8, 9,"
                    + " true, 1.5, 'Infinity', '\\x01', '{}', '[]', gen_random_uuid(), '10.0.0.1',"
                    + " '{1,2}', '(1,2)', null, repeat('z', 100000)";

    private static int places;

    private final Place place = new Place("avro" + ++places, Engine.POSTGRESQL, Engine.POSTGRESQL);
    private final String schema = place.schema(0);
    private final TableId table = new TableId(schema, "t");
    private final TopicPartition changes =
            new TopicPartition(new TopicLayout(place.id()).changes(table), 0);

    /** What both have, in this order. */
    private final List<Change> made = new ArrayList<>();

    private record Change(RowChange change, Row before, Struct image) {}

    @ParameterizedTest
    @CsvSource({
        "batches, DEFAULT, id",
        "rows, DEFAULT, id",
        "batches, USING INDEX t_u, id i",
        "rows, USING INDEX t_u, id i",
        "batches, FULL, *",
        "rows, FULL, *"
    })
    void aKeyMovesAndARowGoes(String records, String identity, String carried) {
        place.make(List.of(schema));
        execute(
                "CREATE TABLE t (" + COLUMNS + ", PRIMARY KEY (id))",
                "ALTER TABLE t ALTER COLUMN big SET STORAGE EXTERNAL",
                "CREATE UNIQUE INDEX t_u ON t (id, i)",
                "ALTER TABLE t REPLICA IDENTITY " + identity,
                "INSERT INTO t VALUES (" + VALUES + ")");
        Topics avro = new Topics(place.id(), new Wire(Wire.Format.AVRO, records));
        Topics json =
                new Topics(place.id(), new Wire(Wire.Format.JSON, records)) {
                    @Override
                    synchronized void commit(List<SourceRecord> polled) {
                        avro.commit(polled);
                        super.commit(polled);
                    }
                };
        SourceWorker source = new SourceWorker(json);
        source.start(
                Pipeline.plan(place, List.of(schema), Set.of(), new Wire(Wire.Format.AVRO, records))
                        .get(0)
                        .config());
        try {
            until(source, () -> assertThat(isLoaded(json, records)).isTrue());
            long loaded = json.end(changes);
            execute(
                    "UPDATE t SET x = 'y'",
                    "UPDATE t SET id = id + 1000, x = 'z'",
                    "DELETE FROM t");
            until(source, () -> assertThat(json.end(changes)).isGreaterThanOrEqualTo(loaded + 4));
            compare(json, avro);
            check(made.subList((int) loaded, (int) loaded + 4), carried);
        } finally {
            source.kill(() -> {});
            place.remove(List.of(schema));
        }
    }

    private void execute(String... statements) {
        List<String> all = new ArrayList<>(List.of("SET search_path = " + schema));
        all.addAll(List.of(statements));
        place.source().server().executeIn(place.sourceDatabase(), all.toArray(String[]::new));
    }

    private static void until(SourceWorker source, Eventually.Check check) {
        Eventually.holds(
                Duration.ofSeconds(30),
                () -> {
                    assertThat(source.failure()).isNull();
                    check.run();
                });
    }

    private boolean isLoaded(Topics topics, String records) {
        return records.equals("rows")
                ? topics.end(changes) > 0
                : topics.partitions().stream()
                        .filter(part -> part.topic().endsWith(".load"))
                        .flatMap(part -> topics.read(part, 0, 1000).stream())
                        .map(load -> LoadCodec.read(bytes(load), origin(load)).message())
                        .anyMatch(message -> message.type() == LoadMessage.Type.END);
    }

    private static byte[] bytes(SinkRecord record) {
        return record.value() instanceof ByteBuffer buffer
                ? Arrays.copyOfRange(buffer.array(), buffer.arrayOffset(), buffer.limit())
                : (byte[]) record.value();
    }

    private static RecordOrigin origin(SinkRecord record) {
        return new RecordOrigin(record.topic(), record.kafkaPartition(), record.kafkaOffset());
    }

    private void compare(Topics json, Topics avro) {
        assertThat(avro.partitions()).isNotEmpty().isEqualTo(json.partitions());
        for (TopicPartition partition : json.partitions()) {
            List<SinkRecord> expected = json.read(partition, 0, 1000);
            List<SinkRecord> found = avro.read(partition, 0, 1000);
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                SinkRecord one = found.get(i);
                if (LoadCodec.isLoadMessage(expected.get(i).valueSchema())) {
                    assertThat(one.valueSchema()).isEqualTo(expected.get(i).valueSchema());
                    assertThat(one.key()).isEqualTo(expected.get(i).key());
                    assertThat(bytes(one)).isEqualTo(bytes(expected.get(i)));
                } else if (partition.equals(changes)) {
                    made.add(equal(change(one), change(expected.get(i))));
                }
            }
        }
    }

    private static Change change(SinkRecord record) {
        ChangeCodec codec = new ChangeCodec();
        return new Change(
                codec.read(record, origin(record)).orElseThrow(),
                codec.beforeImage(record),
                ((Struct) record.value()).getStruct("before"));
    }

    private static Change equal(Change found, Change expected) {
        assertThat(found.change())
                .usingRecursiveComparison()
                .ignoringFields("before", "after")
                .isEqualTo(expected.change());
        assertThat(values(found.change().before())).isEqualTo(values(expected.change().before()));
        assertThat(values(found.change().after())).isEqualTo(values(expected.change().after()));
        assertThat(values(found.before())).isEqualTo(values(expected.before()));
        return found;
    }

    /** As texts, so that arrays compare; null where there is no row. */
    private static List<String> values(Row row) {
        if (row == null) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.isPresent(i) ? row.value(i) : "nothing";
            values.add(
                    value == null
                            ? "null"
                            : value.getClass() + Arrays.deepToString(new Object[] {value}));
        }
        return values;
    }

    /** An update of one column, a key that moves (as two changes), a row that goes. */
    private static void check(List<Change> four, String carried) {
        assertThat(four)
                .extracting(one -> one.change().operation())
                .containsExactly(
                        Operation.UPDATE, Operation.DELETE, Operation.INSERT, Operation.DELETE);
        carries(four.get(1), carried);
        carries(four.get(3), carried);
        int big = column(four.get(0), "big");
        int text = column(four.get(0), "x");
        Row updated = four.get(0).change().after();
        assertThat(updated.value(text)).isEqualTo("y");
        assertThat(updated.isPresent(big)).isEqualTo(carried.equals("*"));
        Row moved = four.get(2).change().after();
        assertThat(moved.value(0)).isEqualTo(1005L);
        assertThat(moved.value(text)).isEqualTo("z");
        assertThat(moved.isPresent(column(four.get(0), "o"))).isTrue();
        assertThat(moved.value(column(four.get(0), "o"))).isNull();
    }

    private static int column(Change change, String name) {
        List<String> names =
                change.change().table().columns().stream().map(column -> column.name()).toList();
        return names.indexOf(name);
    }

    private static void carries(Change change, String columns) {
        for (int i = 0; i < change.before().size(); i++) {
            String name = change.change().table().columns().get(i).name();
            boolean there = columns.equals("*") || List.of(columns.split(" ")).contains(name);
            assertThat(change.before().isPresent(i)).as(name).isEqualTo(there);
            if (!name.equals("o")) {
                assertThat(change.image().get(name) != null).as(name).isEqualTo(there);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Filters, soft deletes and other keys on changes. */
class RuledChangeTest {
    private static final RecordOrigin ORIGIN = new RecordOrigin("t", 0, 0);

    private static final Table TABLE =
            new Table(
                    new TableId("app", "t"),
                    List.of(
                            new Column("id", DataType.of(Kind.INT8), false),
                            new Column("state", DataType.string(Kind.STRING, 10), true),
                            new Column("code", DataType.string(Kind.STRING, 64), true)),
                    List.of("id"));
    private static final Table KEYLESS = new Table(TABLE.id(), TABLE.columns(), List.of());

    private static final String INCLUDE =
            """
            {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "app", "table-name": "t"}}
            """;

    private static final String OPEN =
            """
            {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "app", "table-name": "t"},
             "filters": [{"filter-type": "source", "column-name": "state", "filter-conditions": [
               {"filter-operator": "eq", "value": "open"}]}]}
            """;

    private static String rule(String action, String locator, String members) {
        return """
        {"rule-type": "transformation", "rule-id": "9", "rule-name": "9", "rule-target": "%s",
         "rule-action": "%s", "object-locator": {"schema-name": "app", "table-name": "t"%s}%s}
        """
                .formatted(
                        action.startsWith("define") ? "table" : "column",
                        action,
                        locator.isEmpty() ? "" : ", \"column-name\": \"" + locator + "\"",
                        members.isEmpty() ? "" : ", " + members);
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private final ConnectHeaders headers = new ConnectHeaders();
    private Table table = TABLE;
    private FilterMoves moves = FilterMoves.APPLY;

    private SourceRecord record(String op, Object[] before, Object[] after) {
        ChangeEnvelope envelope = new ChangeEnvelope("t", table);
        ArrayRow old = before == null ? null : new ArrayRow(before);
        ArrayRow now = after == null ? null : new ArrayRow(after);
        Struct value = envelope.value(op, old, now, 1, "");
        envelope.absent(old, now).ifPresent(h -> headers.addString(h.getKey(), h.getValue()));
        return new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "p.app.t",
                        0,
                        envelope.keySchema(),
                        envelope.key(now == null ? old : now),
                        value.schema(),
                        value)
                .newRecord(
                        "p.app.t",
                        0,
                        envelope.keySchema(),
                        envelope.key(now == null ? old : now),
                        value.schema(),
                        value,
                        null,
                        headers);
    }

    private Optional<SourceRecord> mapped(
            String op, Object[] before, Object[] after, String... rules) {
        TableMappings mappings =
                TableMappings.parse("{\"rules\": [" + String.join(",", rules) + "]}");
        RecordMapper mapper =
                new RecordMapper(
                        new MapperOptions(
                                mappings,
                                (id, columns) -> Optional.of(table),
                                new TopicLayout("p"),
                                Absence.text(Names.DEBEZIUM_ABSENT),
                                moves),
                        id -> 0);
        return mapper.map(record(op, before, after));
    }

    private Optional<RowChange> change(
            String op, Object[] before, Object[] after, String... rules) {
        return mapped(op, before, after, rules)
                .map(record -> new ChangeCodec().read(record, ORIGIN).orElseThrow());
    }

    private static Object key(SourceRecord record, String column) {
        return ((Struct) record.key()).get(column);
    }

    @Test
    void aRowThatEntersTheFilterIsInserted() {
        RowChange change =
                change("u", row(1L, "draft", "a"), row(1L, "open", "a"), OPEN).orElseThrow();
        assertThat(change.operation()).isEqualTo(Operation.INSERT);
        assertThat(change.after().value(1)).isEqualTo("open");
    }

    @Test
    void aRowThatLeavesTheFilterIsDeleted() {
        RowChange change =
                change("u", row(1L, "open", "a"), row(1L, "paid", "a"), OPEN).orElseThrow();
        assertThat(change.operation()).isEqualTo(Operation.DELETE);
        assertThat(change.before().value(0)).isEqualTo(1L);
        assertThat(change.movedKey()).isNull();
    }

    @Test
    void withoutTheOldRowWhatIsOutsideIsDeleted() {
        assertThat(change("u", null, row(1L, "paid", "a"), OPEN).orElseThrow().operation())
                .isEqualTo(Operation.DELETE);
        assertThat(change("u", null, row(1L, "open", "a"), OPEN).orElseThrow().operation())
                .isEqualTo(Operation.UPDATE);
    }

    @Test
    void aRowThatStaysOutsideIsNoChange() {
        assertThat(change("u", row(1L, "draft", "a"), row(1L, "paid", "a"), OPEN)).isEmpty();
        assertThat(change("c", null, row(1L, "paid", "a"), OPEN)).isEmpty();
        assertThat(change("d", row(1L, "paid", "a"), null, OPEN)).isEmpty();
        assertThat(change("d", row(1L, "open", "a"), null, OPEN)).isPresent();
    }

    @Test
    void aNullInAnOldRowMayBeAValueThatWasNotSent() {
        assertThat(change("d", row(1L, null, null), null, OPEN)).isPresent();
        assertThat(change("u", row(1L, null, null), row(1L, "paid", "a"), OPEN)).isPresent();
    }

    @Test
    void movesMayBeIgnoredAsAwsDoes() {
        moves = FilterMoves.IGNORE;
        assertThat(change("u", row(1L, "open", "a"), row(1L, "paid", "a"), OPEN)).isEmpty();
        assertThat(
                        change("u", row(1L, "draft", "a"), row(1L, "open", "a"), OPEN)
                                .orElseThrow()
                                .operation())
                .isEqualTo(Operation.UPDATE);
    }

    @Test
    void aRowThatMovesOutsideUnderAnotherKeyGoes() {
        headers.add(
                Names.DEBEZIUM_OLD_KEY,
                new ChangeEnvelope("t", TABLE).key(new ArrayRow(7L, "x", "x")),
                new ChangeEnvelope("t", TABLE).keySchema());
        RowChange change = change("c", null, row(1L, "paid", "a"), OPEN).orElseThrow();
        assertThat(change.operation()).isEqualTo(Operation.DELETE);
        assertThat(change.before().value(0)).isEqualTo(1L);
        assertThat(change.movedKey()).isNull();
    }

    @Test
    void aTableWithoutAKeyNeedsTheOldRow() {
        table = KEYLESS;
        assertThatThrownBy(() -> change("u", null, row(1L, "paid", "a"), OPEN))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("REPLICA IDENTITY FULL")
                .hasMessageNotContaining("paid");
        assertThat(change("u", row(1L, null, "a"), row(1L, "paid", "a"), OPEN)).isEmpty();
    }

    @Test
    void aFilterOnAnAbsentColumnTakesTheOldValue() {
        Object[] after = row(1L, ArrayRow.ABSENT, "b");
        assertThat(change("u", row(1L, "open", "a"), after, OPEN)).isPresent();
        assertThatThrownBy(() -> change("u", null, after, OPEN))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("filter");
    }

    @Test
    void aDeletionOnlyTellsTheOperation() {
        String rule =
                rule(
                        "add-column",
                        "",
                        "\"value\": \"op\", \"expression\": \"operation_indicator('D', 'U', 'I')\","
                                + " \"data-type\": {\"type\": \"string\", \"length\": 1}");
        RowChange gone = change("d", row(1L, null, null), null, INCLUDE, rule).orElseThrow();
        assertThat(gone.operation()).isEqualTo(Operation.UPDATE);
        assertThat(gone.after().value(0)).isEqualTo(1L);
        assertThat(gone.after().isPresent(1)).isFalse();
        assertThat(gone.after().isPresent(2)).isFalse();
        assertThat(gone.after().value(3)).isEqualTo("D");
        assertThat(
                        change("u", null, row(1L, "a", "b"), INCLUDE, rule)
                                .orElseThrow()
                                .after()
                                .value(3))
                .isEqualTo("U");
    }

    @Test
    void anotherKeyMovesInOneUpdate() {
        String rule =
                rule(
                        "define-primary-key",
                        "",
                        "\"primary-key-def\": {\"name\": \"k\", \"columns\": [\"code\"]}");
        SourceRecord record =
                mapped("u", row(1L, "a", "old"), row(1L, "a", "new"), INCLUDE, rule).orElseThrow();
        assertThat(key(record, "code")).isEqualTo("new");
        RowChange change = new ChangeCodec().read(record, ORIGIN).orElseThrow();
        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
        assertThat(change.movedKey()).containsExactly("old");
        assertThat(
                        change("u", row(1L, "a", "same"), row(1L, "b", "same"), INCLUDE, rule)
                                .orElseThrow()
                                .movedKey())
                .isNull();
        assertThatThrownBy(() -> change("d", row(1L, null, null), null, INCLUDE, rule))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("'code'");
    }

    @Test
    void aMaskedKeyIsMaskedEverywhere() {
        table = new Table(TABLE.id(), TABLE.columns(), List.of("code"));
        table =
                new Table(
                        TABLE.id(),
                        List.of(
                                TABLE.columns().get(0),
                                TABLE.columns().get(1),
                                new Column("code", DataType.string(Kind.STRING, 64), false)),
                        List.of("code"));
        ChangeEnvelope envelope = new ChangeEnvelope("t", table);
        headers.add(
                Names.DEBEZIUM_NEW_KEY,
                envelope.key(new ArrayRow(1L, "x", "secret2")),
                envelope.keySchema());
        String rule = rule("data-masking-hash-mask", "code", "");
        SourceRecord record =
                mapped("d", row(1L, "a", "secret1"), null, INCLUDE, rule).orElseThrow();
        assertThat(record.key().toString()).doesNotContain("secret");
        assertThat(record.value().toString()).doesNotContain("secret");
        RowChange change = new ChangeCodec().read(record, ORIGIN).orElseThrow();
        assertThat(change.before().value(2).toString()).matches("[0-9A-F]{64}");
        assertThat(change.movedKey()[0].toString()).matches("[0-9A-F]{64}");
        assertThat(record.headers().lastWithName(Names.DEBEZIUM_NEW_KEY)).isNull();
    }

    @Test
    void whereATableIsKeptTravelsWithItsChanges() {
        table = TABLE.kept(new Storage("old", "old", ""));
        String tablespace =
                """
                {"rule-type": "transformation", "rule-id": "20", "rule-name": "20",
                 "rule-target": "table-tablespace", "rule-action": "rename", "value": "new",
                 "object-locator": {"schema-name": "app", "table-tablespace-name": "o%"}}
                """;
        assertThat(
                        change("c", null, row(1L, "open", "a"), OPEN, tablespace)
                                .orElseThrow()
                                .table()
                                .storage())
                .isEqualTo(new Storage("new", "", ""));
        assertThat(change("c", null, row(1L, "open", "a"), OPEN).orElseThrow().table().storage())
                .isEqualTo(Storage.NONE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan makes of rows: whole, in parts, old and new. */
class TablePlanTest {
    private static final Object ABSENT = ArrayRow.ABSENT;
    private static final Table PEOPLE =
            new Table(
                    new TableId("shop", "people"),
                    List.of(
                            new Column("id", DataType.of(Kind.INT8), false),
                            new Column("name", DataType.string(Kind.WSTRING, 40), true),
                            new Column("code", DataType.string(Kind.WSTRING, 10), true)),
                    List.of("id"));

    private static TablePlan plan(String... rules) {
        String all =
                """
                {"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                "object-locator": {"schema-name": "shop", "table-name": "%"}}""";
        return TableMappings.parse("{\"rules\": [" + all + "," + String.join(",", rules) + "]}")
                .withMaskingKey(new byte[] {1, 2, 3})
                .plan(PEOPLE)
                .orElseThrow();
    }

    private static String rule(int id, String column, String action, String members) {
        return """
               {"rule-type": "transformation", "rule-id": %d, "rule-target": "column",
               "object-locator": {"schema-name": "shop", "table-name": "people",
               "column-name": "%s"}, "rule-action": "%s"%s}"""
                .formatted(id, column, action, members);
    }

    private static String added(String expression) {
        return rule(
                2,
                "%",
                "add-column",
                """
                , "value": "new", "expression": "%s", "data-type": {"type": "string", "length": 99}"""
                        .formatted(expression));
    }

    private static String beforeImages(String filter) {
        return rule(
                9,
                "%",
                "add-before-image-columns",
                ", \"before-image-def\": {\"column-filter\": \"%s\"}".formatted(filter));
    }

    private static ChangeHeader header(Operation operation) {
        return new ChangeHeader(operation, "pos", 1, 2, "", "");
    }

    private static Object value(TablePlan plan, String column, Operation how, Row after, Row old) {
        return plan.value(plan.target().indexOf(column), after, old, header(how));
    }

    @Test
    void absentValuesStayAbsentWhateverIsDoneToThem() {
        try (TablePlan plan =
                plan(
                        rule(2, "name", "data-masking-hash-mask", ""),
                        rule(
                                3,
                                "code",
                                "change-data-type",
                                ", \"data-type\": {\"type\": \"int4\"}"))) {
            Row after = new ArrayRow(1L, ABSENT, ABSENT);
            assertThat(value(plan, "id", Operation.UPDATE, after, null)).isEqualTo(1L);
            assertThat(value(plan, "name", Operation.UPDATE, after, null)).isSameAs(ABSENT);
            assertThat(value(plan, "code", Operation.UPDATE, after, null)).isSameAs(ABSENT);
            assertThat(plan.oldValue(1, after)).isSameAs(ABSENT);
        }
    }

    @Test
    void oldAndNewImagesAreMaskedAlike() {
        try (TablePlan plan =
                plan(
                        rule(2, "name", "data-masking-hash-mask", ""),
                        rule(3, "code", "data-masking-digits-randomize", ""))) {
            Row row = new ArrayRow(1L, "Ann", "A123");
            for (int column = 1; column < 3; column++) {
                Object masked = plan.value(column, row, null, header(Operation.INSERT));
                assertThat(masked).isNotEqualTo(row.value(column));
                assertThat(plan.oldValue(column, row)).isEqualTo(masked);
                assertThat(plan.applyColumn(column, row)).isEqualTo(masked);
            }
        }
    }

    @Test
    void nullIsNotMaskedIntoAValue() {
        try (TablePlan plan = plan(rule(2, "name", "data-masking-hash-mask", ""))) {
            Row row = new ArrayRow(1L, null, null);
            assertThat(value(plan, "name", Operation.INSERT, row, null)).isNull();
        }
    }

    @Test
    void expressionsTakeFromTheOldImageWhatTheNewOneLeavesOut() {
        try (TablePlan plan = plan(added("$name || $code"))) {
            Row after = new ArrayRow(1L, "Ann", ABSENT);
            Row before = new ArrayRow(1L, "Bob", "7");
            assertThat(value(plan, "new", Operation.UPDATE, after, before)).isEqualTo("Ann7");
        }
    }

    @Test
    void expressionOfOneAbsentColumnIsUnchanged() {
        try (TablePlan plan = plan(added("upper($name)"))) {
            Row after = new ArrayRow(1L, ABSENT, "x");
            assertThat(value(plan, "new", Operation.UPDATE, after, null)).isSameAs(ABSENT);
            assertThat(plan.oldValue(3, after)).isSameAs(ABSENT);
        }
    }

    @Test
    void expressionOfSeveralColumnsNeedsAllOfThem() {
        try (TablePlan plan = plan(added("$name || $code"))) {
            Row after = new ArrayRow(1L, "secret", ABSENT);
            ReplicationException e =
                    catchThrowableOfType(
                            ReplicationException.class,
                            () -> value(plan, "new", Operation.UPDATE, after, null));
            assertThat(e.kind()).isEqualTo(FailureKind.RECORD);
            assertThat(e).hasMessageContaining("shop.people").hasMessageContaining("rule-id 2");
            assertThat(e.getMessage()).doesNotContain("secret");
        }
    }

    @Test
    void headerVariablesAreUnknownInOldImages() {
        try (TablePlan plan = plan(added("$AR_H_OPERATION || $id"))) {
            Row row = new ArrayRow(1L, "a", "b");
            assertThat(value(plan, "new", Operation.UPDATE, row, null)).isEqualTo("UPDATE1");
            assertThat(plan.oldValue(3, row)).isSameAs(ABSENT);
        }
    }

    @Test
    void operationIndicatorMayReadColumnsToo() {
        try (TablePlan plan = plan(added("operation_indicator('D', 'U', 'I') || $id"))) {
            assertThat(plan.softDelete()).isTrue();
            Row key = new ArrayRow(7L, ABSENT, ABSENT);
            assertThat(value(plan, "new", Operation.DELETE, key, key)).isEqualTo("D7");
            ReplicationException e =
                    catchThrowableOfType(
                            ReplicationException.class,
                            () -> value(plan, "new", Operation.DELETE, null, null));
            assertThat(e.kind()).isEqualTo(FailureKind.RECORD);
        }
    }

    @Test
    void valuesThatCannotBeConvertedAreNotInTheMessage() {
        try (TablePlan plan =
                plan(
                        rule(
                                2,
                                "name",
                                "change-data-type",
                                ", \"data-type\": {\"type\": \"int4\"}"))) {
            Row row = new ArrayRow(1L, "secret", null);
            ReplicationException e =
                    catchThrowableOfType(
                            ReplicationException.class,
                            () -> value(plan, "name", Operation.INSERT, row, null));
            assertThat(e.kind()).isEqualTo(FailureKind.RECORD);
            assertThat(e)
                    .hasMessageContaining("shop.people")
                    .hasMessageContaining("'name'")
                    .hasMessageContaining("rule-id 2");
            for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("secret");
            }
        }
    }

    @Test
    void beforeImagesOfNewRowsAreNull() {
        try (TablePlan plan = plan(beforeImages("all"))) {
            Row after = new ArrayRow(1L, "a", "b");
            for (String column : List.of("BI_id", "BI_name", "BI_code")) {
                assertThat(value(plan, column, Operation.INSERT, after, null)).isNull();
            }
        }
    }

    @Test
    void beforeImagesHoldTheOldValues() {
        try (TablePlan plan = plan(beforeImages("all"))) {
            Row before = new ArrayRow(1L, "a", ABSENT);
            Row after = new ArrayRow(2L, "b", "c");
            assertThat(value(plan, "BI_id", Operation.UPDATE, after, before)).isEqualTo(1L);
            assertThat(value(plan, "BI_name", Operation.UPDATE, after, before)).isEqualTo("a");
            // not absent: what an earlier update put there is not the value before this one
            assertThat(value(plan, "BI_code", Operation.UPDATE, after, before)).isNull();
        }
    }

    @Test
    void keyThatAnUpdateDoesNotMentionIsItsOwnBeforeImage() {
        try (TablePlan plan = plan(beforeImages("all"))) {
            Row after = new ArrayRow(2L, "b", "c");
            assertThat(value(plan, "BI_id", Operation.UPDATE, after, null)).isEqualTo(2L);
            assertThat(value(plan, "BI_name", Operation.UPDATE, after, null)).isNull();
        }
    }

    @Test
    void beforeImagesAreMaskedToo() {
        try (TablePlan plan =
                plan(rule(2, "name", "data-masking-hash-mask", ""), beforeImages("non-lob"))) {
            Row row = new ArrayRow(1L, "secret", "c");
            assertThat(value(plan, "BI_name", Operation.UPDATE, row, row))
                    .isEqualTo(value(plan, "name", Operation.UPDATE, row, row))
                    .isNotEqualTo("secret");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LobLimitsTest {
    private static final TableId ID = new TableId("shop", "pages");
    private static final String ALL =
            """
            {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "%", "table-name": "%"}}
            """;
    private static final LobLimits ONE = new LobLimits(true, 1);

    private final LobCuts cuts = new LobCuts();

    private static Column column(String name, DataType.Kind kind, String declaration) {
        return new Column(name, DataType.of(kind).declared("postgres", declaration), true);
    }

    private static Table table() {
        return new Table(
                ID,
                List.of(
                        column("id", DataType.Kind.NCLOB, "text"),
                        column("body", DataType.Kind.NCLOB, "text"),
                        column("image", DataType.Kind.BLOB, "bytea"),
                        column("facts", DataType.Kind.NCLOB, "jsonb")),
                List.of("id"));
    }

    private TablePlan plan(LobLimits limits, String... rules) {
        String more = rules.length == 0 ? "" : "," + String.join(",", rules);
        return TableMappings.parse("{\"rules\": [" + ALL + more + "]}")
                .withLobs(limits, cuts)
                .plan(table())
                .orElseThrow();
    }

    private static String tableSettings(String lobs) {
        return """
        {"rule-type": "table-settings", "rule-id": "2", "rule-name": "2",
         "object-locator": {"schema-name": "shop", "table-name": "pages"}, "lob-settings": %s}
        """
                .formatted(lobs);
    }

    private static Object[] values(TablePlan plan, Object body, Object image) {
        return plan.values(
                new ArrayRow(new Object[] {"k".repeat(2000), body, image, "j".repeat(2000)}), null);
    }

    @Test
    void nothingIsCutWithoutALimit() {
        assertThat(plan(LobLimits.WHOLE).isIdentity()).isTrue();
    }

    @Test
    void longerValuesAreCutAndCounted() {
        TablePlan plan = plan(ONE);
        assertThat(values(plan, "a".repeat(1024), new byte[1024]))
                .containsExactly(
                        "k".repeat(2000), "a".repeat(1024), new byte[1024], "j".repeat(2000));
        assertThat(cuts.tables()).isEmpty();
        Object[] cut = values(plan, "a".repeat(1025), new byte[1025]);
        assertThat(cut[1]).isEqualTo("a".repeat(1024));
        assertThat((byte[]) cut[2]).hasSize(1024);
        assertThat(values(plan, "", null)[2]).isNull();
        values(plan, "a".repeat(5000), null);
        assertThat(cuts.of(ID)).containsOnlyKeys("body", "image").containsEntry("body", 2L);
    }

    @Test
    void oldImagesAreCutTooButNotCounted() {
        ArrayRow old = new ArrayRow(new Object[] {"k", "a".repeat(1025), null, null});
        assertThat(plan(ONE).oldValue(1, old)).isEqualTo("a".repeat(1024));
        assertThat(cuts.of(ID)).isEmpty();
    }

    @Test
    void whatIsLeftOutStaysLeftOut() {
        ArrayRow row = new ArrayRow(new Object[] {"k", ArrayRow.ABSENT, null, null});
        assertThat(plan(ONE).value(1, row, null, null)).isEqualTo(ArrayRow.ABSENT);
    }

    @Test
    void textIsCutBetweenCharacters() {
        for (String character : List.of("e", "\u00e9", "\u20ac", "\ud83d\ude00")) {
            for (int before = 1018; before <= 1026; before++) {
                String text = "a".repeat(before) + character + "zz";
                String cut = (String) values(plan(ONE), text, null)[1];
                assertThat(text).startsWith(cut);
                assertThat(cut.getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(1024)
                        .isGreaterThan(1020);
                assertThat(cut).doesNotMatch("(?s).*\\p{Cs}");
            }
        }
    }

    @Test
    void keysAndDocumentsStayWholeAndItSaysSo() {
        assertThat(plan(ONE).warnings())
                .containsExactly(
                        "column 'id' is not cut at 1 KB: it is in the key, and rows would become"
                                + " one",
                        "column 'facts' is not cut at 1 KB: a part of a value of type jsonb is"
                                + " none");
        assertThat(plan(ONE).decisions())
                .extracting(Decision::toString)
                .contains("column 'body': is cut where it is longer than 1 KB");
    }

    @Test
    void withoutLargeObjectsOnlyTheKeyIsLeft() {
        TablePlan plan = plan(new LobLimits(false, 0));
        assertThat(plan.target().columns()).extracting(Column::name).containsExactly("id");
        assertThat(plan.warnings()).singleElement().asString().contains("'id'", "SupportLobs");
    }

    @Test
    void aTablesOwnSettingsGoBefore() {
        String unlimited = tableSettings("{\"mode\": \"unlimited\", \"bulk-max-size\": 0}");
        String limited = tableSettings("{\"mode\": \"limited\", \"bulk-max-size\": 2}");
        String none = tableSettings("{\"mode\": \"none\"}");
        assertThat(plan(ONE, unlimited).isIdentity()).isTrue();
        assertThat(plan(new LobLimits(false, 0), unlimited).isIdentity()).isTrue();
        assertThat(values(plan(LobLimits.WHOLE, limited), "a".repeat(5000), null)[1])
                .isEqualTo("a".repeat(2048));
        assertThat(values(plan(ONE, limited), "a".repeat(5000), null)[1])
                .isEqualTo("a".repeat(2048));
        assertThat(values(plan(ONE, none), "a".repeat(5000), null)[1]).isEqualTo("a".repeat(1024));
    }
}

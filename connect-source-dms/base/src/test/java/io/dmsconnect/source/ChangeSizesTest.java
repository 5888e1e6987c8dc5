// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.failure.ReplicationException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ChangeSizesTest {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema ROW =
            SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("body", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("image", Schema.OPTIONAL_BYTES_SCHEMA)
                    .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct().field("after", ROW).build();

    private static List<SourceRecord> change(int characters, int bytes) {
        Struct row =
                new Struct(ROW)
                        .put("id", 1L)
                        .put("body", "secret".repeat(characters / 6))
                        .put("image", new byte[bytes]);
        Struct key = new Struct(KEY).put("id", 1L);
        return List.of(
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "p.shop.pages",
                        null,
                        KEY,
                        key,
                        ENVELOPE,
                        new Struct(ENVELOPE).put("after", row)));
    }

    @Test
    void aChangeThatWouldBePassedOverEndsTheTask() {
        ChangeSizes sizes = new ChangeSizes(Map.of("errors.tolerance", "all"));
        sizes.check(change(600_000, 400_000));
        assertThatThrownBy(() -> sizes.check(change(600_000, 500_000)))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContainingAll(
                        "p.shop.pages", "[id]", "1100000", "producer.override.max.request.size")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theLimitIsTheProducers() {
        ChangeSizes sizes =
                new ChangeSizes(
                        Map.of(
                                "errors.tolerance",
                                "all",
                                "producer.override.max.request.size",
                                "5000000"));
        sizes.check(change(3_000_000, 1_900_000));
        assertThatThrownBy(() -> sizes.check(change(3_000_000, 2_100_000)))
                .hasMessageContaining("5000000");
    }

    @Test
    void whatConnectTellsItselfIsOnlyNamed() {
        assertThatCode(() -> new ChangeSizes(Map.of()).check(change(3_000_000, 0)))
                .doesNotThrowAnyException();
    }
}

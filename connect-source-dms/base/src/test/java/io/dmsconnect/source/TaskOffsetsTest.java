// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class TaskOffsetsTest {
    /** Connect's REST API reads a partition's text, and looks its offset up by what it writes. */
    @Test
    void partitionsAreFoundByTheTextThatConnectMakesOfTheirText() {
        TaskOffsets offsets = new TaskOffsets("shop", null);
        TableId table = new TableId("public", "orders");
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), true);
            for (Map<String, Object> partition :
                    List.of(
                            offsets.startPartition(),
                            offsets.of(table),
                            offsets.of(table, 0),
                            offsets.of(table, 255))) {
                byte[] text = converter.fromConnectData("", null, List.of("c", partition));
                Object again = converter.toConnectData("", text).value();
                assertThat(new String(converter.fromConnectData("", null, again)))
                        .isEqualTo(new String(text));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class KeyMovesTest {
    private final KeyMoves moves = new KeyMoves();

    private static SourceRecord record(String name) {
        return new SourceRecord(Map.of(), Map.of("row", name), name, null, null);
    }

    private static SourceRecord leaving(String name) {
        SourceRecord record = record(name);
        record.headers().addString("__debezium.newkey", "2");
        return record;
    }

    private List<String> whole(SourceRecord... polled) {
        return moves.whole(List.of(polled)).stream().map(SourceRecord::topic).toList();
    }

    @Test
    void theHalvesOfAKeyChangeAreHandedOverTogether() {
        assertThat(whole(record("a"), leaving("b"))).containsExactly("a");
        assertThat(whole(record("b2"), leaving("c"))).containsExactly("b", "b2");
        assertThat(whole(record("c2"))).containsExactly("c", "c2");
        assertThat(whole(leaving("d"))).isEmpty();
        assertThat(whole(record("d2"), record("e"))).containsExactly("d", "d2", "e");
    }
}

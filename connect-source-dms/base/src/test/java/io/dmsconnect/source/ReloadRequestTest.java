// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadRequestTest {
    @Test
    void namesTablesByBothNames() {
        ReloadRequest request =
                ReloadRequest.parse(
                                """
                                {"id": "7", "tables": [
                                  {"SchemaName": "a.b", "TableName": "c"},
                                  {"SchemaName": "a", "TableName": "b.c"}]}
                                """)
                        .orElseThrow();
        assertThat(request.id()).isEqualTo("7");
        assertThat(request.tables())
                .containsExactly(new TableId("a.b", "c"), new TableId("a", "b.c"));
        assertThat(ReloadRequest.parse(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"id\": \"1\"}",
                "{\"id\": \"1\", \"tables\": []}",
                "{\"id\": \"\", \"tables\": [{\"SchemaName\": \"s\", \"TableName\": \"t\"}]}",
                "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"s\"}]}",
                "{\"id\": \"1\", \"tables\": [\"s.t\"]}",
                "{\"id\": \"1\", \"tables\": [{\"SchemaName\": \"s\", \"TableName\": \"t\"},"
                        + " {\"SchemaName\": \"s\", \"TableName\": \"t\"}]}"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ReloadRequest.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has to be {\"id\"");
    }
}

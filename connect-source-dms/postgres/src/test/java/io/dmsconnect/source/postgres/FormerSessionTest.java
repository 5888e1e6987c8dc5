// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.DebeziumException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A server that is slow to notice that a session of ours has ended. */
class FormerSessionTest {
    private int tries;

    private String start(int holder, int times) {
        if (++tries <= times) {
            String said = "ERROR: replication slot \"s\" is active for PID " + holder;
            throw new DebeziumException("Failed to start", new SQLException(said, "55006"));
        }
        return "reading";
    }

    @Test
    void isWaitedFor() throws Exception {
        assertThat(new FormerSession(77).outlive(() -> start(77, 3))).isEqualTo("reading");
        assertThat(tries).isEqualTo(4);
    }

    @Test
    void anybodyElseIsNot() {
        assertThatThrownBy(() -> new FormerSession(77).outlive(() -> start(771, 3)))
                .rootCause()
                .hasMessageContaining("is active for PID 771");
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void norIsAnotherFailure() {
        assertThatThrownBy(
                        () ->
                                new FormerSession(77)
                                        .outlive(
                                                () -> {
                                                    throw new SQLException("77 is gone", "08006");
                                                }))
                .hasMessage("77 is gone");
    }
}

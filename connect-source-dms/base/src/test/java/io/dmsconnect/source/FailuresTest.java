// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.io.EOFException;
import java.sql.SQLException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void lostConnectionsPass() {
        assertThat(Failures.isRecoverable(new ConnectException(new EOFException()))).isTrue();
        assertThat(Failures.isRecoverable(new ConnectException(new SQLException("gone", "08006"))))
                .isTrue();
        assertThat(Failures.isRecoverable(new SQLException("starting up", "57P03"))).isTrue();
    }

    @Test
    void anSqlErrorThatStaysIsNoneEvenWhereDebeziumCallsItRetriable() {
        SQLException denied = new SQLException("permission denied", "42501");
        assertThat(Failures.isRecoverable(new RetriableException(denied))).isFalse();
        assertThat(Failures.isRecoverable(new RetriableException("try again"))).isTrue();
        assertThat(Failures.isRecoverable(new IllegalStateException("a bug"))).isFalse();
    }

    @Test
    void ourOwnFailuresSayItThemselves() {
        assertThat(
                        Failures.isRecoverable(
                                new ReplicationException(FailureKind.RECOVERABLE, "", "gone")))
                .isTrue();
        assertThat(
                        Failures.isRecoverable(
                                new ReplicationException(
                                        FailureKind.TABLE, "", "no table", new EOFException())))
                .isFalse();
    }

    @Test
    void usersWithAsManySessionsAsTheyMayHavePass() {
        assertThat(Failures.isRecoverable(new SQLException("of the role", "53300"))).isTrue();
        for (int code : new int[] {1040, 1203, 1226}) {
            assertThat(Failures.isRecoverable(new SQLException("of the user", "42000", code)))
                    .isTrue();
        }
    }

    @Test
    void aSlotOfADeadConnectionIsInUse() {
        SQLException active = new SQLException("slot is active for PID 7", "55006");
        assertThat(Failures.isInUse(new ConnectException(active))).isTrue();
        assertThat(Failures.isRecoverable(new ConnectException(active))).isTrue();
        assertThat(Failures.isInUse(new SQLException("gone", "08006"))).isFalse();
    }

    @Test
    void anExceptionWithoutWordsIsToldByTheOneAroundIt() {
        assertThat(Failures.reason(new ConnectException("no answer", new EOFException())))
                .isEqualTo("no answer");
        assertThat(Failures.reason(new EOFException())).isEqualTo("EOFException");
    }

    @Test
    void aRefusedUserIsToldByTheKeyThatIsWrong() {
        SQLException refused = new SQLException("password authentication failed", "28P01");
        ReplicationException failed =
                new ReplicationException(FailureKind.FATAL, "a place", "failed", refused);
        assertThat(Refusal.named(failed))
                .hasMessageStartingWith("database.password: ")
                .hasMessageContaining("password authentication failed")
                .hasMessageContaining("restart the task");
        IllegalStateException other = new IllegalStateException("a bug");
        assertThat(Refusal.named(other)).isSameAs(other);
    }
}

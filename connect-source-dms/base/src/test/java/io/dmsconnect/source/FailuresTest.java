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
}

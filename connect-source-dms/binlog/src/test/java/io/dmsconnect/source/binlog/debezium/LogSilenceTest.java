// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogSilenceTest {
    private final LogSilence silence = new LogSilence(() -> {});

    private boolean isSilentWithin(int seconds) {
        for (int i = 0; i < seconds; i++) {
            if (silence.isSilentForOneMore()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aServerThatSaysNothingIsNoticed() {
        silence.begin();
        silence.end();
        assertThat(isSilentWithin(20)).isFalse();
        assertThat(isSilentWithin(1)).isTrue();
    }

    @Test
    void theEndOfTheConnectionIsNoticedAtOnce() {
        silence.onDisconnect(null);
        assertThat(isSilentWithin(1)).isTrue();
    }

    @Test
    void aHeartbeatIsEnough() {
        for (int i = 0; i < 10; i++) {
            silence.begin();
            silence.end();
            assertThat(isSilentWithin(9)).isFalse();
        }
    }

    /** As a statement is that takes minutes to be understood. */
    @Test
    void anEventThatTakesLongIsNoSilence() {
        silence.begin();
        assertThat(isSilentWithin(600)).isFalse();
        silence.end();
        assertThat(isSilentWithin(20)).isFalse();
        assertThat(isSilentWithin(1)).isTrue();
    }
}

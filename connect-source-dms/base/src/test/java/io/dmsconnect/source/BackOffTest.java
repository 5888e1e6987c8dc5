// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.settings.TaskSettings;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static BackOff backOff(String settings) {
        return new BackOff(
                TaskSettings.parse("{\"ErrorBehavior\": {" + settings + "}}").errorBehavior());
    }

    @Test
    void byDefaultThereIsNoLimit() throws Exception {
        BackOff backOff = backOff("\"RecoverableErrorInterval\": 0");
        for (int i = 0; i < 3; i++) {
            assertThat(backOff.permits()).isTrue();
            if (i == 0) {
                backOff.await();
            }
        }
        assertThat(backOff("").nextSeconds()).isEqualTo(5);
    }

    @Test
    void theIntervalDoublesUpToItsMaximumAndStartsAgainAfterSuccess() throws Exception {
        BackOff backOff =
                backOff("\"RecoverableErrorInterval\": 0, \"RecoverableErrorThrottlingMax\": 1");
        backOff.await();
        assertThat(backOff.nextSeconds()).isEqualTo(1);
        backOff.await();
        assertThat(backOff.nextSeconds()).isEqualTo(1);
        backOff.succeeded();
        assertThat(backOff.nextSeconds()).isZero();
    }

    @Test
    void whatIsFreeSoonIsNotWaitedForLonger() throws Exception {
        BackOff backOff = backOff("\"RecoverableErrorInterval\": 0");
        for (int i = 0; i < 2; i++) {
            backOff.await();
            assertThat(backOff.nextSeconds()).isPositive();
            backOff.freeSoon();
            assertThat(backOff.nextSeconds()).isZero();
        }
    }

    @Test
    void theCountIsHonoured() throws Exception {
        assertThat(backOff("\"RecoverableErrorCount\": 0").permits()).isFalse();
        BackOff twice =
                backOff(
                        "\"RecoverableErrorCount\": 2, \"RecoverableErrorInterval\": 0,"
                                + " \"RecoverableErrorThrottling\": false");
        assertThat(twice.permits()).isTrue();
        twice.await();
        assertThat(twice.permits()).isTrue();
        twice.await();
        assertThat(twice.permits()).isFalse();
    }
}

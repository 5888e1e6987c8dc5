// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {
    /** A server told 0/1516018 as the place of its next record, and 0/1516000 as its log's end. */
    @Test
    void aPageThatHasOnlyItsHeaderIsNotPartOfTheLog() {
        assertThat(Timeline.endOfRecord(0x1516018)).isEqualTo(0x1516000);
        assertThat(Timeline.endOfRecord(0x2000028)).isEqualTo(0x2000000);
        assertThat(Timeline.endOfRecord(0x1516020)).isEqualTo(0x1516020);
        assertThat(Timeline.endOfRecord(0x1516028)).isEqualTo(0x1516028);
        assertThat(Timeline.endOfRecord(0x1516000)).isEqualTo(0x1516000);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadPositionTest {
    @ParameterizedTest
    @CsvSource({
        "90, true", // below xmin
        "100, false", // in progress
        "101, true",
        "102, false", // in progress
        "109, true",
        "110, false", // xmax
        "500, false"
    })
    void aSnapshotHoldsWhatHadCommitted(long id, boolean included) {
        LoadPosition position = LoadPosition.parse("xid:100:110:100,102");
        assertThat(position.includes("xid:" + id + ":12345")).isEqualTo(included);
    }

    @Test
    void transactionIdsWrapAround() {
        long epoch = 3L << 32;
        LoadPosition position = LoadPosition.parse("xid:" + (epoch + 5) + ":" + (epoch + 10) + ":");
        assertThat(position.includes("xid:4294967290:1")).isTrue(); // from the epoch before
        assertThat(position.includes("xid:4:1")).isTrue();
        assertThat(position.includes("xid:10:1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "binlog:mysql-bin.000009:999:0, true",
        "binlog:mysql-bin.000010:499:3, true",
        "binlog:mysql-bin.000010:500:0, false",
        "binlog:mysql-bin.000011:4:0, false",
        "binlog:mysql-bin.1000000:4:0, false"
    })
    void binlogsAreComparedByNumber(String change, boolean included) {
        assertThat(LoadPosition.parse("binlog:mysql-bin.000010:500").includes(change))
                .isEqualTo(included);
    }

    @Test
    void nothingIsInAnEmptyPosition() {
        assertThat(LoadPosition.parse("").includes("xid:1:1")).isFalse();
    }

    @Test
    void otherTextsAreRefused() {
        assertThatThrownBy(() -> LoadPosition.parse("scn:17")).hasMessageContaining("scn:17");
    }
}

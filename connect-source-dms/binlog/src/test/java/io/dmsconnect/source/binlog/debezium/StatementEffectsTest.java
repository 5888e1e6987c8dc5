// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementEffectsTest {
    @Test
    void foreignKeysThatChangeRowsByThemselves() {
        assertThat(
                        StatementEffects.cascades(
                                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u(a)\nON DELETE  SET null"))
                .isTrue();
        assertThat(
                        StatementEffects.cascades(
                                "create table t (a int references u (a) on delete restrict on update"
                                        + " cascade)"))
                .isTrue();
        assertThat(
                        StatementEffects.cascades(
                                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u(a) ON DELETE NO ACTION"))
                .isFalse();
        assertThat(StatementEffects.cascades("ALTER TABLE t DROP COLUMN cascade_")).isFalse();
    }
}

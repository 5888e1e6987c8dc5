// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionTypesTest {
    private static String oracle(String text) {
        return SessionTypes.plain(text, new SessionTypes.Mode(true, true, false, false));
    }

    private static String implicit(String text) {
        return SessionTypes.plain(text, new SessionTypes.Mode(false, false, false, true));
    }

    @Test
    void namesOfTypesAreThoseOfEverySession() {
        assertThat(
                        oracle(
                                "ALTER TABLE t ADD date date, ADD COLUMN (a NUMBER(5), b number,"
                                        + " KEY (date)), CHANGE raw raw raw(5), MODIFY IF EXISTS"
                                        + " `x` /* , y DATE */ real COMMENT 'ADD z date'"))
                .isEqualTo(
                        "ALTER TABLE t ADD date DATETIME, ADD COLUMN (a DECIMAL(5), b DOUBLE,"
                                + " KEY (date)), CHANGE raw raw VARBINARY(5), MODIFY IF EXISTS"
                                + " `x` /* , y DATE */ FLOAT COMMENT 'ADD z date'");
        assertThat(
                        oracle(
                                "create or replace table t (a int default (date('x')), b date,"
                                        + " primary key (a, b)) comment 'real' (z date)"))
                .isEqualTo(
                        "create or replace table t (a int default (date('x')), b DATETIME,"
                                + " primary key (a, b)) comment 'real' (z date)");
        assertThat(oracle("DROP TABLE date")).isEqualTo("DROP TABLE date");
    }

    @Test
    void aTimestampIsNotNull() {
        assertThat(
                        implicit(
                                "ALTER TABLE t ADD a timestamp(3) FIRST, ADD b TIMESTAMP NULL, ADD"
                                        + " timestamp timestamp, ADD c int DEFAULT (timestamp(1))"))
                .isEqualTo(
                        "ALTER TABLE t ADD a timestamp(3) NOT NULL FIRST, ADD b TIMESTAMP NULL, ADD"
                                + " timestamp timestamp NOT NULL, ADD c int DEFAULT (timestamp(1))");
        assertThat(implicit("ALTER TABLE t ADD (a int, b timestamp)"))
                .isEqualTo("ALTER TABLE t ADD (a int, b timestamp NOT NULL)");
    }
}

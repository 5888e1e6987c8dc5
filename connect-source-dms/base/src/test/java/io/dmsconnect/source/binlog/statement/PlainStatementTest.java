// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainStatementTest {
    private static String plain(String text, boolean noBackslash, boolean ansi, boolean mariaDb) {
        return PlainStatement.of(text, new PlainStatement.Mode(noBackslash, ansi, mariaDb));
    }

    @Test
    void aBackslashIsNoEscape() {
        assertThat(plain("alter table t comment '\\', drop x -- '", true, false, true))
                .isEqualTo("alter table t comment '\\\\', drop x -- '");
        assertThat(plain("a \"\\\" `\\` 'it''s' # '\\\n '\\n'", true, false, true))
                .isEqualTo("a \"\\\\\" `\\` 'it''s' # '\\\n '\\\\n'");
        assertThat(plain("a '\\'' /*M! b */ /*! c '\\\\' */", false, false, true))
                .isEqualTo("a '\\'' /*M! b */ /*! c '\\\\' */");
    }

    @Test
    void namesInDoubleQuotes() {
        assertThat(plain("\"a\"\"b`\" '\"' `\"` /* \" */ \"\\\"", false, true, true))
                .isEqualTo("`a\"b``` '\"' `\"` /* \" */ `\\`");
    }

    @Test
    void commentsOfTheOtherServer() {
        assertThat(plain("a '/*M! x */' /*M!100100 , '*/ /*!50000 b '\\'' */", false, false, false))
                .isEqualTo("a '/*M! x */'   /*!50000 b '\\'' */");
    }
}

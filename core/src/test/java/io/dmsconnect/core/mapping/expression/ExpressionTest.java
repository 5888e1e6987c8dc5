// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Table TABLE =
            new Table(
                    new TableId("shop", "people"),
                    List.of(
                            column("GIVEN", DataType.string(Kind.STRING, 40)),
                            column("FAMILY", DataType.string(Kind.STRING, 40)),
                            column("amount", DataType.numeric(12, 2)),
                            column("GIVEN_2", DataType.of(Kind.INT8)),
                            column("day", DataType.of(Kind.DATE)),
                            column("at", DataType.temporal(Kind.DATETIME, 6)),
                            column("big", DataType.of(Kind.UINT8)),
                            column("real", DataType.of(Kind.REAL8)),
                            column("data", DataType.of(Kind.BLOB)),
                            column("flag", DataType.of(Kind.BOOLEAN))),
                    List.of());

    private static final ChangeHeader CHANGE =
            new ChangeHeader(
                    Operation.UPDATE, "0/16B3748", 1_700_000_000_123_456L, 0, "me", "0".repeat(35));

    private final Expressions expressions = new Expressions();

    private static Column column(String name, DataType type) {
        return new Column(name, type, true);
    }

    @AfterEach
    void close() {
        expressions.close();
    }

    private Expression compile(String text) {
        return expressions.compile(text, Names.ofRow(TABLE));
    }

    private static Object[] row() {
        return new Object[] {
            "Zoë 🐘",
            "O'Hara",
            new BigDecimal("500.00"),
            7L,
            LocalDate.of(2024, 2, 29),
            LocalDateTime.of(2024, 2, 29, 10, 0, 0, 500_000_000),
            BigInteger.TEN,
            1.5,
            new byte[] {0, -1},
            true
        };
    }

    private Object evaluate(String text) {
        return compile(text).evaluate(new ArrayRow(row()), CHANGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "$GIVEN||'_'||$FAMILY; Zoë 🐘_O'Hara",
                "CASE WHEN $amount >= 500 THEN 'BIG' ELSE 'SMALL' END; BIG",
                "CASE $GIVEN_2 WHEN 7 THEN 'seven' END; seven",
                "'$GIVEN is ''it'''; $GIVEN is 'it'",
                "upper('ß' || 'a'); ßA",
                "substr($FAMILY, -4, 2); Ha",
                "replaceChars('abcde', 'abcd', '123'); 1231e",
                "replaceChars('a🐘', '🐘', 'x'); ax",
                "ifnull(NULL, 'x'); x",
                "strftime('%d.%m.%Y', $day); 29.02.2024",
                "$at; 2024-02-29 10:00:00.5",
                "hex($data); 00FF",
                "hash_sha256('abc'); BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "operation_indicator('D', 'U', 'I'); U",
                "$AR_H_OPERATION || ' ' || $AR_H_STREAM_POSITION; UPDATE 0/16B3748",
                "$AR_H_TIMESTAMP; 2023-11-14 22:13:20.123456",
                "$AR_M_SOURCE_SCHEMA || '.' || $AR_M_SOURCE_TABLE_NAME; shop.people"
            })
    void texts(String text, String expected) {
        assertThat(evaluate(text)).isEqualTo(expected);
    }

    @Test
    void numbers() {
        assertThat(evaluate("$amount + 1")).isEqualTo(501L);
        assertThat(evaluate("$GIVEN_2")).isEqualTo(7L);
        assertThat(evaluate("round($real)")).isEqualTo(2.0);
        assertThat(evaluate("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(evaluate("$flag")).isEqualTo(1L);
        assertThat(evaluate("max(1, $big)")).isEqualTo(10L);
        assertThat(evaluate("zeroblob(2)")).isEqualTo(new byte[2]);
    }

    @Test
    void nullIsContagious() {
        Object[] row = row();
        row[0] = null;
        assertThat(compile("$GIVEN||'_'||$FAMILY").evaluate(new ArrayRow(row), CHANGE)).isNull();
        assertThat(compile("hash_sha256($GIVEN)").evaluate(new ArrayRow(row), CHANGE)).isNull();
        assertThat(compile("hash_sha256('')").evaluate(new ArrayRow(row), CHANGE))
                .isEqualTo("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "$given; case-sensitive",
                "$GIVEN_; neither a column",
                "$; without a name",
                "$GIVEN ||; syntax error",
                "($GIVEN; never closed",
                "undefined($GIVEN); no such function",
                "GIVEN; $NAME",
                "'open; never closed",
                "\"GIVEN\"; $NAME",
                "1, 2; several",
                "$GIVEN -- x; comments",
                "?; no meaning",
                "(SELECT 1); query",
                "1) FROM sqlite_master WHERE (1; never opened",
                "load_extension('x'); query",
                "hash_sha256(); ",
            })
    void mistakesAreNamed(String text, String said) {
        assertThatThrownBy(() -> compile(text).evaluate(new ArrayRow(row()), CHANGE))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(said == null ? "" : said);
    }

    @Test
    void aStatementIsNoExpression() {
        assertThatThrownBy(() -> compile("1; DROP TABLE x"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("';' at character 2");
        assertThatThrownBy(() -> compile("  ")).isInstanceOf(ExpressionException.class);
    }

    @Test
    void aNumberThatSqliteCannotHoldIsAnError() {
        Object[] row = row();
        row[2] = new BigDecimal("12345678901234567890.12");
        row[6] = new BigInteger("18446744073709551615");
        row[7] = Double.NaN;
        for (String text : List.of("$amount + 0", "$big + 0", "$real + 0")) {
            assertThatThrownBy(() -> compile(text).evaluate(new ArrayRow(row), CHANGE))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageNotContaining("1234567890")
                    .hasMessageNotContaining("1844674407");
        }
    }

    @Test
    void anAbsentColumnIsAnError() {
        Object[] row = row();
        row[0] = ArrayRow.ABSENT;
        assertThatThrownBy(() -> compile("$GIVEN").evaluate(new ArrayRow(row), CHANGE))
                .hasMessageContaining("'GIVEN'")
                .hasMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void whatItReadsIsKnown() {
        Expression expression = compile("$GIVEN_2 + length($GIVEN) + $GIVEN_2");
        assertThat(expression.columns()).containsExactly(0, 3);
        assertThat(expression.isDeterministic()).isTrue();
        assertThat(expression.bareColumn()).isEmpty();
        assertThat(compile(" $big ").bareColumn()).hasValue(6);
        assertThat(compile("operation_indicator(1, 2, 3)").isOperationIndicator()).isTrue();
        assertThat(compile("'operation_indicator'").isOperationIndicator()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "random()",
                "datetime()",
                "date('now')",
                "strftime('%s')",
                "current_timestamp",
                "$AR_H_USER",
                "$GIVEN || datetime()"
            })
    void whatChangesByItselfIsKnown(String text) {
        assertThat(compile(text).isDeterministic()).isFalse();
    }

    @Test
    void namesHaveNoRows() {
        Names names = Names.ofColumn(TABLE, TABLE.columns().get(2));
        assertThat(
                        expressions
                                .compile(
                                        "lower($AR_M_SOURCE_COLUMN_NAME) || '_' ||"
                                                + " $AR_M_SOURCE_COLUMN_DATATYPE",
                                        names)
                                .evaluate(null, null))
                .isEqualTo("amount_numeric");
        assertThatThrownBy(() -> expressions.compile("$GIVEN", names))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void loadsHaveTheirOwnHeader() {
        ChangeHeader load = ChangeHeader.ofLoad(0);
        ArrayRow row = new ArrayRow(row());
        assertThat(compile("$AR_H_OPERATION").evaluate(row, load)).isEqualTo("INSERT");
        assertThat(compile("$AR_H_STREAM_POSITION").evaluate(row, load)).isEqualTo("");
        assertThat(compile("operation_indicator('D', 'U', 'I')").evaluate(row, load))
                .isEqualTo("I");
    }
}

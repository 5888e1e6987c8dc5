// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.DataType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueConversionTest {
    private static Object convert(Object value, Kind kind) {
        return ValueConversion.convert(value, DataType.of(kind));
    }

    private static void refuses(Object value, DataType to) {
        assertThatThrownBy(() -> ValueConversion.convert(value, to))
                .isInstanceOf(ConversionException.class)
                .hasMessageNotContaining("987654");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nullStaysNull(Kind kind) {
        assertThat(convert(null, kind)).isNull();
    }

    @Test
    void integers() {
        assertThat(convert("42", Kind.INT1)).isEqualTo(42L);
        assertThat(convert(12.5, Kind.INT8)).isEqualTo(13L);
        assertThat(convert(new BigDecimal("-0.4"), Kind.INT4)).isEqualTo(0L);
        assertThat(convert(true, Kind.INT4)).isEqualTo(1L);
        assertThat(convert(new BigDecimal("18446744073709551615"), Kind.UINT8))
                .isEqualTo(new BigInteger("18446744073709551615"));
        refuses(128L, DataType.of(Kind.INT1));
        refuses(-1L, DataType.of(Kind.UINT8));
        refuses("987654x", DataType.of(Kind.INT8));
        refuses(Double.NaN, DataType.of(Kind.INT8));
        refuses("1e999999999", DataType.of(Kind.INT8));
        refuses(new byte[1], DataType.of(Kind.INT8));
        refuses(LocalDate.EPOCH, DataType.of(Kind.INT8));
    }

    @Test
    void numerics() {
        DataType money = DataType.numeric(5, 2);
        assertThat(ValueConversion.convert("1.235", money)).isEqualTo(new BigDecimal("1.24"));
        assertThat(ValueConversion.convert(999.994, money)).isEqualTo(new BigDecimal("999.99"));
        refuses("999.995", money);
        refuses(987654L, money);
        assertThat(convert(new SpecialValue("NaN"), Kind.NUMERIC))
                .isEqualTo(new SpecialValue("NaN"));
    }

    @Test
    void reals() {
        assertThat(convert("0.1", Kind.REAL8)).isEqualTo(0.1);
        assertThat(convert(0.1f, Kind.REAL8)).isEqualTo(0.1);
        assertThat(convert(1L, Kind.REAL4)).isEqualTo(1f);
        assertThat(convert(Double.NaN, Kind.REAL4)).isEqualTo(Float.NaN);
        refuses(1e300, DataType.of(Kind.REAL4));
    }

    @Test
    void texts() {
        assertThat(convert(new BigDecimal("1E+3"), Kind.STRING)).isEqualTo("1000");
        assertThat(convert(true, Kind.CLOB)).isEqualTo("true");
        assertThat(convert(LocalDate.of(2024, 2, 29), Kind.STRING)).isEqualTo("2024-02-29");
        assertThat(convert(new byte[] {0, -1}, Kind.STRING)).isEqualTo("00ff");
        DataType two = DataType.string(Kind.STRING, 2);
        assertThat(ValueConversion.convert("🐘🐘", two)).isEqualTo("🐘🐘");
        refuses("987654", two);
    }

    @Test
    void datesAndTimes() {
        LocalDateTime at = LocalDateTime.of(2024, 2, 29, 10, 0, 0, 123_456_500);
        assertThat(convert("2024:02:29", Kind.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(convert("2024-02-29 10:00:00", Kind.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(convert(at, Kind.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(convert("10:00:00", Kind.TIME)).isEqualTo(LocalTime.of(10, 0));
        assertThat(convert("2024:02:29 10:00:00", Kind.DATETIME))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 0));
        assertThat(convert(LocalDate.of(2024, 2, 29), Kind.DATETIME))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
        assertThat(convert(at, Kind.DATETIME_TZ))
                .isEqualTo(OffsetDateTime.parse("2024-02-29T10:00:00.123456500Z"));
        assertThat(convert(OffsetDateTime.parse("2024-02-29T10:00:00+02:00"), Kind.DATETIME))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 8, 0));
        assertThat(ValueConversion.convert(at, DataType.temporal(Kind.DATETIME, 6)))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 0, 0, 123_457_000));
        assertThat(ValueConversion.convert(at, DataType.temporal(Kind.DATETIME, 0)))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 0));
        refuses("29.02.987654", DataType.of(Kind.DATE));
        refuses("2023-02-29", DataType.of(Kind.DATE));
        refuses(987654L, DataType.of(Kind.DATETIME));
    }

    @Test
    void booleans() {
        for (Object yes : List.of(true, 1L, "t", "TRUE", "yes", 1.0)) {
            assertThat(convert(yes, Kind.BOOLEAN)).isEqualTo(true);
        }
        for (Object no : List.of(false, 0L, "f", "No", 0.0)) {
            assertThat(convert(no, Kind.BOOLEAN)).isEqualTo(false);
        }
        refuses(2L, DataType.of(Kind.BOOLEAN));
    }

    @Test
    void bytes() {
        assertThat(convert("é", Kind.BLOB)).isEqualTo(new byte[] {(byte) 0xC3, (byte) 0xA9});
        refuses(new byte[3], DataType.string(Kind.BYTES, 2));
        refuses(1L, DataType.of(Kind.BLOB));
    }
}

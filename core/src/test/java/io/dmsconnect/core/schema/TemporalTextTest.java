// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29 23:59:59.999999",
                "0001-01-01 00:00:00",
                "0044-03-15 12:00:00 BC",
                "4713-01-01 00:00:00 BC",
                "294276-12-31 23:59:59.999999",
                "1999-01-08 04:05:06.000001"
            })
    void dateTimesComeBackAsTheyWere(String text) {
        Object value = TemporalText.dateTime(text);
        assertThat(value).isInstanceOf(LocalDateTime.class);
        assertThat(TemporalText.format((LocalDateTime) value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "infinity",
                "-infinity",
                "0000-00-00 00:00:00",
                "2010-00-15 00:00:00",
                "2023-02-29 00:00:00",
                "",
                "2024-01-01"
            })
    void whatJavaCannotHoldStaysText(String text) {
        assertThat(TemporalText.dateTime(text)).isEqualTo(new SpecialValue(text));
        assertThat(TemporalText.instant(text)).isEqualTo(new SpecialValue(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-01 12:00:00+02, 2024-06-01T10:00:00Z",
        "2024-06-01T12:00:00Z, 2024-06-01T12:00:00Z",
        "2024-06-01 12:00:00.5-03:30, 2024-06-01T15:30:00.5Z",
        "1883-11-18 12:03:57-00:07:02, 1883-11-18T12:10:59Z",
        "0001-12-31 23:00:00-02 BC, 0001-01-01T01:00:00Z"
    })
    void instantsAreUtc(String text, String expected) {
        assertThat(TemporalText.instant(text))
                .isEqualTo(OffsetDateTime.parse(expected).withOffsetSameInstant(ZoneOffset.UTC));
    }

    @Test
    void datesBeforeChristCountWithoutYearZero() {
        assertThat(TemporalText.date("0001-01-01 BC")).isEqualTo(LocalDate.of(0, 1, 1));
        assertThat(TemporalText.format(LocalDate.of(0, 1, 1))).isEqualTo("0001-01-01 BC");
        assertThat(TemporalText.date("5874897-12-31")).isEqualTo(LocalDate.of(5874897, 12, 31));
        assertThat(TemporalText.date("0000-00-00")).isEqualTo(new SpecialValue("0000-00-00"));
    }

    @Test
    void timesKeepEveryDigit() {
        assertThat(TemporalText.time("23:59:59.000001")).isEqualTo(LocalTime.of(23, 59, 59, 1000));
        assertThat(TemporalText.format(LocalTime.of(1, 2, 3, 120_000_000)))
                .isEqualTo("01:02:03.12");
        assertThat(TemporalText.time("24:00:00")).isEqualTo(new SpecialValue("24:00:00"));
        assertThat(TemporalText.time("-12:00:00")).isEqualTo(new SpecialValue("-12:00:00"));
    }
}

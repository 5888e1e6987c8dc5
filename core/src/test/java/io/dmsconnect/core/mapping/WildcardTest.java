// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%|''",
                "%|anything",
                "orders|orders",
                "TEST_T%|TEST_T1",
                "TEST_T%|TESTXT1",
                "_|x",
                "_|𝒮",
                "[_]|_",
                "[%]|%",
                "a[_]b|a_b",
                "[ab]|b",
                "[a-d]x|cx",
                "[a-cx-z]|y",
                "[a-]|-",
                "[-a]|-",
                "[ab|[ab",
                "[]|[]",
                "a]|a]",
                "%[_]%[_]%|a_b_c",
                "%a%b|xaybzb",
                "%%|x",
                "a%|a",
                "%.%|a.b",
                "a\\_|a\\b",
                "[𝒮-𝒵]|𝒯",
            })
    void matches(String pattern, String name) {
        assertThat(Wildcard.of(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a",
                "orders|Orders",
                "orders|orders2",
                "_|''",
                "_|ab",
                "[_]|x",
                "[ab]|c",
                "[ab]|ab",
                "[a-d]|e",
                "[a-d]|-",
                "[a-]|b",
                "a%b|ab2",
                "%a%b|xbya",
                "o.ders|orders",
                "(a|a",
                "%x|y",
            })
    void doesNotMatch(String pattern, String name) {
        assertThat(Wildcard.of(pattern).matches(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"orders|orders", "a[_]b|a_b", "x[%]|x%", "[a|[a", "[]|[]"})
    void oneNameOnly(String pattern, String name) {
        assertThat(Wildcard.of(pattern).isLiteral()).isTrue();
        assertThat(Wildcard.of(pattern).literal()).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"%", "a_b", "[ab]", "x%"})
    void manyNames(String pattern) {
        assertThat(Wildcard.of(pattern).isLiteral()).isFalse();
        assertThat(Wildcard.of(pattern).literal()).isEmpty();
    }

    @Test
    void manyPercentSignsTakeNoExponentialTime() {
        Wildcard wildcard = Wildcard.of("%a".repeat(50) + "b");
        String name = "a".repeat(2000);
        Assertions.assertTimeout(
                Duration.ofSeconds(30), () -> assertThat(wildcard.matches(name)).isFalse());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': '1', 'a': '1'}|{'a':'1'}",
                "{'a': '1', 'a': 1}|{'a':'1'}",
                "{'a': true, 'a': 'true'}|{'a':true}",
                "{'a': null, 'a': {'b': 1}}|{'a':{'b':1}}",
                "{'a': {'b': 1}, 'a': null}|{'a':{'b':1}}",
                "{'a': {'b': [1, 2]}, 'c': 1, 'a': {'b': [1, 2]}}|{'a':{'b':[1,2]},'c':1}"
            })
    void aMemberMayBeGivenTwiceWithOneValue(String json, String expected) {
        assertThat(JsonText.read(json.replace('\'', '"'))).hasToString(expected.replace('\'', '"'));
    }

    @Test
    void allMembersWithTwoValuesAreToldTogether() {
        String json = "{\"a\": 1, \"b\": {\"c\": 1,\n \"c\": 2},\n\"a\": 2}";
        assertThatThrownBy(() -> JsonText.read(json))
                .isInstanceOf(JsonTextException.class)
                .hasMessage(
                        "line 2, column 2: Duplicate member 'c': it is given twice, and not with one"
                                + " value; line 3, column 1: Duplicate member 'a': it is given twice,"
                                + " and not with one value");
    }

    @Test
    void numbersStayAsTheyAreWritten() {
        assertThat(JsonText.read("[1.10, 12345678901234567890, -0.0, 5]"))
                .hasToString("[1.10,12345678901234567890,0.0,5]");
    }

    @Test
    void aByteOrderMarkAndBlanksAroundAreNoPartOfIt() {
        assertThat(JsonText.read("\uFEFF \r\n{\"a\":\t1}\r\n ")).hasToString("{\"a\":1}");
        assertThat(JsonText.read("").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\" 1}", "{} {}", "[1,]", "{'a': 1}", "NaN", "\u201Ca\u201D"})
    void whatIsNoJsonIsToldWithItsPlace(String json) {
        assertThatThrownBy(() -> JsonText.read(json))
                .isInstanceOf(JsonTextException.class)
                .hasMessageStartingWith("line 1, column ")
                .hasMessageNotContaining("com.fasterxml");
    }
}

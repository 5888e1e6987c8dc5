// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternSetTest {
    @ParameterizedTest
    @CsvSource({
        "%,a,true,true",
        "a,%,false,true",
        "a%,ab%,true,true",
        "ab%,a%,false,true",
        "a%,b%,false,false",
        "a_,ab,true,true",
        "a_,a%,false,true",
        "%a%,a,true,true",
        "[a-c]x,bx,true,true",
        "[a-c]x,[ab]x,true,true",
        "[ab]x,[bc]x,false,true",
        "a[_]b,a_b,false,true",
        "a_b,a[_]b,true,true",
        "%x,x%,false,true",
        "%_,%,false,true",
        "%%,%,true,true"
    })
    void setsOfNames(String one, String other, boolean holds, boolean meets) {
        assertThat(PatternSet.of(one).holdsAllOf(PatternSet.of(other))).isEqualTo(holds);
        assertThat(PatternSet.of(one).meets(PatternSet.of(other))).isEqualTo(meets);
        assertThat(PatternSet.of(other).meets(PatternSet.of(one))).isEqualTo(meets);
    }

    /** All patterns and names of up to four characters, against Wildcard itself. */
    @Test
    void agreesWithWildcard() {
        List<String> patterns = texts(List.of("a", "b", "_", "%", "[ab]", "[_]"), 3);
        List<String> names = texts(List.of("a", "b", "_", "c"), 4);
        for (String one : patterns) {
            Wildcard first = Wildcard.of(one);
            for (String other : patterns) {
                Wildcard second = Wildcard.of(other);
                boolean common =
                        names.stream().anyMatch(n -> first.matches(n) && second.matches(n));
                if (common) {
                    assertThat(PatternSet.of(one).meets(PatternSet.of(other)))
                            .as("%s meets %s", one, other)
                            .isTrue();
                }
                if (PatternSet.of(one).holdsAllOf(PatternSet.of(other))) {
                    assertThat(
                                    names.stream()
                                            .filter(second::matches)
                                            .filter(n -> !first.matches(n)))
                            .as("%s holds %s", one, other)
                            .isEmpty();
                }
            }
        }
    }

    private static List<String> texts(List<String> parts, int longest) {
        List<String> all = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= longest; length++) {
            int to = all.size();
            for (int i = from; i < to; i++) {
                for (String part : parts) {
                    all.add(all.get(i) + part);
                }
            }
            from = to;
        }
        return all;
    }
}

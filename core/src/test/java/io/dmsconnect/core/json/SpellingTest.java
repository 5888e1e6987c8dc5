// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN =
            List.of(
                    "MaxFullLoadSubTasks",
                    "CommitRate",
                    "mode",
                    "bulk-max-size",
                    "rule-action",
                    "remove-column",
                    "rename-column",
                    "include",
                    "full-load",
                    "full-load-and-cdc",
                    "table-type");

    @ParameterizedTest
    @CsvSource({
        "MaxFullLoadSubTask, MaxFullLoadSubTasks",
        "maxfullloadsubtasks, MaxFullLoadSubTasks",
        "commit_rate, CommitRate",
        "ruleAction, rule-action",
        "remove-colum, remove-column",
        "inclued, include",
        "full-load-cdc, full-load-and-cdc",
        "tabel-type, table-type",
        "lob-mode, mode",
        "max-lob-size, bulk-max-size"
    })
    void findsWhatIsMeant(String name, String meant) {
        assertThat(Spelling.nearest(name, KNOWN)).contains(meant);
        assertThat(Spelling.hint(name, KNOWN)).isEqualTo("; do you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"Bar", "comment", "'-'", "Colour", "inline-lob-max-size"})
    void guessesNothingWhereNothingIsLikeIt(String name) {
        assertThat(Spelling.hint(name, KNOWN)).isEmpty();
    }
}

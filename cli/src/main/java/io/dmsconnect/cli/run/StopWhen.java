// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import java.util.Arrays;

/** What a run waits for. */
public enum StopWhen {
    FULL_LOAD_COMPLETE("full-load-complete"),
    IN_SYNC("in-sync"),
    /** Only when told to. */
    NEVER("never");

    private final String text;

    StopWhen(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException for any other text
     */
    public static StopWhen parse(String text) {
        return Arrays.stream(values())
                .filter(value -> value.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is not one of full-load-complete, in-sync"
                                                .formatted(text)));
    }

    @Override
    public String toString() {
        return text;
    }
}

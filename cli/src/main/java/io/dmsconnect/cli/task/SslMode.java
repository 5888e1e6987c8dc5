// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import io.dmsconnect.core.json.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code SslMode} of an endpoint. */
public enum SslMode {
    /** Nothing said: the driver's own choice. */
    UNSPECIFIED(""),
    NONE("none"),
    REQUIRE("require"),
    VERIFY_CA("verify-ca"),
    VERIFY_FULL("verify-full");

    private final String name;

    SslMode(String name) {
        this.name = name;
    }

    static Optional<SslMode> named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode != UNSPECIFIED && mode.name.equals(name))
                .findFirst();
    }

    /** {@code "; do you mean X?"}, or nothing. */
    static String hint(String name) {
        return Spelling.hint(name, List.of(names().split(", ")));
    }

    static String names() {
        return Arrays.stream(values())
                .filter(mode -> mode != UNSPECIFIED)
                .map(mode -> mode.name)
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private final List<String> said = new ArrayList<>();
    private final Warnings warnings = new Warnings(said::add);

    private void warn(String message) {
        warnings.append(
                Log4jLogEvent.newBuilder()
                        .setLevel(Level.WARN)
                        .setMessage(new SimpleMessage(message))
                        .build());
    }

    /** Four tasks of a sink, and one that tries again and again, say one thing. */
    @Test
    void theSameIsSaidOnce() {
        warn("The target fails, trying again: timed out after 10306ms");
        warn("The target fails, trying again: timed out after 10411ms");
        warn("Table s.t is no longer there");
        assertThat(said)
                .containsExactly(
                        "warning: The target fails, trying again: timed out after 10306ms",
                        "warning: Table s.t is no longer there");
    }
}

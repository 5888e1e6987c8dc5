// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void rootCause() {
        String trace =
                "org.apache.kafka.connect.errors.ConnectException: Exiting\n\tat a.B.c(B.java:1)\n"
                        + "Caused by: java.net.UnknownHostException: no.such.host\n\tat d.E.f(E.java)\n"
                        + "\t... 9 more\n";
        assertThat(FailureText.of(trace)).isEqualTo("no.such.host");
    }

    /** What a driver says may hold values; what we say does not. */
    @Test
    void oursBeforeTheRootCause() {
        String trace =
                "org.apache.kafka.connect.errors.ConnectException: Exiting\n\tat a.B.c(B.java:1)\n"
                        + "Caused by: io.dmsconnect.core.failure.ReplicationException: shop.t: too long\n"
                        + "make the column longer\n\tat a.B.c(B.java)\n"
                        + "Caused by: org.postgresql.util.PSQLException: ERROR\n  Detail: secret value\n"
                        + "\tat x.Y.z(Y.java)\n";
        assertThat(FailureText.of(trace)).isEqualTo("shop.t: too long\nmake the column longer");
    }

    /** What is behind it says neither where nor what to do. */
    @Test
    void whatSaysWhatToDoBeforeItsCause() {
        String trace =
                "io.dmsconnect.core.failure.ReplicationException: shop.t: exclude it\n\tat a.B(B)\n"
                        + "Caused by: io.dmsconnect.source.Unreadable: a name is missing\n\tat c.D(D)\n";
        assertThat(FailureText.of(trace)).isEqualTo("shop.t: exclude it");
    }

    @Test
    void oddities() {
        assertThat(FailureText.of("java.lang.NullPointerException\n\tat a.B.c(B.java:1)\n"))
                .isEqualTo("NullPointerException");
        assertThat(FailureText.of("something else\nmore")).isEqualTo("something else");
        assertThat(FailureText.of("")).isEqualTo("failed without a reason");
    }
}

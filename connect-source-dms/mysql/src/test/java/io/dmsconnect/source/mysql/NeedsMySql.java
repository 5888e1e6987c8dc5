// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.testing.MySqlServer;
import org.junit.jupiter.api.Assumptions;

/** Says aloud where MySQL's tests cannot run. */
final class NeedsMySql {
    private NeedsMySql() {}

    static void check() {
        if (!MySqlServer.available()) {
            System.err.println(
                    "SKIPPED: the tests against MySQL need libaio.so.1 (Debian package libaio1)");
        }
        Assumptions.assumeTrue(MySqlServer.available(), "needs libaio.so.1");
    }
}

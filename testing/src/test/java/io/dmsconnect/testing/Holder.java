// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.nio.file.Path;

/** Starts a PostgreSQL (folder, port) and waits to be killed. */
final class Holder {
    static final String READY = "the server is up";

    private Holder() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgreSqlServer.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(READY);
        Thread.sleep(60_000);
    }
}

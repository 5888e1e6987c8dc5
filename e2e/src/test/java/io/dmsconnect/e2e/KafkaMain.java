// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import io.dmsconnect.cli.embedded.EmbeddedKafka;
import io.dmsconnect.cli.embedded.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, so that it can be killed alone. */
final class KafkaMain {
    private KafkaMain() {}

    /**
     * @param arguments state folder; file that gets the broker's address when it is up
     */
    public static void main(String[] arguments) throws Exception {
        StateFolder state = StateFolder.lock(Path.of(arguments[0])).orElseThrow();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(state)) {
            Files.writeString(Path.of(arguments[1]), kafka.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka and Connect end their process where they cannot go on, such as on a full disk, and say so
 * in the log only. Here that is somebody's command: the terminal is told as well.
 */
final class EmbeddedProcess {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedProcess.class);
    private static final long NEARLY_FULL = 16 << 20;
    private static final int FAILED = 1;

    private EmbeddedProcess() {}

    /**
     * @param state folder with all that Kafka writes
     */
    static void reportsItsEnd(Path state) {
        Exit.setExitProcedure((code, message) -> end(state, code, message));
        Exit.setHaltProcedure((code, message) -> end(state, code, message));
    }

    private static void end(Path state, int code, String message) {
        LOG.error("Kafka or Connect ends the process with {}: {}", code, message);
        System.err.println("error: " + reason(state));
        System.err.flush();
        Runtime.getRuntime().halt(code == 0 ? FAILED : code);
    }

    static String reason(Path state) {
        try {
            long free = Files.getFileStore(state).getUsableSpace();
            if (free < NEARLY_FULL) {
                return "the disk of %s is full; make room and run the same command again, it goes on from here"
                        .formatted(state);
            }
        } catch (IOException e) {
            LOG.warn("The free space of {} is not known: {}", state, e.getMessage());
        }
        return "Kafka or Kafka Connect cannot go on; the log says why: "
                + state.resolve("log").resolve("dms.log");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks over and over whether connectors are well, of the worker in this process. */
public final class ConnectorWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorWatch.class);

    /** What a former configuration left may be seen for a moment. */
    private static final int TIMES_TO_BELIEVE = 3;

    private static final int MOST_RESTARTS = 10;

    private final ConnectClient connect;
    private final String workerId;
    private final List<String> connectors;
    private String last = "";
    private int same;
    private int restarts;

    public ConnectorWatch(ConnectClient connect, String workerId, List<String> connectors) {
        this.connect = connect;
        this.workerId = workerId;
        this.connectors = List.copyOf(connectors);
    }

    /**
     * Why a connector has failed for good; empty where all are well, or go on after the broker was
     * too slow for one of them.
     */
    public Optional<String> failure() {
        Optional<ConnectorStatus> failed;
        try {
            failed = failed();
        } catch (ConnectException e) {
            // the worker is in this process: it answers again, or the process has ended
            LOG.info("The worker does not tell how the connectors are: {}", e.getMessage());
            return Optional.empty();
        }
        String text = failed.map(ConnectorWatch::text).orElse("");
        same = text.equals(last) ? same + 1 : 1;
        last = text;
        if (text.isEmpty() || same < TIMES_TO_BELIEVE) {
            return Optional.empty();
        }
        if (failed.get().onlyBrokerFailed() && restarts < MOST_RESTARTS) {
            restart(failed.get());
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<ConnectorStatus> failed() {
        return connectors.stream()
                .flatMap(name -> connect.status(name).stream())
                .map(status -> status.onlyOf(workerId))
                .filter(status -> status.failure().isPresent())
                .findFirst();
    }

    private void restart(ConnectorStatus failed) {
        restarts++;
        same = 0;
        LOG.warn(
                "{}: Kafka was too slow for it, which a busy or suspended machine is; it goes on",
                text(failed));
        try {
            connect.restartFailed(failed.name());
        } catch (ConnectException e) {
            LOG.info("{} is not restarted yet: {}", failed.name(), e.getMessage());
        }
    }

    private static String text(ConnectorStatus status) {
        return status.name() + ": " + status.failure().orElse("");
    }
}

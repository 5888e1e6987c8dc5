// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import java.util.regex.Pattern;

/**
 * A task that has failed because the broker was slow or away for longer than Kafka's clients wait,
 * as on a machine that is very busy or was suspended: Connect lets the task be failed until
 * somebody restarts it. The broker aborts a transaction that takes too long, and then takes nothing
 * more of its producer ("attempted to produce with an old epoch").
 */
final class BrokerFailure {
    private static final Pattern TOLD =
            Pattern.compile(
                    "\\borg\\.apache\\.kafka\\.(common|clients\\.consumer)\\.(errors\\.)?"
                            + "(TimeoutException|ProducerFencedException|InvalidProducerEpochException"
                            + "|InvalidPidMappingException|InvalidTxnStateException"
                            + "|TransactionAbortedException|NetworkException|DisconnectException"
                            + "|CommitFailedException)\\b");

    private BrokerFailure() {}

    /**
     * @param trace of the failure; one that our connectors tell of is theirs
     */
    static boolean is(String trace) {
        return TOLD.matcher(trace).find()
                && !trace.contains("io.dmsconnect.core.failure.ReplicationException");
    }
}

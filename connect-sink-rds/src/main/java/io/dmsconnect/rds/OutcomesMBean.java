// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

/** Records of one sink task, counted by what became of them. */
public interface OutcomesMBean {
    long getReceived();

    long getApplied();

    /** Below the offset stored in the target. */
    long getAlreadyApplied();

    /** Changes the full load had read already. */
    long getInLoad();

    /** Tombstones, heartbeats and the like. */
    long getWithoutEffect();

    /** Put back because their table's load is not complete; they come again. */
    long getWaiting();

    /** Given back to Kafka because the target failed or refused something; they come again. */
    long getReturned();

    /** What the task waits for now, with table and reason; empty where it waits for nothing. */
    String getWaitsFor();

    /**
     * How long ago the oldest record was written to Kafka that has come here and is not applied
     * yet; 0 where there is none.
     */
    long getOldestPendingMillis();
}

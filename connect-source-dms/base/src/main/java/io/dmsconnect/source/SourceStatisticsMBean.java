// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Map;

/** What a source task tells through JMX. */
public interface SourceStatisticsMBean {
    /** STARTING, FULL_LOAD, CDC, FULL_LOAD_AND_CDC, IDLE, RECOVERING, FAILED or STOPPED. */
    String getState();

    int getTablesSelected();

    int getTablesLoaded();

    /** Tables whose load has been asked for, or has to be, while changes are followed. */
    int getTablesWaiting();

    /** Rows the current or last load has read, by source table. */
    Map<String, Long> getRowsRead();

    /**
     * Large objects that were cut at a limit of the task's or table's settings, by source table and
     * column. Those of a part of a load that was read again count again.
     */
    Map<String, Map<String, Long>> getLobsCut();

    /** Segments of the tables that are cut by now. */
    int getSegments();

    int getSegmentsLoaded();

    /** Rows of the loads there have been, with those still to come; -1 where nobody knows. */
    long getRowsExpected();

    /** Bytes of the load's records since the task started, before Kafka compresses them. */
    long getBytesSent();

    /** Of the last half minute; -1 where that is not known yet. */
    long getRowsPerSecond();

    /** An estimate of how long the load takes from now; -1 where there is none. */
    long getSecondsLeft();

    /** Change records sent, by topic. */
    Map<String, Long> getChangesSent();
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Map;

/** What a source task tells through JMX. */
public interface SourceStatisticsMBean {
    /** STARTING, FULL_LOAD, CDC, FULL_LOAD_AND_CDC, IDLE, RECOVERING, FAILED or STOPPED. */
    String getState();

    int getTablesSelected();

    int getTablesLoaded();

    /** Rows the current or last load has read, by source table. */
    Map<String, Long> getRowsRead();

    /**
     * Large objects that were cut at a limit of the task's or table's settings, by source table and
     * column. Those of a part of a load that was read again count again.
     */
    Map<String, Map<String, Long>> getLobsCut();

    /** Change records sent, by topic. */
    Map<String, Long> getChangesSent();
}

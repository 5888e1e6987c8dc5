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

    /** Change records sent, by topic. */
    Map<String, Long> getChangesSent();
}

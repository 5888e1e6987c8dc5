// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.DmsSourceTask;

/** The task of {@link MariaDbSourceConnector}. */
public final class MariaDbSourceTask extends DmsSourceTask {
    public MariaDbSourceTask() {
        super(MariaDbSourceConnector.ENGINE);
    }
}

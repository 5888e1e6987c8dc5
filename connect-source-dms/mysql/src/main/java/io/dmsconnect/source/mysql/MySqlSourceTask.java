// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.DmsSourceTask;

/** The task of {@link MySqlSourceConnector}. */
public final class MySqlSourceTask extends DmsSourceTask {
    public MySqlSourceTask() {
        super(MySqlSourceConnector.ENGINE);
    }
}

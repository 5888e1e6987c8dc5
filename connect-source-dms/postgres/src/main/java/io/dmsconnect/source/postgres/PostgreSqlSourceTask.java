// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.source.DmsSourceTask;

/** The task of {@link PostgreSqlSourceConnector}. */
public final class PostgreSqlSourceTask extends DmsSourceTask {
    public PostgreSqlSourceTask() {
        super(PostgreSqlSourceConnector.ENGINE);
    }
}

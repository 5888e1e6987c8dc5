// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.binlog.debezium.ApplicationContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import org.apache.kafka.connect.source.SourceTask;

class ApplicationTest extends ApplicationContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }
}

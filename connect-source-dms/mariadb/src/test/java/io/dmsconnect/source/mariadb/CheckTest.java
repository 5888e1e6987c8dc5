// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;
import io.dmsconnect.source.binlog.debezium.CheckContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import org.apache.kafka.connect.source.SourceTask;

class CheckTest extends CheckContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Override
    protected DmsSourceConnector connector() {
        return new MariaDbSourceConnector();
    }

    @Override
    protected EngineType engine() {
        return MariaDbSourceConnector.ENGINE;
    }
}

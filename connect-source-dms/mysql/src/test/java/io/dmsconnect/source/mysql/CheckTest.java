// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;
import io.dmsconnect.source.binlog.debezium.CheckContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;

class CheckTest extends CheckContract {
    @BeforeAll
    static void canRun() {
        NeedsMySql.check();
    }

    @Override
    protected DatabaseServer server() {
        return MySqlServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MySqlSourceTask();
    }

    @Override
    protected DmsSourceConnector connector() {
        return new MySqlSourceConnector();
    }

    @Override
    protected EngineType engine() {
        return MySqlSourceConnector.ENGINE;
    }
}

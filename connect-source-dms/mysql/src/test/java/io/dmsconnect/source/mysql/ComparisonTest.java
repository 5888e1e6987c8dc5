// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.binlog.debezium.ComparisonContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;

class ComparisonTest extends ComparisonContract {
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
    protected SourceEngine engine(ConnectionInfo info) {
        return new MySqlEngine(info);
    }

    @Override
    protected List<List<String>> ownColumns() {
        return List.of();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.binlog.debezium.ComparisonContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;

class ComparisonTest extends ComparisonContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Override
    protected SourceEngine engine(ConnectionInfo info) {
        return new MariaDbEngine(info);
    }

    @Override
    protected List<List<String>> ownColumns() {
        return List.of(
                List.of(
                        "uuid",
                        "'00000000-0000-0000-0000-00000000000a'",
                        "'ffffffff-0000-0000-0000-00000000000A'"),
                List.of("inet6", "'::1'", "'10.0.0.1'"));
    }
}

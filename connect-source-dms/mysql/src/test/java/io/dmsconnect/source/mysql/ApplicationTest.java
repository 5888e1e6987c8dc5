// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.binlog.debezium.ApplicationContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;

class ApplicationTest extends ApplicationContract {
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
}

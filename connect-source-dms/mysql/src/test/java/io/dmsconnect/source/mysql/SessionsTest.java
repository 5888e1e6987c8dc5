// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.binlog.debezium.SessionsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import java.sql.SQLException;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsTest extends SessionsContract {
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

    @Test
    void partialJson() throws SQLException {
        partsOfJson();
    }

    @Test
    void gtidModeSwitchedWhileTheTaskRuns() {
        gtidsOffAndOn();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.binlog.debezium.SessionsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.sql.SQLException;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

class SessionsTest extends SessionsContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Test
    void compressedEvents() throws SQLException {
        otherForm(
                "SET GLOBAL log_bin_compress = ON, GLOBAL log_bin_compress_min_len = 10",
                "SET GLOBAL log_bin_compress = OFF, GLOBAL log_bin_compress_min_len = 256");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.binlog.debezium.AnySessionsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;

class AnySessionsTest extends AnySessionsContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Override
    protected List<String> globalSettings() {
        return List.of(
                "SET GLOBAL log_bin_compress = ON",
                "SET GLOBAL log_bin_compress = OFF",
                "SET GLOBAL log_bin_compress_min_len = 10");
    }

    @Override
    protected List<String> globalDefaults() {
        return List.of(
                "SET GLOBAL log_bin_compress = OFF", "SET GLOBAL log_bin_compress_min_len = 256");
    }
}

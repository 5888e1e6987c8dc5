// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.source.binlog.debezium.ExactValuesContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;

class ExactValuesTest extends ExactValuesContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Override
    protected List<Case> ownCases() {
        String uuid = "123e4567-e89b-12d3-a456-426655440000";
        return List.of(
                new Case("uuid", Kind.STRING, "'" + uuid + "'", uuid),
                new Case(
                        "inet6",
                        Kind.STRING,
                        "'2001:db8::ff00:42:8329'",
                        "2001:db8::ff00:42:8329",
                        "'::'",
                        "::"),
                new Case("inet4", Kind.STRING, "'192.168.0.1'", "192.168.0.1"),
                new Case(
                        "json",
                        Kind.NCLOB,
                        "'{\"a\":  1.0, \"b\":[]}'",
                        "{\"a\":  1.0, \"b\":[]}"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.source.binlog.debezium.ExactValuesContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;

class ExactValuesTest extends ExactValuesContract {
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
    protected List<Case> ownCases() {
        return List.of(
                new Case(
                        "json",
                        Kind.CLOB,
                        "'{\"b\":[1, 2.50, true, null], \"a\":\"x\\\\n\\\\\\\"é\"}'",
                        "{\"a\": \"x\\n\\\"é\", \"b\": [1, 2.5, true, null]}",
                        "'1e30'",
                        "1e30"));
    }
}

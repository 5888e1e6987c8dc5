// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.config.Configuration;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.dmsconnect.source.binlog.debezium.AlterationsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

class AlterationsTest extends AlterationsContract {
    @BeforeAll
    static void canRun() {
        NeedsMySql.check();
    }

    @Override
    protected DatabaseServer server() {
        return MySqlServer.shared();
    }

    @Override
    protected DdlParser parser() {
        return new ExactMySqlParser(
                new MySqlConnectorConfig(
                        Configuration.from(
                                Map.of("topic.prefix", "test", "database.server.id", "1"))),
                Tables.TableFilter.includeAll());
    }

    @Override
    protected boolean knowsIfExists() {
        return false;
    }
}

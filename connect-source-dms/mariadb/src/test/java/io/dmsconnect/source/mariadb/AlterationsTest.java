// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.config.Configuration;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.dmsconnect.source.binlog.debezium.AlterationsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.util.Map;

class AlterationsTest extends AlterationsContract {

    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected DdlParser parser() {
        return new ExactMariaDbParser(
                new MariaDbConnectorConfig(
                        Configuration.from(
                                Map.of("topic.prefix", "test", "database.server.id", "1"))),
                Tables.TableFilter.includeAll());
    }

    @Override
    protected boolean knowsIfExists() {
        return true;
    }
}

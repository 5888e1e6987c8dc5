// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.connector.binlog.charset.BinlogCharsetRegistry;
import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlChanges;
import io.dmsconnect.source.binlog.debezium.NumberingParser;

/** Debezium's parser, with columns that keep their numbers. */
final class ExactMySqlParser extends MySqlAntlrDdlParser {
    ExactMySqlParser(BinlogConnectorConfig config, Tables.TableFilter tables) {
        super(
                true,
                false,
                false,
                tables,
                config.getServiceRegistry().getService(BinlogCharsetRegistry.class));
    }

    @Override
    public DdlChanges parse(String ddl, Tables tables) {
        return NumberingParser.parse(ddl, currentSchema(), tables, super::parse);
    }
}

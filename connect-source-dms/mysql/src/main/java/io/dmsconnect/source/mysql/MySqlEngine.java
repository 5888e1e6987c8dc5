// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.connector.mysql.MySqlConnector;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.binlog.BinlogEngine;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.LostChanges;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.TableShape;
import io.dmsconnect.source.binlog.debezium.ExactColumns;
import java.util.Map;
import org.apache.kafka.connect.source.SourceTask;
import org.mariadb.jdbc.Driver;

/** MySQL 5.7 and newer. */
final class MySqlEngine extends BinlogEngine {
    MySqlEngine(ConnectionInfo info) {
        super(info, Flavour.MYSQL, new Driver());
    }

    @Override
    protected SourceTask debeziumTask(ShapeHistory shapes, LostChanges lost) {
        return new ExactMySqlTask(shapes, lost, columns());
    }

    private ExactColumns columns() {
        return new ExactColumns(byteCharsets(), this::pairCharset, JsonText::of);
    }

    @Override
    protected ChangeForm debeziumForm(TableShape shape) {
        return MySqlForm.of(shape, columns());
    }

    @Override
    protected Map<String, String> ownSettings() {
        return Map.of(
                "connector.class",
                MySqlConnector.class.getName(),
                "driver.connectionTimeZone",
                "UTC");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.connector.mariadb.MariaDbConnector;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.binlog.BinlogEngine;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.LostChanges;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.TableShape;
import io.dmsconnect.source.binlog.debezium.ExactColumns;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.source.SourceTask;
import org.mariadb.jdbc.Driver;

/** MariaDB 10.5 and newer. */
final class MariaDbEngine extends BinlogEngine {
    MariaDbEngine(ConnectionInfo info) {
        super(info, Flavour.MARIADB, new Driver());
    }

    @Override
    protected SourceTask debeziumTask(ShapeHistory shapes, LostChanges lost) {
        return new ExactMariaDbTask(shapes, lost, columns());
    }

    private ExactColumns columns() {
        // its JSON is text
        return new ExactColumns(
                byteCharsets(),
                this::pairCharset,
                bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    protected ChangeForm debeziumForm(TableShape shape) {
        return MariaDbForm.of(shape, columns());
    }

    @Override
    protected Map<String, String> ownSettings() {
        return Map.of(
                "connector.class", MariaDbConnector.class.getName(), "driver.timezone", "UTC");
    }
}

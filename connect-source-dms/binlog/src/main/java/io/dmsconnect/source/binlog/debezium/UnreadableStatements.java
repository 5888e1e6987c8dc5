// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.binlog.ShapeHistory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statements in the log that Debezium's parser does not understand. */
public final class UnreadableStatements {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableStatements.class);

    private final ShapeHistory shapes;

    public UnreadableStatements(ShapeHistory shapes) {
        this.shapes = shapes;
    }

    /**
     * A statement that may have altered a table that is followed must not be passed over: its rows
     * would be read by the wrong shape from then on.
     */
    public void passOver(String ddl, RuntimeException cause) {
        String text = ddl.toLowerCase(Locale.ROOT);
        shapes.selected().stream()
                .filter(table -> text.contains(table.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(
                        table -> {
                            throw new ReplicationException(
                                    FailureKind.TABLE,
                                    table.toString(),
                                    "a statement in the log that names the table is not understood,"
                                            + " so that the table's shape is no longer known",
                                    cause);
                        });
        LOG.warn("A statement in the log is not understood; it names no table that is followed");
    }
}

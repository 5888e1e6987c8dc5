// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.statement.Statement;
import io.dmsconnect.source.binlog.statement.UnreadableStatementException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements in the log whose effect is not understood. One that may have altered a table that is
 * followed must not be passed over: its rows would be read by the wrong shape from then on. No
 * message shows the statement, which may hold values.
 */
final class UnreadableStatements {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableStatements.class);

    private final ShapeHistory shapes;

    UnreadableStatements(ShapeHistory shapes) {
        this.shapes = shapes;
    }

    /**
     * Nothing is known but its text.
     *
     * @param database it was run in; names of other databases' tables have theirs in front
     */
    void passOver(String ddl, String database, RuntimeException cause) {
        String text = ddl.toLowerCase(Locale.ROOT);
        List<TableId> named =
                shapes.selected().stream()
                        .filter(table -> text.contains(table.name().toLowerCase(Locale.ROOT)))
                        .filter(
                                table ->
                                        table.schema().equalsIgnoreCase(database)
                                                || text.contains(
                                                        table.schema().toLowerCase(Locale.ROOT)))
                        .toList();
        passOver(firstWords(ddl), named, cause);
    }

    /** What it is about is known, not what it makes of that. */
    void passOver(
            Statement statement,
            String database,
            Collection<TableId> tables,
            RuntimeException cause) {
        if (statement instanceof Statement.Other other && !other.harmless()) {
            passOver(other.text(), database, cause);
        } else if (statement instanceof Statement.Truncate truncate) {
            passOver(truncate.kind(), List.of(truncate.table()), cause);
        } else {
            passOver(statement.kind(), tables, cause);
        }
    }

    private void passOver(String kind, Collection<TableId> tables, RuntimeException cause) {
        Set<TableId> selected = Set.copyOf(shapes.selected());
        tables.stream()
                .filter(selected::contains)
                .findFirst()
                .ifPresent(
                        table -> {
                            throw stopped(table, kind, cause);
                        });
        LOG.warn(
                "A statement {} in the log is not understood; it names no table that is followed",
                kind);
    }

    static ReplicationException stopped(TableId table, String kind, RuntimeException cause) {
        return new ReplicationException(
                FailureKind.TABLE,
                table.toString(),
                "a statement "
                        + kind
                        + " in the log that names the table is not understood, so that its columns"
                        + " are no longer known. Exclude the table in the mappings and start the"
                        + " task, then include it again and reload it",
                shown(cause));
    }

    /** Debezium's exceptions show the statement; null for them. */
    static RuntimeException shown(RuntimeException cause) {
        return cause instanceof UnreadableStatementException ? cause : null;
    }

    private static String firstWords(String ddl) {
        String[] words = ddl.strip().split("[^A-Za-z]+", 3);
        return words.length < 2
                ? "of an unknown kind"
                : (words[0] + " " + words[1]).toUpperCase(Locale.ROOT);
    }
}

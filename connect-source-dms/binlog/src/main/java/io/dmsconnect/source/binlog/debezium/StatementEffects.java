// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Table;
import io.debezium.relational.Tables;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.LogCoordinates;
import io.dmsconnect.source.binlog.LostChanges;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.statement.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tables have other rows after a statement than the log tells: they are loaded anew. */
final class StatementEffects {
    private static final Logger LOG = LoggerFactory.getLogger(StatementEffects.class);

    /** A foreign key that changes rows of its table, none of which the log has. */
    private static final Pattern CASCADES =
            Pattern.compile(
                    "\\bREFERENCES\\b.*\\bON\\s+(DELETE|UPDATE)\\s+(CASCADE|SET\\s+(NULL|DEFAULT))\\b",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final ShapeHistory shapes;

    StatementEffects(ShapeHistory shapes) {
        this.shapes = shapes;
    }

    /** Tables whose columns or name a statement may change. */
    static List<TableId> tables(Statement statement) {
        List<TableId> tables = new ArrayList<>();
        if (statement instanceof Statement.Alter alter) {
            tables.add(alter.table());
            alter.renamed().ifPresent(tables::add);
            alter.converted().ifPresent(tables::add);
        } else if (statement instanceof Statement.Create create && !create.temporary()) {
            tables.add(create.table());
        } else if (statement instanceof Statement.Rename rename) {
            for (Statement.Renamed pair : rename.renamed()) {
                tables.add(pair.from());
                tables.add(pair.to());
            }
        } else if (statement instanceof Statement.Drop drop) {
            tables.addAll(drop.tables());
        }
        return tables;
    }

    /** Tables whose last change it is, as the history writes it. */
    static List<TableId> results(Statement statement) {
        List<TableId> tables = new ArrayList<>();
        if (statement instanceof Statement.Alter alter) {
            tables.add(alter.converted().or(alter::renamed).orElse(alter.table()));
        } else if (statement instanceof Statement.Rename rename) {
            for (Statement.Renamed pair : rename.renamed()) {
                tables.remove(pair.from());
                tables.add(pair.to());
            }
        } else {
            tables.addAll(tables(statement));
        }
        return tables;
    }

    /** Of a statement that Debezium may not understand, before it is asked. */
    void refuse(Statement statement) {
        if (statement instanceof Statement.Alter alter
                && alter.versioning()
                && isFollowed(alter.table())) {
            throw new ReplicationException(
                    FailureKind.TABLE, alter.table().toString(), LostChanges.OF_VERSIONING);
        }
    }

    /**
     * @param before tables of the statement that were there
     * @param tables as they are now
     */
    void of(Statement statement, Map<TableId, Table> before, Tables tables, LogCoordinates at) {
        if (statement instanceof Statement.Alter alter) {
            sayWhereRowsGo(alter.table(), alter.text());
            altered(alter, before, tables, at);
        } else if (statement instanceof Statement.Create create) {
            sayWhereRowsGo(create.table(), create.temporary() ? "" : create.text());
            created(create, before, tables, at);
        } else if (statement instanceof Statement.Rename rename) {
            renamed(rename, before, tables, at);
        } else if (statement instanceof Statement.DropDatabase drop) {
            shapes.selected().stream()
                    .filter(table -> table.schema().equals(drop.database()))
                    .forEach(table -> shapes.anew(table, drop.kind(), at));
        }
    }

    static boolean cascades(String text) {
        return CASCADES.matcher(text).find();
    }

    /** Of a table that is followed, or may be soon; when the task starts validation says it. */
    private void sayWhereRowsGo(TableId table, String text) {
        if (shapes.keeps(table.schema()) && cascades(text)) {
            LOG.warn("{}{}", LostChanges.OF_CASCADES, table);
        }
    }

    private void altered(
            Statement.Alter alter,
            Map<TableId, Table> before,
            Tables tables,
            LogCoordinates at) {
        TableId table = alter.table();
        alter.rewritten().forEach(part -> shapes.anew(part.table(), part.what(), at));
        if (alter.renamed().isPresent()) {
            shapes.anew(table, "ALTER TABLE ... RENAME", at);
            shapes.anew(alter.renamed().get(), "ALTER TABLE ... RENAME", at);
        }
        if (alter.alteration().touchesColumns()) {
            shapes.altered(table, at);
        }
        if (alter.alteration().fillsColumns()) {
            shapes.anew(table, "ALTER TABLE with values that only the server knows", at);
        }
        Table now = tables.forTable(NumberingParser.id(alter.renamed().orElse(table)));
        if (!keyIds(before.get(table)).equals(keyIds(now))) {
            shapes.anew(table, "ALTER TABLE with another primary key", at);
        }
        RewrittenValues.reason(before.get(table), now)
                .ifPresent(reason -> shapes.anew(table, reason, at));
    }

    /** The key's columns, whatever their names are now. */
    private static List<Integer> keyIds(Table table) {
        return table == null
                ? List.of()
                : table.primaryKeyColumnNames().stream().map(Numbered.ids(table)::id).toList();
    }

    private void created(
            Statement.Create create,
            Map<TableId, Table> before,
            Tables tables,
            LogCoordinates at) {
        TableId table = create.table();
        if (create.temporary() || !isFollowed(table)) {
            return;
        }
        boolean was = before.get(table) != null;
        if (create.replaces()) {
            shapes.anew(table, create.kind(), at);
        }
        if (tables.forTable(NumberingParser.id(table)) == null
                || !was
                        && create.like().isPresent()
                        && tables.forTable(NumberingParser.id(create.like().get())) == null) {
            throw UnreadableStatements.stopped(table, create.kind(), null);
        }
    }

    /** Who leaves a name, and who comes to it, is another table. */
    private void renamed(
            Statement.Rename rename,
            Map<TableId, Table> before,
            Tables tables,
            LogCoordinates at) {
        Set<TableId> touched = new HashSet<>();
        for (Statement.Renamed pair : rename.renamed()) {
            touched.add(pair.from());
            touched.add(pair.to());
        }
        touched.forEach(table -> shapes.anew(table, rename.kind(), at));
        for (Statement.Renamed pair : rename.renamed()) {
            boolean isLast =
                    rename.renamed().stream().noneMatch(other -> other.from().equals(pair.to()));
            if (isFollowed(pair.to())
                    && isLast
                    && tables.forTable(NumberingParser.id(pair.to())) == null) {
                throw UnreadableStatements.stopped(pair.to(), rename.kind(), null);
            }
        }
    }

    private boolean isFollowed(TableId table) {
        return shapes.selected().contains(table);
    }
}

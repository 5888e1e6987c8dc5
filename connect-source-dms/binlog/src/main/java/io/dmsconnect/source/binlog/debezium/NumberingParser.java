// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlChanges;
import io.debezium.relational.ddl.DdlParserListener;
import io.dmsconnect.source.binlog.ColumnIds;
import io.dmsconnect.source.binlog.statement.Alteration;
import io.dmsconnect.source.binlog.statement.DefaultCharset;
import io.dmsconnect.source.binlog.statement.Statement;
import io.dmsconnect.source.binlog.statement.StatementReader;
import io.dmsconnect.source.binlog.statement.UnreadableStatementException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets Debezium's parser read a statement, and says which column is which afterwards. Debezium
 * carries out the parts of an ALTER TABLE one after the other and knows columns by their names, so
 * it is given a statement in which new names are unique; names and order are ours.
 */
public final class NumberingParser {
    private NumberingParser() {}

    /** Debezium's own parser. */
    @FunctionalInterface
    public interface Parser {
        DdlChanges parse(String ddl, Tables tables);
    }

    /**
     * @param database the statement is run in
     * @throws UnreadableStatementException where the statement is about a table that is known, and
     *     what it makes of it is not
     */
    public static DdlChanges parse(String ddl, String database, Tables tables, Parser parser) {
        Statement statement = StatementReader.read(ddl, database == null ? "" : database);
        if (statement instanceof Statement.Alter alter) {
            return alter(alter, tables, parser);
        }
        if (isTemporary(statement)) {
            return new DdlChanges();
        }
        Map<TableId, Table> before = new HashMap<>();
        if (statement instanceof Statement.Create create && create.replaces()) {
            tables.removeTable(id(create.table()));
        }
        if (statement instanceof Statement.Rename rename) {
            for (Statement.Renamed pair : rename.renamed()) {
                before.put(id(pair.from()), tables.forTable(id(pair.from())));
                before.put(id(pair.to()), tables.forTable(id(pair.to())));
            }
        }
        Table present =
                statement instanceof Statement.Create create
                        ? tables.forTable(id(create.table()))
                        : null;
        DdlChanges changes = parser.parse(LogStatement.readable(statement.text()), tables);
        if (statement instanceof Statement.Create create && !create.temporary()) {
            created(tables, id(create.table()), present, create.ifNotExists());
        }
        if (statement instanceof Statement.Rename rename) {
            renamed(tables, rename, before);
        }
        return changes;
    }

    /** Debezium takes such a table for the one of the name that others see. */
    private static boolean isTemporary(Statement statement) {
        return statement instanceof Statement.Create create && create.temporary()
                || statement.kind().equals(Statement.DROP_TEMPORARY);
    }

    static TableId id(io.dmsconnect.core.schema.TableId table) {
        return new TableId(table.schema(), null, table.name());
    }

    private static void created(Tables tables, TableId id, Table present, boolean ifNotExists) {
        Table now = tables.forTable(id);
        if (ifNotExists && present != null) {
            tables.overwriteTable(present);
        } else if (now != null) {
            tables.overwriteTable(Numbered.fresh(unescaped(now)));
        }
    }

    /** Debezium leaves a backtick in a name doubled. */
    private static Table unescaped(Table table) {
        if (table.columns().stream().noneMatch(column -> column.name().contains("``"))) {
            return table;
        }
        return Numbered.with(
                table,
                table.columns().stream()
                        .map(column -> column.edit().name(single(column.name())).create())
                        .toList(),
                table.primaryKeyColumnNames().stream().map(NumberingParser::single).toList());
    }

    private static String single(String name) {
        return name.replace("``", "`");
    }

    /** Names that are taken only for a moment have to be free again afterwards. */
    private static void renamed(
            Tables tables, Statement.Rename rename, Map<TableId, Table> before) {
        for (Statement.Renamed pair : rename.renamed()) {
            Table moved = before.put(id(pair.from()), null);
            if (moved == null && before.get(id(pair.to())) != null) {
                // was done before a restart
                continue;
            }
            before.put(
                    id(pair.to()),
                    moved == null ? null : moved.edit().tableId(id(pair.to())).create());
        }
        before.forEach(
                (id, table) -> {
                    if (table == null) {
                        tables.removeTable(id);
                    } else {
                        tables.overwriteTable(table);
                    }
                });
    }

    private static DdlChanges alter(Statement.Alter alter, Tables tables, Parser parser) {
        TableId id = id(alter.table());
        Table before = tables.forTable(id);
        if (alter.ofPartitions()) {
            return converted(alter, before, tables);
        }
        if (before == null) {
            return parser.parse(LogStatement.readable(alter.text()), tables);
        }
        TableId newId = alter.renamed().map(NumberingParser::id).orElse(id);
        if (!alter.alteration().touchesColumns()) {
            DdlChanges changes = parser.parse(LogStatement.readable(alter.text()), tables);
            Table now = tables.forTable(newId);
            if (now != null && alter.charset().isPresent()) {
                tables.overwriteTable(withDefault(now, alter.charset().get()));
                told(changes, alter, id, newId);
            }
            return changes;
        }
        Alteration.Altered altered =
                alter.alteration().apply(before.columns().stream().map(Column::name).toList());
        Table parsed = null;
        DdlChanges changes;
        try {
            Table own = underOwnNames(before);
            tables.overwriteTable(
                    alter.charset().map(charset -> withDefault(own, charset)).orElse(own));
            changes = parser.parse(LogStatement.readable(altered.text()), tables);
            parsed = tables.forTable(newId);
        } finally {
            if (parsed == null) {
                tables.overwriteTable(before);
            }
        }
        if (parsed == null || parsed.columns().size() != altered.columns().size()) {
            throw new UnreadableStatementException("its result is another one than expected");
        }
        tables.overwriteTable(assembled(before, parsed, altered.columns()));
        told(changes, alter, id, newId);
        return changes;
    }

    /** A partition that becomes a table has the columns of the table it was of. */
    private static DdlChanges converted(Statement.Alter alter, Table before, Tables tables) {
        DdlChanges changes = new DdlChanges();
        if (before != null && alter.converted().isPresent()) {
            TableId made = id(alter.converted().get());
            tables.overwriteTable(Numbered.fresh(before.edit().tableId(made).create()));
            changes.handle(new DdlParserListener.TableCreatedEvent(made, alter.text(), false));
        }
        return changes;
    }

    /** Debezium says nothing of a statement of which it has left out a part. */
    private static void told(DdlChanges changes, Statement.Alter alter, TableId id, TableId newId) {
        if (changes.isEmpty()) {
            changes.handle(
                    new DdlParserListener.TableAlteredEvent(
                            newId, newId.equals(id) ? null : id, alter.text(), false));
        }
    }

    /** Debezium passes over the table's character set where a statement alters it. */
    private static Table withDefault(Table table, DefaultCharset charset) {
        if (charset.name() == null) {
            throw new UnreadableStatementException(
                    "the character set it gives the table is not said in it");
        }
        return table.edit().setDefaultCharsetName(charset.name()).create();
    }

    private static Table underOwnNames(Table table) {
        Map<String, String> own = new HashMap<>();
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            String name = Alteration.own(columns.size());
            own.put(column.name(), name);
            columns.add(column.edit().name(name).create());
        }
        return Numbered.with(
                table, columns, table.primaryKeyColumnNames().stream().map(own::get).toList());
    }

    private static Table assembled(Table before, Table parsed, List<Alteration.Column> columns) {
        ColumnIds former = Numbered.ids(before);
        int highest = former.highest();
        Map<String, Integer> ids = new LinkedHashMap<>();
        Map<String, String> finalNames = new HashMap<>();
        List<Column> now = new ArrayList<>();
        for (Alteration.Column column : columns) {
            Column found = parsed.columnWithName(column.inText());
            if (found == null) {
                throw new UnreadableStatementException("its result is another one than expected");
            }
            now.add(found.edit().name(column.name()).create());
            finalNames.put(found.name(), column.name());
            ids.put(column.name(), column.from() == null ? ++highest : former.id(column.from()));
        }
        List<String> key =
                parsed.primaryKeyColumnNames().stream()
                        .map(name -> finalNames.getOrDefault(name, name))
                        .toList();
        return Numbered.with(
                Numbered.with(parsed, now, key), new ColumnIds(ids, highest));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Indexes of a table, but for its key. */
final class BinlogIndexes {
    private static final String STATISTICS =
            """
            SELECT * FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME <> 'PRIMARY'
            ORDER BY INDEX_NAME, SEQ_IN_INDEX
            """;

    /** Literals, whose backquotes are none, and names. */
    private static final Pattern WORDS =
            Pattern.compile("'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|`((?:[^`]|``)+)`", Pattern.DOTALL);

    private final Connection connection;
    private final Flavour flavour;
    private final TableId table;
    private final List<String> columns;
    private final List<Index> indexes = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();

    /**
     * @param columns names of all the table's columns
     */
    BinlogIndexes(Connection connection, Flavour flavour, TableId table, List<String> columns) {
        this.connection = connection;
        this.flavour = flavour;
        this.table = table;
        this.columns = columns;
    }

    List<Index> indexes() {
        return indexes;
    }

    List<Leftover> leftovers() {
        return leftovers;
    }

    void read() throws SQLException {
        Map<String, List<Map<String, String>>> found = new TreeMap<>();
        for (Map<String, String> row : InfoRows.of(connection, STATISTICS, table)) {
            found.computeIfAbsent(row.get("INDEX_NAME"), name -> new ArrayList<>()).add(row);
        }
        boolean plain = found.values().stream().allMatch(BinlogIndexes::isPlain);
        TableStatement statement = plain ? null : TableStatement.read(connection, table);
        found.forEach((name, rows) -> add(name, rows, statement));
    }

    private void add(String name, List<Map<String, String>> rows, TableStatement statement) {
        String method = method(rows);
        List<Index.Part> parts = rows.stream().map(row -> part(row, method)).toList();
        Set<String> reads = new TreeSet<>();
        parts.forEach(part -> reads.add(part.column()));
        reads.remove("");
        String definition = "";
        if (!isPlain(rows)) {
            definition = statement.index(name).orElse("");
            String lack = lack(definition, parts);
            if (!lack.isEmpty()) {
                leftovers.add(new Leftover("index", name, lack));
                return;
            }
            reads.addAll(named(definition));
        }
        indexes.add(
                new Index(
                        name,
                        rows.get(0).get("NON_UNIQUE").equals("0"),
                        false,
                        method,
                        false,
                        parts,
                        definition,
                        flavour.engine(),
                        reads));
    }

    private static String method(List<Map<String, String>> rows) {
        String type = rows.get(0).get("INDEX_TYPE").toLowerCase(Locale.ROOT);
        return type.equals("rtree") ? "spatial" : type;
    }

    private static boolean isOrdinary(String method) {
        return method.equals("btree") || method.equals("hash");
    }

    private static boolean isPlain(List<Map<String, String>> rows) {
        return isOrdinary(method(rows))
                && rows.stream().allMatch(row -> row.get("EXPRESSION") == null);
    }

    /** The servers say a length of spatial indexes too, where it means nothing. */
    private static Index.Part part(Map<String, String> row, String method) {
        String length = row.get("SUB_PART");
        String column = row.get("COLUMN_NAME");
        return new Index.Part(
                column == null ? "" : column,
                length == null || !isOrdinary(method) ? 0 : Integer.parseInt(length),
                "D".equals(row.get("COLLATION")));
    }

    /** Why an index cannot be made from its definition; else empty. */
    private static String lack(String definition, List<Index.Part> parts) {
        if (definition.isEmpty()) {
            return "SHOW CREATE TABLE does not have it";
        }
        boolean expression = parts.stream().anyMatch(part -> part.column().isEmpty());
        return expression && definition.indexOf('?') >= 0
                ? "the catalogue writes ? for characters it does not know: " + definition
                : "";
    }

    private Set<String> named(String definition) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Matcher words = WORDS.matcher(definition);
        while (words.find()) {
            if (words.group(1) != null) {
                names.add(words.group(1).replace("``", "`"));
            }
        }
        Set<String> named = new TreeSet<>(columns);
        named.removeIf(column -> !names.contains(column));
        return named;
    }
}

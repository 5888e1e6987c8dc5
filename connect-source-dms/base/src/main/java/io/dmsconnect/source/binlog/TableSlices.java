// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.mapping.ParallelLoad;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.Ranges;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SliceWish;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a table as a rule says, or by its key. A table without a key, or whose key is masked, is
 * read in one stream.
 */
final class TableSlices {
    private static final Logger LOG = LoggerFactory.getLogger(TableSlices.class);

    private static final String BY_KEY = " FORCE INDEX (PRIMARY)";

    private final Layout layout;
    private final Connection connection;
    private final Table table;
    private final SliceWish wish;

    TableSlices(Connection connection, Table table, SliceWish wish) {
        this.connection = connection;
        this.table = table;
        this.wish = wish;
        this.layout = new Layout(connection, table.id());
    }

    /** No row can change to another slice and keep its key. */
    static boolean areByKey(List<Slice> slices) {
        return slices.stream().noneMatch(slice -> slice.place().isEmpty());
    }

    List<Slice> cut() throws SQLException {
        Optional<ParallelLoad> rule = wish.rule();
        if (rule.isPresent()) {
            return byRule(rule.get());
        }
        long[] size = size();
        long rows = size[0];
        long bytes = wish.sliceBytes(size[1]);
        if (!table.hasKey() || wish.keyHidden() || rows == 0 || size[1] < 2 * bytes) {
            return List.of(Slice.WHOLE);
        }
        long perSlice = Math.max(1, (long) ((double) rows * bytes / size[1]));
        return byKey(
                Ranges.slices(
                        new KeySlices(connection, table, rows).cut(perSlice, wish.most()), ""));
    }

    private List<Slice> byKey(List<Slice> slices) throws SQLException {
        if (slices.size() == 1) {
            return slices;
        }
        String order = layout.order();
        return slices.stream().map(slice -> Slice.of(BY_KEY, slice.condition(), order)).toList();
    }

    /** Has no row come to another slice since they were cut, other than by a change of its own? */
    static boolean areAsCut(Connection connection, Table table, List<Slice> slices)
            throws SQLException {
        Layout now = new Layout(connection, table.id());
        String order = now.order();
        Map<String, String> partitions = now.partitions();
        return slices.stream()
                .filter(slice -> !slice.layout().isEmpty())
                .allMatch(
                        slice ->
                                slice.layout()
                                        .equals(
                                                slice.place().equals(BY_KEY)
                                                        ? order
                                                        : partitions.get(slice.place())));
    }

    private List<Slice> byRule(ParallelLoad rule) throws SQLException {
        switch (rule.type()) {
            case RANGES -> {
                List<Slice> slices =
                        Ranges.slices(table, rule, new BinlogComparison(), TableSlices::literal);
                return table.primaryKey().containsAll(rule.columns()) ? byKey(slices) : slices;
            }
            case PARTITIONS_AUTO, PARTITIONS_LIST, SUBPARTITIONS_AUTO -> {
                Map<String, String> partitions = layout.partitions();
                List<String> unknown = new ArrayList<>(rule.partitions());
                unknown.removeIf(name -> partitions.containsKey(Layout.place(name)));
                if (!unknown.isEmpty()) {
                    LOG.warn(
                            "Table {} has no partitions {} of its parallel-load rule; all it has are loaded",
                            table.id(),
                            unknown);
                }
                return partitions.isEmpty()
                        ? List.of(Slice.WHOLE)
                        : partitions.entrySet().stream()
                                .map(entry -> Slice.of(entry.getKey(), "", entry.getValue()))
                                .toList();
            }
            case NONE -> {
                return List.of(Slice.WHOLE);
            }
            default -> throw new IllegalStateException("handled above: " + rule.type());
        }
    }

    /** Rows and bytes by the server's statistics. */
    private long[] size() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT table_rows, data_length FROM information_schema.tables"
                                + " WHERE table_schema = ? AND table_name = ?")) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new long[] {row.getLong(1), row.getLong(2)} : new long[2];
            }
        }
    }

    /** A number stays one: compared with a text, the server would take both for floating point. */
    private static String literal(Column column, String value) {
        boolean number =
                switch (column.type().kind()) {
                    case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC ->
                            value.matches("[+-]?[0-9]+(\\.[0-9]+)?");
                    default -> false;
                };
        return number ? value : "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}

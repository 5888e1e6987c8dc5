// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a table by the blocks of its file, each partition by itself. A row that a snapshot sees
 * stays in its block for as long as the snapshot lives, so that no key is needed, and blocks in
 * their order are the fastest to read.
 */
final class BlockSlices {
    private static final Logger LOG = LoggerFactory.getLogger(BlockSlices.class);

    /** Before this version the server reads the whole table to find a range of blocks. */
    private static final int RANGE_SCANS = 140_000;

    private static final String ONLY = "ONLY ";

    private static final String FILES =
            """
            SELECT n.nspname, c.relname, c.relkind, pg_relation_size(c.oid), pg_table_size(c.oid),
              current_setting('block_size')::bigint,
              current_setting('server_version_num')::int,
              coalesce(pg_relation_filenode(c.oid)::text, ''),
              has_table_privilege(c.oid, 'SELECT')
                AND NOT (SELECT t.relrowsecurity FROM pg_class t WHERE t.oid = ?::regclass)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind <> 'p' AND (c.oid = ?::regclass
              OR c.oid IN (SELECT p.relid FROM pg_partition_tree(?::regclass) p WHERE p.isleaf))
            ORDER BY pg_table_size(c.oid) DESC, n.nspname, c.relname
            """;

    private final Connection connection;
    private final Table table;
    private final SliceWish wish;

    BlockSlices(Connection connection, Table table, SliceWish wish) {
        this.connection = connection;
        this.table = table;
        this.wish = wish;
    }

    /**
     * A file that rows are in: a table without partitions, or one of the partitions.
     *
     * @param node changes when the rows are written to another file (VACUUM FULL, CLUSTER), in
     *     which they are in other blocks
     * @param isOpen may the user read it as it may read the table? Rights on a partition, and
     *     policies for rows, are its own.
     */
    private record File(
            String schema,
            String name,
            String kind,
            long bytes,
            long all,
            long block,
            int version,
            String node,
            boolean isOpen) {
        String quoted() {
            return Sql.quote(schema) + "." + Sql.quote(name);
        }

        boolean isTable() {
            return kind.equals("r");
        }
    }

    List<Slice> cut() throws SQLException {
        Optional<ParallelLoad> rule = wish.rule();
        ParallelLoad.Type type = rule.map(ParallelLoad::type).orElse(null);
        if (type == ParallelLoad.Type.NONE) {
            return List.of(Slice.WHOLE);
        }
        if (type == ParallelLoad.Type.RANGES) {
            return Ranges.slices(table, rule.get(), new PgComparison(), BlockSlices::literal);
        }
        List<File> files = files();
        if (type == ParallelLoad.Type.PARTITIONS_LIST) {
            warnOfUnknown(files, rule.get());
        }
        long all = files.stream().mapToLong(File::all).sum();
        long bytes = wish.sliceBytes(all);
        boolean single = files.size() == 1 && files.get(0).name().equals(table.id().name());
        boolean closed = !single && files.stream().anyMatch(file -> !file.isOpen());
        if (files.isEmpty() || closed || (type == null && all < 2 * bytes)) {
            return List.of(Slice.WHOLE);
        }
        List<Slice> slices = new ArrayList<>();
        for (File file : files) {
            String place = single ? "" : file.isTable() ? ONLY + file.quoted() : file.quoted();
            cut(slices, file, place, bytes);
        }
        return slices;
    }

    private static void cut(List<Slice> slices, File file, String place, long bytes) {
        long blocks = file.bytes() / file.block();
        long parts = Math.min(blocks, file.all() / bytes);
        if (parts < 2 || !file.isTable() || file.version() < RANGE_SCANS) {
            slices.add(Slice.of(place, "", file.node()));
            return;
        }
        for (long part = 0; part < parts; part++) {
            String from = "ctid >= '(%d,0)'".formatted(blocks * part / parts);
            String to = " AND ctid < '(%d,0)'".formatted(blocks * (part + 1) / parts);
            slices.add(Slice.of(place, part == parts - 1 ? from : from + to, file.node()));
        }
    }

    private List<File> files() throws SQLException {
        List<File> files = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FILES)) {
            statement.setString(1, Sql.quote(table.id()));
            statement.setString(2, Sql.quote(table.id()));
            statement.setString(3, Sql.quote(table.id()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    files.add(
                            new File(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getInt(7),
                                    row.getString(8),
                                    row.getBoolean(9)));
                }
            }
        }
        return files;
    }

    private void warnOfUnknown(List<File> files, ParallelLoad rule) {
        List<String> unknown = new ArrayList<>(rule.partitions());
        unknown.addAll(rule.subpartitions());
        files.forEach(file -> unknown.remove(file.name()));
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "Table {} has no partitions {} of its parallel-load rule; all it has are loaded",
                    table.id(),
                    unknown);
        }
    }

    /** Are the rows of the slice still where they were when it was cut? */
    static boolean isAsCut(Connection connection, Table table, Slice slice) throws SQLException {
        if (slice.layout().isEmpty()) {
            return true;
        }
        String place = slice.place().isEmpty() ? Sql.quote(table.id()) : slice.place();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_relation_filenode(to_regclass(?))::text")) {
            statement.setString(1, place.startsWith(ONLY) ? place.substring(ONLY.length()) : place);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return slice.layout().equals(row.getString(1));
            }
        }
    }

    private static String literal(Column column, String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /**
     * What meets the slice, and has changed since it was read. A row version that the former
     * snapshot did not see is of a transaction that is not older than the oldest that was running
     * then; comparing so takes a few more, which is harmless.
     */
    static String sql(Slice slice) {
        if (slice.since().isEmpty()) {
            return slice.condition();
        }
        long oldest = Long.parseLong(slice.since().split(":")[1]) & 0xFFFFFFFFL;
        String changed =
                "((xmin::text::bigint - %d + 6442450944) & 4294967295) - 2147483648 >= 0"
                        .formatted(oldest);
        return slice.condition().isEmpty() ? changed : "(" + slice.condition() + ") AND " + changed;
    }
}

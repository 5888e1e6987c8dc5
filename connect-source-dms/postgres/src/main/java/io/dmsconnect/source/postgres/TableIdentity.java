// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a table is for whoever follows its changes.
 *
 * @param oid of the table; another one under the same name is another table
 * @param isGone is there no table of this name any more? What comes under it is another one
 * @param key numbers of the columns that rows are told apart by, such as {@code 1,2}
 * @param covers will partitions that are made later be identified in the log without anybody's
 *     doing? False for a table that is not partitioned
 * @param columns changes with every statement that alters a column
 * @param marks what tells that rows have values that nobody wrote: {@code filled.<table>.<column>},
 *     a default that rows got which were there when the column was added; {@code
 *     generated.<column>}; {@code unlogged.<column>} and {@code top.<column>}, of {@link
 *     UnloggedColumns}; {@code label.<number>=<text>} of enums and {@code fields.<type>=...} of
 *     composite types, the texts as hashes; {@code lost} of one that is followed no longer
 * @param since place in the log before which the catalogue was read
 * @param oldest transactions before this one had ended by then
 * @param files the table itself, or its partitions, by oid
 */
record TableIdentity(
        long oid,
        boolean isGone,
        String key,
        boolean covers,
        String columns,
        Set<String> marks,
        long since,
        long oldest,
        Map<Long, File> files) {

    private static final String GONE = "gone";

    /** Marks a table whose updates and deletes the log has no longer. */
    private static final String LOST = "lost";

    /** Begins the mark that has the highest number of a column. */
    private static final String TOP = "top.";

    /**
     * Where rows are.
     *
     * @param name quoted, with its schema; is not part of what is remembered
     * @param isIdentified does the log tell which row an update or delete is of?
     * @param node another one when the rows were written to another file
     * @param attached by which command of which transaction it became a partition, such as {@code
     *     734:3}, where that transaction has made it too; else empty. Not remembered either
     */
    record File(String name, boolean isIdentified, long node, String attached) {}

    TableIdentity {
        marks = Set.copyOf(marks);
        files = new LinkedHashMap<>(files);
    }

    boolean isIdentified() {
        return !isLost()
                && files.values().stream().allMatch(File::isIdentified)
                && (covers || !files.isEmpty());
    }

    boolean isPartitioned() {
        return files.size() != 1 || !files.containsKey(oid);
    }

    List<Integer> keyColumns() {
        return key.isEmpty()
                ? List.of()
                : Arrays.stream(key.split(",")).map(Integer::valueOf).toList();
    }

    /** Had the catalogue been read by then? */
    boolean isKnownAt(long place) {
        return Long.compareUnsigned(place, since) >= 0;
    }

    /** The same table, known since then. */
    TableIdentity knownSince(long place) {
        return new TableIdentity(oid, isGone, key, covers, columns, marks, place, oldest, files);
    }

    /** Highest number of a column that the table has had; 0 where nobody has looked. */
    int topColumn() {
        return marks.stream()
                .filter(mark -> mark.startsWith(TOP))
                .mapToInt(mark -> Integer.parseInt(mark.substring(TOP.length())))
                .max()
                .orElse(0);
    }

    TableIdentity marked(Set<String> others) {
        return new TableIdentity(oid, isGone, key, covers, columns, others, since, oldest, files);
    }

    /** The table as it was followed, the log of which has lost its updates and deletes since. */
    TableIdentity lost() {
        Set<String> others = new HashSet<>(marks);
        others.add(LOST);
        return marked(others);
    }

    boolean isLost() {
        return marks.contains(LOST);
    }

    TableIdentity gone() {
        return new TableIdentity(oid, true, key, covers, columns, marks, since, oldest, files);
    }

    @Override
    public String toString() {
        String all =
                files.entrySet().stream()
                        .map(
                                file ->
                                        file.getKey()
                                                + (file.getValue().isIdentified() ? "+" : "-")
                                                + file.getValue().node())
                        .collect(Collectors.joining(" "));
        return String.join(
                ";",
                Long.toString(oid) + (isGone ? GONE : ""),
                key,
                covers ? "covers" : "",
                columns,
                String.join(" ", new TreeSet<>(marks)),
                Long.toString(since),
                Long.toString(oldest),
                all);
    }

    static TableIdentity parse(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split(";", -1)));
        Map<Long, File> files = new LinkedHashMap<>();
        for (String file : parts.get(7).split(" ")) {
            if (!file.isEmpty()) {
                int sign = Math.max(file.indexOf('+'), file.indexOf('-'));
                files.put(
                        Long.valueOf(file.substring(0, sign)),
                        new File(
                                "",
                                file.charAt(sign) == '+',
                                Long.parseLong(file.substring(sign + 1)),
                                ""));
            }
        }
        return new TableIdentity(
                Long.parseLong(parts.get(0).replace(GONE, "")),
                parts.get(0).endsWith(GONE),
                parts.get(1),
                !parts.get(2).isEmpty(),
                parts.get(3),
                parts.get(4).isEmpty() ? Set.of() : Set.of(parts.get(4).split(" ")),
                Long.parseLong(parts.get(5)),
                Long.parseLong(parts.get(6)),
                files);
    }
}

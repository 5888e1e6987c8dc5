// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.List;
import java.util.Optional;

/**
 * How the full load of a table is split: object {@code parallel-load} of table-settings.
 *
 * @param partitions names, for {@link Type#PARTITIONS_LIST}
 * @param subpartitions names, for the same
 * @param columns for {@link Type#RANGES}, most significant first
 * @param boundaries for the same: rows of one value a column, each the end of a segment, which does
 *     not contain it
 * @param numberOfPartitions for {@link Type#PARTITIONS_AUTO}
 */
public record ParallelLoad(
        Type type,
        List<String> partitions,
        List<String> subpartitions,
        List<String> columns,
        List<List<String>> boundaries,
        List<String> segmentNames,
        Optional<Integer> numberOfPartitions) {
    /** Member {@code type}. */
    public enum Type {
        NONE,
        PARTITIONS_AUTO,
        SUBPARTITIONS_AUTO,
        PARTITIONS_LIST,
        RANGES
    }

    public ParallelLoad {
        partitions = List.copyOf(partitions);
        subpartitions = List.copyOf(subpartitions);
        columns = List.copyOf(columns);
        boundaries = boundaries.stream().map(List::copyOf).toList();
        segmentNames = List.copyOf(segmentNames);
    }
}

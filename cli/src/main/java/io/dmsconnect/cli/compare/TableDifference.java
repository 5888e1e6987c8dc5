// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.compare;

import java.util.List;

/**
 * What comparing one table found.
 *
 * @param missing rows that only the source has
 * @param extra rows that only the target has
 * @param different rows with the same key and other values
 * @param examples keys of some of them with the names of the columns that differ; no other values
 * @param problem why the table could not be compared, empty where it could
 */
public record TableDifference(
        String table,
        long sourceRows,
        long targetRows,
        long missing,
        long extra,
        long different,
        List<String> examples,
        String problem) {
    public TableDifference {
        examples = List.copyOf(examples);
    }

    static TableDifference notCompared(String table, String problem) {
        return new TableDifference(table, -1, -1, 0, 0, 0, List.of(), problem);
    }

    public boolean equal() {
        return problem.isEmpty() && missing == 0 && extra == 0 && different == 0;
    }

    /** One line. */
    public String verdict() {
        if (!problem.isEmpty()) {
            return table + ": NOT COMPARED: " + problem;
        }
        return equal()
                ? "%s: equal, %,d rows".formatted(table, sourceRows)
                : "%s: DIFFERENT: %,d rows here, %,d there; %,d missing, %,d extra, %,d with other values%s"
                        .formatted(
                                table,
                                sourceRows,
                                targetRows,
                                missing,
                                extra,
                                different,
                                examples.isEmpty()
                                        ? ""
                                        : "; such as " + String.join("; ", examples));
    }
}

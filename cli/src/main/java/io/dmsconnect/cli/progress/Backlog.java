// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import java.util.Map;

/**
 * What is read from the source and not yet applied to the target.
 *
 * @param tables how many the task has; more than have begun
 * @param ages of the oldest such change of each table, in milliseconds since its commit; a table
 *     that has everything is not in it
 * @param phase what is going on, for people; empty for nothing to say
 */
public record Backlog(int tables, Map<String, Long> ages, String phase) {
    public Backlog {
        ages = Map.copyOf(ages);
    }

    /** In milliseconds; 0 where all is applied. */
    public static long lag(Map<String, Long> ages) {
        return ages.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the result.
 *
 * @param id as {@code --only} names it: group, case and way
 * @param title what was moved, for people
 * @param count of tables of this shape
 * @param rows of each
 */
record Run(String id, String title, Pair pair, Shape shape, int count, long rows, Way way) {
    static final String GROWTH = "growth";
    private static final long[] MILLIONS = {1, 4, 16};
    private static final int[] SUB_TASKS = {1, 2, 4, 8};
    private static final long ROWS_OF_SUB_TASKS = 4_000_000;

    /**
     * All pairs, tables and ways.
     *
     * @param share of the default numbers of rows
     */
    static List<Run> pairs(List<Way> ways, double share) {
        List<Run> runs = new ArrayList<>();
        for (Pair pair : Pair.values()) {
            for (Shape shape : Shape.ALL) {
                for (Way way : ways) {
                    if (way.serves(pair, shape)) {
                        String id = pair + "/" + shape.name() + "/" + way.name();
                        runs.add(
                                new Run(
                                        id,
                                        shape.title(),
                                        pair,
                                        shape,
                                        1,
                                        scaled(shape.rows(), share),
                                        way));
                    }
                }
            }
        }
        return runs;
    }

    /** How our own cost grows with the rows, and with the subtasks. */
    static List<Run> growth(java.nio.file.Path home, double share) {
        List<Run> runs = new ArrayList<>();
        for (long millions : MILLIONS) {
            long rows = scaled(millions * 1_000_000, share);
            runs.add(growth("rows-" + millions + "m", "%,d rows".formatted(rows), rows, home, 0));
        }
        long rows = scaled(ROWS_OF_SUB_TASKS, share);
        for (int subTasks : SUB_TASKS) {
            String title = "%,d rows, MaxFullLoadSubTasks %d".formatted(rows, subTasks);
            runs.add(growth("subtasks-" + subTasks, title, rows, home, subTasks));
        }
        return runs;
    }

    private static Run growth(
            String name, String title, long rows, java.nio.file.Path home, int subTasks) {
        DmsWay way = new DmsWay(home, subTasks, false);
        String id = GROWTH + "/" + name + "/" + way.name();
        return new Run(id, title, Pair.POSTGRES_POSTGRES, Shape.TWELVE, 1, rows, way);
    }

    private static long scaled(long rows, double share) {
        return Math.max(1, Math.round(rows * share));
    }

    List<Shape> tables() {
        return shape.tables(count);
    }

    long allRows() {
        return count * rows;
    }

    boolean growth() {
        return id.startsWith(GROWTH + "/");
    }

    /** Without the way: runs of one case move the same rows. */
    String caseId() {
        return id.substring(0, id.lastIndexOf('/'));
    }
}

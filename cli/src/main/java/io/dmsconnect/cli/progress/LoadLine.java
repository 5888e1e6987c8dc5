// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import io.dmsconnect.core.progress.LoadRate;
import io.dmsconnect.core.progress.LoadSummary;
import io.dmsconnect.core.progress.LoadedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The whole load in one line, as often as somebody looks. */
public final class LoadLine {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    /** Before, the rate is that of a start, and what follows from it is far too long. */
    private static final long TO_KNOW_MILLIS = 5_000;

    private final LoadRate rate = new LoadRate();
    private long begun = -1;

    /**
     * @param millis now
     * @return empty where all tables are complete
     */
    public Optional<String> at(long millis, List<TableStatistics> tables) {
        LoadSummary summary =
                LoadSummary.of(
                        tables.stream().filter(t -> !t.failed()).map(LoadLine::loaded).toList());
        rate.add(millis, summary.rows());
        if (begun < 0 && summary.rows() > 0) {
            begun = millis;
        }
        if (summary.complete()) {
            return Optional.empty();
        }
        boolean known = begun >= 0 && millis - begun >= TO_KNOW_MILLIS;
        return Optional.of(text(summary, rate.rowsPerSecond(), known));
    }

    private static LoadedTable loaded(TableStatistics table) {
        return new LoadedTable(
                table.loadedRows(),
                table.estimatedRows(),
                table.segments(),
                table.segmentsDone(),
                table.completed());
    }

    /**
     * What is not known is left out.
     *
     * @param foresees has the load been going on long enough to tell its end?
     */
    static String text(LoadSummary summary, long rowsPerSecond, boolean foresees) {
        List<String> parts = new ArrayList<>();
        boolean read =
                summary.allCut()
                        && summary.segments() > 0
                        && summary.segmentsDone() == summary.segments();
        if (!read && summary.percent() >= 0 && summary.rows() <= summary.expectedRows()) {
            parts.add(summary.percent() + "%");
        }
        if (summary.segments() > 0) {
            parts.add(
                    "%d of %d%s segments"
                            .formatted(
                                    summary.segmentsDone(),
                                    summary.segments(),
                                    summary.allCut() ? "" : "+"));
        }
        parts.add(
                number(summary.rows())
                        + (!read && summary.expectedRows() > summary.rows()
                                ? " of ~" + number(summary.expectedRows())
                                : "")
                        + " rows");
        if (read) {
            parts.add("building indexes, keys and defaults");
            return "Full load: " + String.join(", ", parts);
        }
        if (rowsPerSecond > 0) {
            parts.add(number(rowsPerSecond) + " rows/s");
        }
        long left = summary.secondsLeft(rowsPerSecond);
        if (foresees && summary.percent() >= 1 && left >= 0) {
            parts.add("about " + time(left) + " left");
        }
        return "Full load: " + String.join(", ", parts);
    }

    static String time(long seconds) {
        if (seconds >= HOUR) {
            return "%d h %d min".formatted(seconds / HOUR, seconds % HOUR / MINUTE);
        }
        return seconds >= MINUTE
                ? "%d min %d s".formatted(seconds / MINUTE, seconds % MINUTE)
                : seconds + " s";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import io.dmsconnect.core.progress.LoadRate;
import io.dmsconnect.core.progress.LoadSummary;
import io.dmsconnect.core.progress.LoadedTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The whole load in one line, as often as somebody looks. */
public final class LoadLine {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private final LoadRate rate = new LoadRate();

    /**
     * @param millis now
     * @return empty where all tables are complete
     */
    public Optional<String> at(long millis, List<TableStatistics> tables) {
        LoadSummary summary =
                LoadSummary.of(
                        tables.stream().filter(t -> !t.failed()).map(LoadLine::loaded).toList());
        rate.add(millis, summary.rows());
        return summary.complete()
                ? Optional.empty()
                : Optional.of(text(summary, rate.rowsPerSecond()));
    }

    private static LoadedTable loaded(TableStatistics table) {
        return new LoadedTable(
                table.loadedRows(),
                table.estimatedRows(),
                table.segments(),
                table.segmentsDone(),
                table.completed());
    }

    static String text(LoadSummary summary, long rowsPerSecond) {
        long left = summary.secondsLeft(rowsPerSecond);
        return "Full load: %s, %d of %d%s segments, %s of %s rows, %s rows/s, %s left"
                .formatted(
                        summary.percent() < 0 ? "-" : summary.percent() + "%",
                        summary.segmentsDone(),
                        summary.segments(),
                        summary.allCut() ? "" : "+",
                        number(summary.rows()),
                        summary.expectedRows() < 0 ? "-" : "~" + number(summary.expectedRows()),
                        rowsPerSecond < 0 ? "-" : number(rowsPerSecond),
                        left < 0 ? "-" : "about " + time(left));
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

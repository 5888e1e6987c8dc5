// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A task's statistics as lines of text. Pure: the same statistics give the same lines. */
public final class ProgressTable {
    private static final int BAR = 20;
    private static final int LONGEST_NAME = 40;
    private static final String HEADER = "%-15s %-20s %21s %9s %9s %9s %9s";

    private final int mostTables;

    /**
     * @param mostTables of more tables only these many are shown, those where something is going on
     */
    public ProgressTable(int mostTables) {
        this.mostTables = mostTables;
    }

    /** With the latency of each table's last change. */
    public List<String> lines(List<TableStatistics> tables) {
        return lines(
                tables, "Latency", t -> time(t.latencyMillis()), summary(tables, latency(tables)));
    }

    /** With the age of each table's oldest change that is not applied. */
    public List<String> lines(List<TableStatistics> tables, Backlog backlog) {
        return lines(
                tables,
                "Lag",
                t -> time(backlog.ages().getOrDefault(t.targetTable(), -1L)),
                summary(tables, backlog));
    }

    private List<String> lines(
            List<TableStatistics> tables,
            String lastColumn,
            Function<TableStatistics, String> last,
            String summary) {
        List<TableStatistics> shown = shown(tables);
        int width = shown.stream().mapToInt(t -> name(t).length()).max().orElse(0);
        width = Math.max("Table".length(), width);
        List<String> lines = new ArrayList<>();
        lines.add(
                pad("Table", width)
                        + "  "
                        + HEADER.formatted(
                                        "State",
                                        "",
                                        "Loaded rows",
                                        "Inserts",
                                        "Updates",
                                        "Deletes",
                                        lastColumn)
                                .stripTrailing());
        for (TableStatistics table : shown) {
            lines.add(
                    (pad(name(table), width) + "  " + row(table, last.apply(table)))
                            .stripTrailing());
        }
        if (shown.size() < tables.size()) {
            lines.add("... and %d more tables".formatted(tables.size() - shown.size()));
        }
        lines.add(summary);
        for (TableStatistics table : tables) {
            if (!table.error().isEmpty()) {
                lines.add(
                        table.sourceTable() + ": " + table.error().lines().findFirst().orElse(""));
            }
        }
        return lines;
    }

    private List<TableStatistics> shown(List<TableStatistics> tables) {
        if (tables.size() <= mostTables) {
            return tables;
        }
        return tables.stream()
                .sorted(
                        Comparator.comparingInt(ProgressTable::interest)
                                .thenComparing(
                                        Comparator.comparingLong(TableStatistics::changes)
                                                .reversed()))
                .limit(mostTables)
                .sorted(Comparator.comparing(TableStatistics::sourceTable))
                .toList();
    }

    private static int interest(TableStatistics table) {
        return switch (table.state()) {
            case TableStatistics.ERROR -> 0;
            case TableStatistics.FULL_LOAD, TableStatistics.RELOADED -> 1;
            case TableStatistics.BEFORE_LOAD -> 3;
            default -> table.changes() > 0 ? 2 : 4;
        };
    }

    private static String row(TableStatistics table, String last) {
        boolean again = table.state().equals(TableStatistics.RELOADED);
        return HEADER.formatted(
                again ? "Being reloaded" : table.state(),
                bar(table),
                loaded(table),
                number(table.inserts()),
                number(table.updates()),
                number(table.deletes()),
                last);
    }

    /** An estimate may be too low: the bar is full only when the load is. */
    static String bar(TableStatistics table) {
        double part;
        if (table.completed()) {
            part = 1;
        } else if (table.loadedRows() == 0 || table.estimatedRows() <= 0) {
            part = 0;
        } else {
            part = Math.min(0.99, (double) table.loadedRows() / table.estimatedRows());
        }
        int full = (int) Math.floor(part * BAR);
        return "#".repeat(full) + ".".repeat(BAR - full);
    }

    private static String loaded(TableStatistics table) {
        String loaded = number(table.loadedRows());
        return table.completed() || table.estimatedRows() < 0
                ? loaded
                : loaded + " of ~" + number(table.estimatedRows());
    }

    /** All in one line. */
    public static String summary(List<TableStatistics> tables, Backlog backlog) {
        return summary(
                tables,
                Math.max(tables.size(), backlog.tables()),
                backlog.phase().isEmpty() ? "" : ", " + backlog.phase());
    }

    private static String summary(List<TableStatistics> tables, String end) {
        return summary(tables, tables.size(), end);
    }

    private static String summary(List<TableStatistics> tables, int all, String end) {
        long completed = tables.stream().filter(TableStatistics::completed).count();
        long failed = tables.stream().filter(TableStatistics::failed).count();
        long rows = tables.stream().mapToLong(TableStatistics::loadedRows).sum();
        long changes =
                tables.stream().mapToLong(t -> t.inserts() + t.updates() + t.deletes()).sum();
        return "%d of %d tables completed%s, %s rows loaded, %s changes applied%s"
                .formatted(
                        completed,
                        all,
                        failed == 0 ? "" : " (" + failed + " with an error)",
                        number(rows),
                        number(changes),
                        end);
    }

    private static String latency(List<TableStatistics> tables) {
        long latency = tables.stream().mapToLong(TableStatistics::latencyMillis).max().orElse(-1);
        return latency < 0 ? "" : ", latency " + time(latency);
    }

    /** A duration for people; a dash where there is none. */
    public static String time(long millis) {
        if (millis < 0) {
            return "-";
        }
        return millis < 10_000
                ? "%d ms".formatted(millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String name(TableStatistics table) {
        String name = table.sourceTable();
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows progress: drawn over and over in place on a terminal; elsewhere a line now and then when
 * something has changed. Messages stay above it.
 */
public final class Terminal {
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final String UP = "\u001b[%dA\r\u001b[J";

    private final PrintStream out;
    private final boolean inPlace;
    private final int width;
    private List<String> drawn = List.of();
    private String lastLine = "";
    private long lastTime;
    private boolean closed;

    public Terminal(PrintStream out, boolean inPlace, int width) {
        this.out = out;
        this.inPlace = inPlace;
        this.width = width;
        this.lastTime = System.nanoTime() - PAUSE.toNanos();
    }

    /** Standard output: in place where somebody is looking. */
    public static Terminal standard() {
        boolean interactive = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        String columns = System.getenv("COLUMNS");
        int width =
                columns != null && columns.matches("[1-9][0-9]{1,3}")
                        ? Integer.parseInt(columns)
                        : 160;
        return new Terminal(System.out, interactive, width);
    }

    /**
     * @param lines the whole picture
     * @param line the same in one line
     */
    public synchronized void progress(List<String> lines, String line) {
        if (closed) {
            return;
        }
        if (inPlace) {
            erase();
            drawn = new ArrayList<>(lines.size());
            for (String text : lines) {
                drawn.add(text.length() <= width ? text : text.substring(0, width));
            }
            drawn.forEach(out::println);
            out.flush();
        } else if (!line.equals(lastLine) && System.nanoTime() - lastTime >= PAUSE.toNanos()) {
            out.println(line);
            out.flush();
            lastLine = line;
            lastTime = System.nanoTime();
        }
    }

    /** A line that stays. */
    public synchronized void say(String message) {
        if (closed) {
            return;
        }
        erase();
        out.println(message);
        drawn.forEach(out::println);
        out.flush();
    }

    /** The whole picture, for the last time. */
    public synchronized void last(List<String> lines) {
        if (closed) {
            return;
        }
        erase();
        lines.forEach(out::println);
        out.flush();
        drawn = List.of();
    }

    /** What is drawn stays; the next picture is drawn below. */
    public synchronized void leave() {
        drawn = List.of();
    }

    /** The last line of all, whoever else wants to print: also behind {@link #close}. */
    public synchronized void end(String line) {
        closed = true;
        out.println(line);
        out.flush();
    }

    /** What is there stays, and nothing more comes but {@link #end}. */
    public synchronized void close() {
        closed = true;
    }

    private void erase() {
        if (inPlace && !drawn.isEmpty()) {
            out.print(UP.formatted(drawn.size()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import java.util.HashSet;
import java.util.Set;

/**
 * The state of the source that a table's full load read, in a form that tells of every change
 * whether the load has it already. With it the two lanes join exactly, also for a table without a
 * key and for a load that was begun anew after a crash.
 *
 * <ul>
 *   <li>{@code xid:<xmin>:<xmax>:<xip,...>}: a PostgreSQL snapshot as {@code pg_current_snapshot()}
 *       prints it, against the change's {@code xid:<transaction id>}. A snapshot holds exactly the
 *       transactions below xmax that are not in progress.
 *   <li>{@code binlog:<file>:<position>}: MySQL and MariaDB, against the change's {@code
 *       binlog:<file>:<position>:...}. Files are compared by the number they end with.
 *   <li>empty: the load has none of the changes.
 * </ul>
 */
public final class LoadPosition {
    private final String text;
    private final Test test;

    private interface Test {
        boolean includes(String position);
    }

    private LoadPosition(String text, Test test) {
        this.text = text;
        this.test = test;
    }

    /**
     * @throws IllegalArgumentException where the text is of neither form
     */
    public static LoadPosition parse(String text) {
        if (text.isEmpty()) {
            return new LoadPosition(text, position -> false);
        }
        String[] parts = text.split(":", -1);
        if (parts[0].equals("xid") && parts.length == 4) {
            return new LoadPosition(text, snapshot(parts));
        }
        if (parts[0].equals("binlog") && parts.length >= 3) {
            return new LoadPosition(text, binlog(parts));
        }
        throw new IllegalArgumentException("not a load position: '" + text + "'");
    }

    private static Test snapshot(String[] parts) {
        long xmin = Long.parseLong(parts[1]);
        long xmax = Long.parseLong(parts[2]);
        Set<Long> running = new HashSet<>();
        for (String id : parts[3].split(",")) {
            if (!id.isEmpty()) {
                running.add(Long.parseLong(id));
            }
        }
        return position -> {
            long id = fullTransactionId(numberAfter(position, "xid:"), xmax);
            return id < xmin || (id < xmax && !running.contains(id));
        };
    }

    /**
     * The log names a transaction by the low 32 bits of its id. The id meant is the one nearest to
     * the snapshot: PostgreSQL itself cannot keep two transactions 2^31 apart alive.
     */
    private static long fullTransactionId(long logged, long near) {
        if (logged > 0xFFFFFFFFL) {
            return logged;
        }
        long distance = (int) (logged - near);
        return near + distance;
    }

    private static Test binlog(String[] parts) {
        long file = fileNumber(parts[1]);
        long offset = Long.parseLong(parts[2]);
        return position -> {
            String[] change = position.split(":", -1);
            if (change.length < 3 || !change[0].equals("binlog")) {
                throw new IllegalArgumentException("not a binlog position: '" + position + "'");
            }
            long changeFile = fileNumber(change[1]);
            return changeFile < file || (changeFile == file && Long.parseLong(change[2]) < offset);
        };
    }

    private static long fileNumber(String file) {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    private static long numberAfter(String position, String prefix) {
        if (!position.startsWith(prefix)) {
            throw new IllegalArgumentException("not a transaction id: '" + position + "'");
        }
        int end = position.indexOf(':', prefix.length());
        return Long.parseLong(
                end < 0
                        ? position.substring(prefix.length())
                        : position.substring(prefix.length(), end));
    }

    /** True where the loaded rows already hold the change at this position of the source's log. */
    public boolean includes(String changePosition) {
        return !changePosition.isEmpty() && test.includes(changePosition);
    }

    @Override
    public String toString() {
        return text;
    }
}

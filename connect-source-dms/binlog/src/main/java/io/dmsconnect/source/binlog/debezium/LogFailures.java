// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.network.ServerException;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.Refusal;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server says when the log cannot be followed. */
public final class LogFailures {
    /** The server cannot read the log from the place on; its text says why. */
    private static final int FATAL_READING = 1236;

    private static final Pattern GONE =
            Pattern.compile(
                    "purged|could not find|impossible position|file size|not in the master",
                    Pattern.CASE_INSENSITIVE);

    /** What Debezium says of rows that are not as it knows the table. */
    private static final Pattern OTHER_SHAPE =
            Pattern.compile(
                    "row in (.+), internal schema size (\\d+), but row size (\\d+)");

    private static final Pattern NO_SHAPE =
            Pattern.compile("change event for table (\\S+) whose schema isn't known");

    /** What Debezium says of the server's settings. */
    private static final Pattern SETTING =
            Pattern.compile("not configured to use a (\\w+) (binlog_\\w+)");

    /** The user may not follow the log, or not connect. */
    private static final Set<Integer> REFUSED = Set.of(1227, 1130);

    private LogFailures() {}

    /** Has the server the log no longer? */
    static boolean isGone(Throwable failure) {
        ServerException answer = answer(failure);
        return answer != null && isGone(answer);
    }

    private static boolean isGone(ServerException answer) {
        return answer.getErrorCode() == FATAL_READING
                && GONE.matcher(String.valueOf(answer.getMessage())).find();
    }

    private static ServerException answer(Throwable failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            if (at instanceof ServerException answer) {
                return answer;
            }
        }
        return null;
    }

    /**
     * The failure in our words, with what to do, where it is one that does not pass by itself; the
     * same failure where it may.
     *
     * @param place up to where the log was followed
     * @param named the table of rows that has this name, with its database
     */
    static Throwable explained(Throwable failure, String place, UnaryOperator<String> named) {
        ServerException answer = answer(failure);
        if (answer != null && isGone(answer)) {
            return gone(place, answer.getMessage(), failure);
        }
        if (answer != null && Refusal.isPassword(answer.getErrorCode())) {
            return Refusal.of(answer.getMessage(), failure);
        }
        if (answer != null && REFUSED.contains(answer.getErrorCode())) {
            return new ReplicationException(
                    FailureKind.FATAL,
                    "following the log",
                    "the server refuses: " + answer.getMessage(),
                    failure);
        }
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            Matcher shape = OTHER_SHAPE.matcher(String.valueOf(at.getMessage()));
            if (shape.find()) {
                return shape(
                        named.apply(shape.group(1)),
                        "a row in the log has %s columns, where the table is known with %s"
                                .formatted(shape.group(3), shape.group(2)),
                        failure);
            }
            Matcher none = NO_SHAPE.matcher(String.valueOf(at.getMessage()));
            if (none.find()) {
                return shape(none.group(1), "the shape of its rows is not known", failure);
            }
        }
        return failure;
    }

    private static ReplicationException shape(String table, String what, Throwable cause) {
        return new ReplicationException(
                FailureKind.TABLE,
                table,
                what
                        + ": the table was changed in a way that the log does not tell"
                        + " (sql_log_bin = 0), or by a statement that is not understood. Exclude the"
                        + " table, or let the task begin anew, with a full load: ./dms run TASK.json"
                        + " --start-over",
                cause);
    }

    /**
     * What Debezium found before it began to follow the log, in our words: the server has the log no
     * longer, or its settings are wrong. The same failure where it is another one.
     */
    public static RuntimeException beforeStart(RuntimeException failure, String place) {
        String message = String.valueOf(failure.getMessage());
        Matcher setting = SETTING.matcher(message);
        if (setting.find()) {
            return new ReplicationException(
                    FailureKind.CONFIGURATION,
                    "following the log",
                    "%2$s of the server has to be '%1$s'; SET GLOBAL %2$s = '%1$s' and in the server's"
                                    .formatted(setting.group(1), setting.group(2))
                            + " configuration, then end the sessions that began before and start the"
                            + " task again",
                    failure);
        }
        return message.contains("no longer available on the server")
                ? gone(place, "it has been purged", failure)
                : failure;
    }

    private static ReplicationException gone(String place, String reason, Throwable cause) {
        return new ReplicationException(
                FailureKind.FATAL,
                "following the log from " + place,
                "the server no longer has its binary log from there on ("
                        + reason
                        + "), so that changes are missing; nothing that comes later is applied. Keep"
                        + " the log for longer (binlog_expire_logs_seconds; RDS, Aurora: 'binlog"
                        + " retention hours'), then let the task begin anew, with a full load:"
                        + " ./dms run TASK.json --start-over",
                cause);
    }
}

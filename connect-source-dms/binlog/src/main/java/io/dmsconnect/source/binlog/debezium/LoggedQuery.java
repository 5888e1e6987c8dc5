// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.statement.PlainStatement;
import io.dmsconnect.source.binlog.statement.SessionTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A statement in the log, with what the session's settings make of its text. */
final class LoggedQuery extends QueryEventData {
    private static final long serialVersionUID = 1L;
    private static final int REAL_AS_FLOAT = 1;
    private static final int ANSI_QUOTES = 1 << 2;
    private static final int ORACLE = 1 << 9;
    private static final int MAXDB = 1 << 12;
    private static final int NO_BACKSLASH_ESCAPES = 1 << 20;

    /** Codes of the settings, which come in this order. */
    private static final int FLAGS = 0;

    private static final int SQL_MODE = 1;

    private static final int EXPLICIT_TIMESTAMPS = 16;

    /** MariaDB's flag for the same. */
    private static final int EXPLICIT_TIMESTAMPS_FLAG = 1 << 24;

    /** The session's sql_mode, as far as the text has not been written without it. */
    private int mode;

    /** Older servers do not say; what they are by default is off. */
    private boolean explicitTimestamps;

    /** Writes the text so that it means the same whatever the session's settings were. */
    void makePlain(Flavour flavour) {
        boolean mariaDb = flavour == Flavour.MARIADB;
        String plain =
                PlainStatement.of(
                        getSql(),
                        new PlainStatement.Mode(
                                (mode & NO_BACKSLASH_ESCAPES) != 0,
                                (mode & ANSI_QUOTES) != 0,
                                mariaDb));
        setSql(
                SessionTypes.plain(
                        plain,
                        new SessionTypes.Mode(
                                (mode & REAL_AS_FLOAT) != 0,
                                mariaDb && (mode & ORACLE) != 0,
                                mariaDb && (mode & MAXDB) != 0,
                                !explicitTimestamps)));
        mode = 0;
        explicitTimestamps = true;
    }

    static LoggedQuery read(ByteArrayInputStream in) throws IOException {
        return read(in, 0);
    }

    /** LOAD DATA: the file's number, two places in the text, and what becomes of duplicates. */
    static LoggedQuery readLoad(ByteArrayInputStream in) throws IOException {
        return read(in, 13);
    }

    private static LoggedQuery read(ByteArrayInputStream in, int more) throws IOException {
        LoggedQuery query = new LoggedQuery();
        query.setThreadId(in.readLong(4));
        query.setExecutionTime(in.readLong(4));
        int database = in.readInteger(1);
        query.setErrorCode(in.readInteger(2));
        int settings = in.readInteger(2);
        in.read(more);
        query.settings(in.read(settings));
        query.setDatabase(new String(in.read(database), StandardCharsets.UTF_8));
        in.read(1);
        query.setSql(new String(in.read(in.available()), StandardCharsets.UTF_8));
        return query;
    }

    private void settings(byte[] settings) {
        int at = 0;
        while (at < settings.length) {
            int code = settings[at++] & 0xFF;
            if (code == FLAGS) {
                explicitTimestamps = (number(settings, at) & EXPLICIT_TIMESTAMPS_FLAG) != 0;
            } else if (code == SQL_MODE) {
                mode = number(settings, at);
            } else if (code == EXPLICIT_TIMESTAMPS) {
                explicitTimestamps = at < settings.length && settings[at] != 0;
            }
            int length = LoggedSettings.length(code, settings, at);
            if (length < 0) {
                return;
            }
            at += length;
        }
    }

    private static int number(byte[] bytes, int at) {
        int number = 0;
        for (int i = 3; i >= 0; i--) {
            number = number << 8 | (at + i < bytes.length ? bytes[at + i] & 0xFF : 0);
        }
        return number;
    }
}

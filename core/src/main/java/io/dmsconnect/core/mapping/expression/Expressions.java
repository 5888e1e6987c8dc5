// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import java.lang.ref.Cleaner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.Function;
import org.sqlite.JDBC;

/**
 * Compiles expressions: an SQLite of its own, in memory, with nothing in it and no way out. Not
 * thread-safe, and neither is what it compiles.
 */
public final class Expressions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Expressions.class);
    private static final String URL = "jdbc:sqlite::memory:";

    private static final Cleaner CLEANER = Cleaner.create();

    private Connection connection;
    private Cleaner.Cleanable cleanable;

    /**
     * @throws ExpressionException with what is wrong, and where
     */
    public Expression compile(String text, Names names) {
        Template template = new Template(text, names);
        try {
            PreparedStatement statement =
                    open().prepareStatement("SELECT (" + template.sql() + ")");
            try {
                return new Expression(text, template, statement);
            } catch (SQLException | RuntimeException e) {
                statement.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new ExpressionException(reason(e), e);
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            try {
                connection = JDBC.createConnection(URL, new Properties());
                // plans are let go of in many places; SQLite's memory is outside of Java's
                cleanable = CLEANER.register(this, new Closing(connection));
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                throw new ExpressionException(
                        "SQLite, which evaluates expressions, could not be loaded: its library is"
                                + " unpacked to the folder java.io.tmpdir, or org.sqlite.tmpdir, from"
                                + " where programs have to be allowed to run: "
                                + e.getMessage(),
                        e);
            }
            Function.create(connection, Template.HASH_SHA256, new Functions.HashSha256());
            Function.create(connection, "replacechars", new Functions.ReplaceChars());
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA trusted_schema = OFF");
            }
        }
        return connection;
    }

    /** SQLite's own words, without the driver's around them. */
    static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int open = message.indexOf(" (");
        String words =
                open > 0 && message.startsWith("[") && message.endsWith(")")
                        ? message.substring(open + 2, message.length() - 1)
                        : message;
        return words.startsWith("no such column")
                ? words + "; columns are written $NAME, texts in single quotes"
                : words;
    }

    @Override
    public void close() {
        if (cleanable != null) {
            cleanable.clean();
            connection = null;
            cleanable = null;
        }
    }

    private record Closing(Connection connection) implements Runnable {
        @Override
        public void run() {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("SQLite does not close", e);
            }
        }
    }
}

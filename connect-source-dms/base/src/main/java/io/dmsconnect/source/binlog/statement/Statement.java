// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Optional;

/** A statement of the log. Names without a database are of the database it was run in. */
public sealed interface Statement {
    /** What {@link Rewrite} calls a partition that becomes a table. */
    String CONVERTED = "CONVERT PARTITION TO TABLE";

    /** The kind of a statement that drops tables of its session. */
    String DROP_TEMPORARY = "DROP TEMPORARY TABLE";

    /** Its first words, for messages: {@code ALTER TABLE}. */
    String kind();

    /** The same statement without comments, with what executable comments hold. */
    String text();

    /**
     * @param renamed the table's new name; empty where it keeps its own
     * @param rewritten parts that change rows without a word in the log, such as {@code TRUNCATE
     *     PARTITION}
     * @param charset of columns that name none, from now on and in the statement itself; empty
     *     where it stays as it was
     * @param versioning adds or drops SYSTEM VERSIONING
     * @param ofPartitions is about partitions only
     */
    record Alter(
            String text,
            TableId table,
            Alteration alteration,
            Optional<TableId> renamed,
            List<Rewrite> rewritten,
            Optional<DefaultCharset> charset,
            boolean versioning,
            boolean ofPartitions)
            implements Statement {
        @Override
        public String kind() {
            return "ALTER TABLE";
        }

        /** The table that one of its partitions becomes. */
        public Optional<TableId> converted() {
            return rewritten.stream()
                    .filter(part -> part.what().equals(CONVERTED))
                    .map(Rewrite::table)
                    .filter(other -> !other.equals(table))
                    .findFirst();
        }
    }

    /**
     * Rows of a table come or go, or get other values, and the log has none of that.
     *
     * @param what for messages: {@code TRUNCATE PARTITION}
     */
    record Rewrite(TableId table, String what) {}

    /**
     * @param replaces an existing table of the name goes first
     * @param ifNotExists an existing table of the name stays
     * @param like makes it as another one is
     */
    record Create(
            String text,
            TableId table,
            boolean temporary,
            boolean replaces,
            boolean ifNotExists,
            Optional<TableId> like)
            implements Statement {
        @Override
        public String kind() {
            return replaces ? "CREATE OR REPLACE TABLE" : "CREATE TABLE";
        }
    }

    record Drop(String text, List<TableId> tables) implements Statement {
        @Override
        public String kind() {
            return "DROP TABLE";
        }
    }

    record DropDatabase(String text, String database) implements Statement {
        @Override
        public String kind() {
            return "DROP DATABASE";
        }
    }

    /**
     * Makes a database, or gives one another character set. The text is one that names the database
     * and the character set.
     */
    record Database(String text, String kind) implements Statement {}

    /** One after the other, as the server does it. */
    record Rename(String text, List<Renamed> renamed) implements Statement {
        @Override
        public String kind() {
            return "RENAME TABLE";
        }
    }

    record Renamed(TableId from, TableId to) {}

    record Truncate(String text, TableId table) implements Statement {
        @Override
        public String kind() {
            return "TRUNCATE TABLE";
        }
    }

    /**
     * @param harmless changes no table's shape and no rows
     */
    record Other(String text, String kind, boolean harmless) implements Statement {}
}

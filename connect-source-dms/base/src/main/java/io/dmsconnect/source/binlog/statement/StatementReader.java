// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads statements of the log as far as they are about tables and columns. */
public final class StatementReader {
    /** What changes neither a table's columns nor its rows. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "ANALYZE",
                    "CHECK",
                    "FLUSH",
                    "GRANT",
                    "REVOKE",
                    "OPTIMIZE",
                    "KILL",
                    "BINLOG",
                    "INSTALL",
                    "UNINSTALL",
                    "PURGE",
                    "RESET",
                    "SHOW",
                    "BEGIN",
                    "COMMIT",
                    "ROLLBACK",
                    "SAVEPOINT",
                    "START",
                    "STOP",
                    "LOCK",
                    "UNLOCK",
                    "CALL",
                    "EXPLAIN",
                    "DESCRIBE",
                    "HELP",
                    "SIGNAL",
                    "REPAIR");

    /** What can be made, altered or dropped without any table being touched. */
    private static final Set<String> NO_TABLES =
            Set.of(
                    "VIEW",
                    "PROCEDURE",
                    "FUNCTION",
                    "TRIGGER",
                    "EVENT",
                    "USER",
                    "ROLE",
                    "SERVER",
                    "SEQUENCE",
                    "PACKAGE",
                    "LOGFILE",
                    "TABLESPACE",
                    "INDEX",
                    "RESOURCE",
                    "AGGREGATE",
                    "INSTANCE",
                    "SPATIAL",
                    "CATALOG");

    private StatementReader() {}

    /**
     * @param database the statement was run in; empty for none
     * @throws UnreadableStatementException where it is about a table, and has a form that is not
     *     known
     */
    public static Statement read(String statement, String database) {
        Tokens.Cut cut = Tokens.cut(statement);
        Cursor cursor = new Cursor(cut.tokens(), database);
        String text = cut.plain();
        passSettings(cursor);
        if (cursor.atEnd()) {
            return new Statement.Other(text, "", true);
        }
        if (cursor.take("ALTER")) {
            return alter(cursor, text);
        }
        if (cursor.take("CREATE")) {
            return create(cursor, text);
        }
        if (cursor.take("DROP")) {
            return drop(cursor, text);
        }
        if (cursor.take("RENAME", "TABLE") || cursor.take("RENAME", "TABLES")) {
            return rename(cursor, text);
        }
        if (cursor.take("TRUNCATE")) {
            cursor.take("TABLE");
            return new Statement.Truncate(text, cursor.table());
        }
        String verb = cursor.next().text().toUpperCase(Locale.ROOT);
        return new Statement.Other(text, verb, HARMLESS.contains(verb));
    }

    /**
     * Is a statement that the log marks as one of its session alone about a temporary table, and so
     * about none that others see? A temporary table hides the one that has its name.
     */
    public static boolean isOfTemporaryTable(String statement, String database) {
        Statement read;
        try {
            read = read(statement, database);
        } catch (UnreadableStatementException e) {
            return false;
        }
        if (statement.toUpperCase(Locale.ROOT).contains("CONNECTION_ID")) {
            return false; // for that it gets the mark too
        }
        return read instanceof Statement.Alter
                || read instanceof Statement.Rename rename && rename.renamed().size() == 1
                || read instanceof Statement.Truncate;
    }

    /** MariaDB's {@code SET STATEMENT max_statement_time=1 FOR ...}. */
    private static void passSettings(Cursor cursor) {
        if (cursor.take("SET", "STATEMENT")) {
            while (!cursor.take("FOR")) {
                cursor.next();
            }
        }
    }

    private static Statement alter(Cursor cursor, String text) {
        boolean ignore = false;
        boolean passed = true;
        while (passed) {
            passed = cursor.take("ONLINE") || cursor.take("OFFLINE");
            if (cursor.take("IGNORE")) {
                ignore = true;
                passed = true;
            }
        }
        if (cursor.take("DATABASE") || cursor.take("SCHEMA")) {
            return DatabaseReader.altered(cursor, text);
        }
        if (!cursor.take("TABLE")) {
            return other(cursor, text, "ALTER");
        }
        cursor.take("IF", "EXISTS");
        TableId table = cursor.table();
        passWait(cursor);
        return new AlterReader(cursor, table).read(text, ignore);
    }

    private static void passWait(Cursor cursor) {
        if (cursor.take("WAIT")) {
            cursor.next();
        } else {
            cursor.take("NOWAIT");
        }
    }

    private static Statement create(Cursor cursor, String text) {
        boolean replaces = cursor.take("OR", "REPLACE");
        if (cursor.take("DATABASE") || cursor.take("SCHEMA")) {
            return DatabaseReader.created(cursor, text, replaces);
        }
        boolean temporary = cursor.take("TEMPORARY");
        if (!cursor.take("TABLE")) {
            return other(cursor, text, "CREATE");
        }
        boolean ifNotExists = cursor.take("IF", "NOT", "EXISTS");
        TableId table = cursor.table();
        boolean inParentheses = cursor.seesSymbol('(');
        if (inParentheses && cursor.peek(1) != null && cursor.peek(1).is("LIKE")) {
            cursor.takeSymbol('(');
        }
        Optional<TableId> like =
                cursor.take("LIKE") ? Optional.of(cursor.table()) : Optional.empty();
        return new Statement.Create(text, table, temporary, replaces, ifNotExists, like);
    }

    private static Statement drop(Cursor cursor, String text) {
        boolean temporary = cursor.take("TEMPORARY");
        if (cursor.take("DATABASE") || cursor.take("SCHEMA")) {
            cursor.take("IF", "EXISTS");
            return new Statement.DropDatabase(text, cursor.name().text());
        }
        if (!cursor.take("TABLE") && !cursor.take("TABLES")) {
            return other(cursor, text, "DROP");
        }
        cursor.take("IF", "EXISTS");
        List<TableId> tables = new ArrayList<>();
        do {
            tables.add(cursor.table());
        } while (cursor.takeSymbol(','));
        return temporary
                ? new Statement.Other(text, Statement.DROP_TEMPORARY, true)
                : new Statement.Drop(text, tables);
    }

    private static Statement rename(Cursor cursor, String text) {
        cursor.take("IF", "EXISTS");
        List<Statement.Renamed> renamed = new ArrayList<>();
        do {
            TableId from = cursor.table();
            passWait(cursor);
            if (!cursor.take("TO")) {
                throw new UnreadableStatementException("a name is missing");
            }
            renamed.add(new Statement.Renamed(from, cursor.table()));
        } while (cursor.takeSymbol(','));
        return new Statement.Rename(text, renamed);
    }

    /** The kind of thing is among the next words: {@code DEFINER=`u`@`h` VIEW}. */
    private static Statement other(Cursor cursor, String text, String verb) {
        boolean harmless = false;
        String kind = verb;
        for (int i = 0; i < 24 && cursor.peek(i) != null; i++) {
            Token token = cursor.peek(i);
            String word = token.text().toUpperCase(Locale.ROOT);
            if (token.kind() == Token.Kind.WORD && NO_TABLES.contains(word)) {
                kind = verb + " " + word;
                harmless = true;
                break;
            }
        }
        return new Statement.Other(text, kind, harmless);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.statement.Step.Place;
import io.dmsconnect.source.binlog.statement.Step.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the parts of an ALTER TABLE, behind the table's name. */
final class AlterReader {
    /** What may follow the last part without a comma. */
    private static final String[][] ENDS = {{"PARTITION", "BY"}, {"REMOVE", "PARTITIONING"}};

    /**
     * Words that begin an index or a constraint; none of them is a column's name without quotes.
     */
    private static final String[] NO_COLUMN = {
        "INDEX", "KEY", "FULLTEXT", "SPATIAL", "UNIQUE", "PRIMARY", "CONSTRAINT", "FOREIGN", "CHECK"
    };

    private final Cursor cursor;
    private final TableId table;
    private final List<Step> steps = new ArrayList<>();
    private final List<Alteration.KeyColumn> keyColumns = new ArrayList<>();
    private final List<Span> blanks = new ArrayList<>();
    private final List<Span> defaults = new ArrayList<>();
    private final List<Statement.Rewrite> rewritten = new ArrayList<>();
    private Optional<TableId> renamed = Optional.empty();
    private DefaultCharset charset;
    private boolean charsetNamed;
    private boolean versioning;
    private boolean ofPartitions;

    AlterReader(Cursor cursor, TableId table) {
        this.cursor = cursor;
        this.table = table;
    }

    Statement.Alter read(String text, boolean ignore) {
        if (ignore) {
            rewritten.add(new Statement.Rewrite(table, "ALTER IGNORE TABLE"));
        }
        while (!cursor.atEnd()) {
            part();
            if (!cursor.atEnd() && !cursor.takeSymbol(',')) {
                throw new UnreadableStatementException("a part of it is not known");
            }
        }
        String read = withoutDefaults(text);
        return new Statement.Alter(
                read,
                table,
                new Alteration(read, steps, keyColumns, blanks),
                renamed,
                List.copyOf(rewritten),
                Optional.ofNullable(charset),
                versioning,
                ofPartitions);
    }

    /** What rows to come get by themselves is in their images. */
    private String withoutDefaults(String text) {
        StringBuilder without = new StringBuilder(text);
        for (Span part : defaults) {
            String blank = " ".repeat(part.end() - part.start() - Alteration.NOTHING.length());
            without.replace(part.start(), part.end(), Alteration.NOTHING + blank);
        }
        return without.toString();
    }

    private void part() {
        int start = cursor.peek(0).start();
        if (cursor.take("ADD")) {
            add(start);
        } else if (cursor.take("CHANGE")) {
            boolean ifExists = columnIfExists();
            String from = cursor.column().text();
            change(start, from, cursor.name().text(), ifExists);
        } else if (cursor.take("MODIFY")) {
            boolean ifExists = columnIfExists();
            String name = cursor.column().text();
            change(start, name, name, ifExists);
        } else if (cursor.take("DROP")) {
            drop(start);
        } else if (cursor.take("RENAME")) {
            rename(start);
        } else if (cursor.take("ALTER")) {
            if (!isIndex()) {
                columnIfExists();
                cursor.column();
                cursor.passItem();
                defaults.add(new Span(start, cursor.end()));
            }
            cursor.passItem();
        } else {
            others();
        }
    }

    private boolean columnIfExists() {
        cursor.take("COLUMN");
        return cursor.take("IF", "EXISTS");
    }

    private void add(int start) {
        if (cursor.take("PARTITION")) {
            partitions();
        } else if (cursor.sees("SYSTEM", "VERSIONING")) {
            versioning = true;
            cursor.passItem();
        } else if (isIndex()) {
            index();
        } else {
            cursor.take("COLUMN");
            boolean ifNotExists = cursor.take("IF", "NOT", "EXISTS");
            if (cursor.seesSymbol('(')) {
                group(start, ifNotExists);
            } else {
                column(start, ifNotExists);
            }
        }
    }

    static boolean isIndexWord(Token token) {
        return Arrays.stream(NO_COLUMN).anyMatch(token::is);
    }

    private boolean isIndex() {
        return !cursor.atEnd() && isIndexWord(cursor.peek(0))
                || cursor.sees("VECTOR", "INDEX")
                || cursor.sees("VECTOR", "KEY")
                || cursor.sees("PERIOD", "FOR");
    }

    /** Several columns and indexes in parentheses. */
    private void group(int start, boolean ifNotExists) {
        cursor.takeSymbol('(');
        blanks.add(new Span(start, cursor.end()));
        do {
            int item = cursor.peek(0).start();
            boolean exists = cursor.take("IF", "NOT", "EXISTS") || ifNotExists;
            if (isIndex()) {
                blanks.add(new Span(item, item));
                index();
            } else {
                column(item, exists);
            }
        } while (cursor.takeSymbol(','));
        int end = cursor.end();
        if (!cursor.takeSymbol(')')) {
            throw new UnreadableStatementException("a parenthesis does not end");
        }
        blanks.add(new Span(end, cursor.end()));
        passOptions();
    }

    private void column(int start, boolean ifNotExists) {
        String name = cursor.column().text();
        define(Step.Kind.ADD, start, name, name, ifNotExists);
    }

    private void change(int start, String from, String to, boolean ifExists) {
        define(Step.Kind.CHANGE, start, from, to, ifExists);
    }

    private void define(Step.Kind kind, int start, String from, String to, boolean ifExists) {
        Span head = new Span(start, cursor.end());
        int open = 0;
        Place place = null;
        Span position = null;
        if (cursor.atEnd()) {
            throw new UnreadableStatementException("a column's type is missing");
        }
        cursor.next();
        boolean filled = false;
        while (!cursor.atEnd() && !(open == 0 && endsPart())) {
            filled |= open == 0 && fills(kind);
            int at = cursor.peek(0).start();
            if (open == 0 && cursor.sees("FIRST") && endsAfter(1)) {
                cursor.next();
                place = new Place(null);
                position = new Span(at, cursor.end());
            } else if (open == 0 && cursor.sees("AFTER") && endsAfter(2)) {
                cursor.next();
                place = new Place(cursor.name().text());
                position = new Span(at, cursor.end());
            } else {
                Token token = cursor.next();
                open += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            }
        }
        if (open != 0) {
            throw new UnreadableStatementException("a parenthesis does not end");
        }
        steps.add(
                new Step(
                        kind,
                        from,
                        to,
                        place,
                        ifExists,
                        filled,
                        new Step.Spans(new Span(start, cursor.end()), head, position)));
        passOptions();
    }

    /** Does the column get values from what comes next? */
    private boolean fills(Step.Kind kind) {
        Token next = cursor.peek(1);
        boolean isComputed = cursor.sees("AS") && next != null && next.isSymbol('(');
        boolean isNew = kind == Step.Kind.ADD;
        boolean hasDefault =
                cursor.sees("DEFAULT")
                        && next != null
                        && !next.is("NULL")
                        && !next.is("CHARACTER")
                        && !next.is("CHARSET");
        return isComputed || isNew && (hasDefault || cursor.sees("AUTO_INCREMENT"));
    }

    private boolean endsPart() {
        return endsAfter(0);
    }

    /** Does the part end behind so many more tokens? */
    private boolean endsAfter(int tokens) {
        Token token = cursor.peek(tokens);
        if (token == null || token.isSymbol(',') || token.isSymbol(')') || token.isSymbol(';')) {
            return true;
        }
        Token next = cursor.peek(tokens + 1);
        for (String[] end : ENDS) {
            if (token.is(end[0]) && next != null && next.is(end[1])) {
                return true;
            }
        }
        return false;
    }

    /** Partitioning changes no rows. */
    private void passOptions() {
        for (String[] end : ENDS) {
            if (cursor.sees(end)) {
                cursor.passAll();
                return;
            }
        }
    }

    /** Notes which columns it is of. */
    private void index() {
        int open = 0;
        boolean isName = false;
        while (!cursor.atEnd() && !(open == 0 && endsPart())) {
            Token token = cursor.next();
            if (open == 1 && isName && token.canBeName()) {
                keyColumns.add(
                        new Alteration.KeyColumn(
                                token.text(), new Span(token.start(), token.end())));
            }
            open += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            isName = token.isSymbol('(') || token.isSymbol(',');
        }
        passOptions();
    }

    private void drop(int start) {
        if (cursor.sees("PARTITION")) {
            rowsGo("DROP PARTITION");
        } else if (cursor.sees("SYSTEM", "VERSIONING")) {
            versioning = true;
            cursor.passItem();
        } else if (isIndex()) {
            cursor.passItem();
        } else {
            boolean ifExists = columnIfExists();
            String name = cursor.column().text();
            if (!cursor.take("RESTRICT")) {
                cursor.take("CASCADE");
            }
            Span whole = new Span(start, cursor.end());
            steps.add(
                    new Step(
                            Step.Kind.DROP,
                            name,
                            name,
                            null,
                            ifExists,
                            false,
                            new Step.Spans(whole, whole, null)));
            passOptions();
        }
    }

    private void rename(int start) {
        if (cursor.sees("INDEX") || cursor.sees("KEY")) {
            cursor.passItem();
        } else if (cursor.take("COLUMN")) {
            boolean ifExists = cursor.take("IF", "EXISTS");
            String from = cursor.column().text();
            if (!cursor.take("TO")) {
                throw new UnreadableStatementException("a name is missing");
            }
            String to = cursor.name().text();
            Span whole = new Span(start, cursor.end());
            steps.add(
                    new Step(
                            Step.Kind.RENAME,
                            from,
                            to,
                            null,
                            ifExists,
                            false,
                            new Step.Spans(whole, whole, null)));
        } else {
            if (!cursor.take("TO") && !cursor.take("AS")) {
                cursor.takeSymbol('=');
            }
            renamed = Optional.of(cursor.table());
        }
    }

    private void rowsGo(String what) {
        rewritten.add(new Statement.Rewrite(table, what));
        partitions();
    }

    /** Such a part is the only one. */
    private void partitions() {
        ofPartitions = true;
        cursor.passAll();
    }

    private void others() {
        if (cursor.sees("TRUNCATE", "PARTITION")) {
            rowsGo("TRUNCATE PARTITION");
        } else if (cursor.sees("DISCARD")) {
            rowsGo("DISCARD TABLESPACE");
        } else if (cursor.sees("IMPORT")) {
            rowsGo("IMPORT TABLESPACE");
        } else if (cursor.take("EXCHANGE", "PARTITION")) {
            cursor.name();
            expect("WITH", "TABLE");
            both("EXCHANGE PARTITION");
        } else if (cursor.take("CONVERT", "PARTITION")) {
            cursor.name();
            expect("TO", "TABLE");
            both(Statement.CONVERTED);
        } else if (cursor.take("CONVERT", "TABLE")) {
            both("CONVERT TABLE TO PARTITION");
        } else if (cursor.sees("PARTITION") || cursor.sees("REMOVE") || cursor.sees("ORDER")) {
            cursor.passAll();
        } else if (cursor.sees("COALESCE")
                || cursor.sees("REORGANIZE")
                || cursor.sees("REBUILD")
                || cursor.sees("ANALYZE")
                || cursor.sees("CHECK")
                || cursor.sees("OPTIMIZE")
                || cursor.sees("REPAIR")) {
            partitions();
        } else {
            if (!charset()) {
                cursor.next();
            }
            int open = 0;
            while (!cursor.atEnd() && !(open == 0 && cursor.seesSymbol(','))) {
                if (open == 0 && charset()) {
                    continue;
                }
                Token token = cursor.next();
                open += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            }
        }
    }

    /** Passes {@code CHARACTER SET utf8mb4}, {@code COLLATE = latin1_bin}. */
    private boolean charset() {
        boolean isCollation = cursor.sees("COLLATE");
        if (!isCollation
                && !cursor.take("CHARSET")
                && !cursor.take("CHARACTER", "SET")
                && !cursor.take("CHAR", "SET")) {
            return false;
        }
        if (isCollation) {
            cursor.next();
        }
        cursor.takeSymbol('=');
        Token name = cursor.next();
        if (!isCollation) {
            charset = new DefaultCharset(name.is("DEFAULT") ? null : name.text());
            charsetNamed = !name.is("DEFAULT");
        } else if (!charsetNamed) {
            charset =
                    new DefaultCharset(
                            name.is("DEFAULT")
                                    ? null
                                    : Charsets.ofCollation(name.text()).orElse(null));
        }
        return true;
    }

    private void expect(String... words) {
        if (!cursor.take(words)) {
            throw new UnreadableStatementException("a part of it is not known");
        }
    }

    private void both(String what) {
        TableId other = cursor.table();
        rowsGo(what);
        rewritten.add(new Statement.Rewrite(other, what));
    }
}

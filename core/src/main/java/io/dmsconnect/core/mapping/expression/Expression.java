// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.ValueText;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A DMS expression, compiled. Not thread-safe; lives as long as what compiled it. */
public final class Expression {
    private static final Set<String> RANDOM =
            Set.of("random", "randomblob", "current_timestamp", "current_date", "current_time");

    private static final Set<String> TIMES =
            Set.of("date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff");

    private final String text;
    private final PreparedStatement statement;
    private final Parameter[] parameters;
    private final Sha256 sha256 = new Sha256();
    private final boolean onlyHash;
    private final boolean deterministic;
    private final boolean operationIndicator;

    Expression(String text, Template template, PreparedStatement statement) throws SQLException {
        this.text = text;
        this.statement = statement;
        this.parameters = template.parameters().toArray(Parameter[]::new);
        this.onlyHash =
                template.sql().strip().equals("?1") && parameters[0] instanceof Parameter.OfHash;
        this.operationIndicator = template.words().contains(Template.OPERATION_INDICATOR);
        this.deterministic = isDeterministic(template);
        if (statement.getMetaData().getColumnCount() != 1) {
            throw new ExpressionException("it has to be one expression, not several");
        }
    }

    private static boolean isDeterministic(Template template) {
        boolean now =
                template.words().stream().anyMatch(TIMES::contains)
                        && (template.literals().contains("now")
                                || template.parameters().isEmpty()
                                || template.sql()
                                        .matches(
                                                "(?is).*\\b(date|time|datetime|julianday|unixepoch)\\s*\\(\\s*\\).*"));
        return !now
                && template.words().stream().noneMatch(RANDOM::contains)
                && template.parameters().stream().noneMatch(Parameter.OfHeader.class::isInstance);
    }

    public String text() {
        return text;
    }

    /** Positions of the source's columns it reads, ascending. */
    public List<Integer> columns() {
        TreeSet<Integer> columns = new TreeSet<>();
        for (Parameter parameter : parameters) {
            if (parameter instanceof Parameter.OfColumn of) {
                columns.add(of.index());
            } else if (parameter instanceof Parameter.OfHash hash) {
                columns.add(hash.of().index());
            }
        }
        return List.copyOf(columns);
    }

    /** False where the same row may give another value: random numbers, the time, the header. */
    public boolean isDeterministic() {
        return deterministic;
    }

    /** True where it tells what happened to the row, deletion included. */
    public boolean isOperationIndicator() {
        return operationIndicator;
    }

    /** Where the text is one column and nothing else, that column, which then can be copied. */
    public OptionalInt bareColumn() {
        return parameters.length == 1
                        && parameters[0] instanceof Parameter.OfColumn of
                        && text.strip().equals("$" + of.column().name())
                ? OptionalInt.of(of.index())
                : OptionalInt.empty();
    }

    /**
     * @param row of the source's table; null where the expression reads no column
     * @return null, {@link Long}, {@link Double}, {@link String} or {@code byte[]}
     * @throws ExpressionException where it has no value for this row
     */
    public Object evaluate(Row row, ChangeHeader header) {
        if (onlyHash) {
            return hash(((Parameter.OfHash) parameters[0]).of(), row);
        }
        try {
            for (int i = 0; i < parameters.length; i++) {
                bind(i + 1, parameters[i], row, header);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                Object value = result.getObject(1);
                return value instanceof Integer number ? Long.valueOf(number) : value;
            }
        } catch (SQLException e) {
            throw new ExpressionException(Expressions.reason(e), e);
        }
    }

    private void bind(int number, Parameter parameter, Row row, ChangeHeader header)
            throws SQLException {
        if (parameter instanceof Parameter.OfColumn of) {
            Binding.bind(statement, number, value(of, row), of.column().name());
        } else if (parameter instanceof Parameter.OfHash hash) {
            statement.setString(number, hash(hash.of(), row));
        } else if (parameter instanceof Parameter.OfHeader of) {
            statement.setString(number, of.variable().value(header));
        } else {
            statement.setString(number, ((Parameter.Constant) parameter).text());
        }
    }

    private static Object value(Parameter.OfColumn of, Row row) {
        if (!row.isPresent(of.index())) {
            throw new ExpressionException(
                    ("the change does not carry '%s', which did not change (PostgreSQL: ALTER"
                                    + " TABLE ... REPLICA IDENTITY FULL)")
                            .formatted(of.column().name()));
        }
        return row.value(of.index());
    }

    private String hash(Parameter.OfColumn of, Row row) {
        Object value = value(of, row);
        if (value == null) {
            return null;
        }
        return sha256.of(
                value instanceof byte[] bytes
                        ? bytes
                        : ValueText.format(value).getBytes(StandardCharsets.UTF_8));
    }
}

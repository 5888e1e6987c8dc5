// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.mapping.Comparison;
import io.dmsconnect.core.mapping.FilterSyntax;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.TemporalText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Set;

/** {@link FilterSyntax} for PostgreSQL. */
final class PgComparison implements FilterSyntax {
    /** Types that are equal in an index wherever their bytes are. */
    private static final Set<String> TEXTS = Set.of("text", "character varying", "character");

    @Override
    public String name(Column column) {
        return Sql.quote(column.name());
    }

    @Override
    public String compare(Column column, Comparison operator, Object constant) {
        String name = name(column);
        String sql = " " + operator.sql() + " ";
        String text = text(constant);
        return switch (column.type().kind()) {
            case BOOLEAN -> name + sql + text;
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC ->
                    name + sql + (constant instanceof Number ? text : literal(text) + "::numeric");
            case REAL4, REAL8 -> name + "::float8" + sql + literal(text) + "::float8";
            case DATE -> name + sql + literal(text) + "::date";
            case TIME -> name + sql + literal(text) + "::time";
            case DATETIME -> name + sql + literal(text) + "::timestamp";
            case DATETIME_TZ -> name + sql + literal(text) + "::timestamptz";
            case STRING, WSTRING, CLOB, NCLOB -> text(column, operator, text);
            case BYTES, BLOB ->
                    name
                            + sql
                            + literal("\\x" + HexFormat.of().formatHex((byte[]) constant))
                            + "::bytea";
        };
    }

    /**
     * The bytes of UTF-8 have the order of code points. What is no text is taken as the server
     * prints it, which a cast does not always do.
     */
    private static String text(Column column, Comparison operator, String text) {
        String name = Sql.quote(column.name());
        String exact =
                "(%s) COLLATE \"C\" %s %s"
                        .formatted(printed(column), operator.sql(), literal(text));
        return isText(column) && operator == Comparison.EQUAL
                ? "(%s = %s AND %s)".formatted(name, literal(text), exact)
                : exact;
    }

    private static boolean isText(Column column) {
        return TEXTS.contains(column.type().declaredName());
    }

    private static String printed(Column column) {
        String name = Sql.quote(column.name());
        return isText(column)
                ? name + "::text"
                : "CASE WHEN %s IS NOT NULL THEN concat(%s) END".formatted(name, name);
    }

    @Override
    public String like(Column column, String pattern) {
        return "(%s) COLLATE \"C\" LIKE %s ESCAPE ''".formatted(printed(column), literal(pattern));
    }

    private static String text(Object constant) {
        if (constant instanceof BigDecimal number) {
            String plain = number.toPlainString();
            return number.signum() < 0 ? "(" + plain + ")" : plain;
        } else if (constant instanceof Long number && number < 0) {
            return "(" + number + ")";
        } else if (constant instanceof Float number) {
            // the double it is, not the one that prints like it
            return Double.toString(number);
        } else if (constant instanceof LocalDate date) {
            return TemporalText.format(date);
        } else if (constant instanceof LocalTime time) {
            return TemporalText.format(time);
        } else if (constant instanceof LocalDateTime dateTime) {
            return TemporalText.format(dateTime);
        } else if (constant instanceof OffsetDateTime instant) {
            return TemporalText.format(instant);
        }
        return String.valueOf(constant);
    }

    /** Standard-conforming strings know no escapes, whatever the session says of them. */
    private static String literal(String text) {
        return text.contains("\\")
                ? "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
                : "'" + text.replace("'", "''") + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.mapping.Comparison;
import io.dmsconnect.core.mapping.FilterSyntax;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.TemporalText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Set;

/** {@link FilterSyntax} for MySQL and MariaDB; the session's time zone is UTC. */
final class BinlogComparison implements FilterSyntax {
    private static final Set<String> TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

    @Override
    public String name(Column column) {
        return Sql.quote(column.name());
    }

    @Override
    public String compare(Column column, Comparison operator, Object constant) {
        String name = name(column);
        String sql = " " + operator.sql() + " ";
        return switch (column.type().kind()) {
            // a number, which BIT and YEAR are not by themselves
            case BOOLEAN -> name + " + 0" + sql + (Boolean.TRUE.equals(constant) ? 1 : 0);
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC ->
                    (column.type().declaredName().equals("year") ? name + " + 0" : name)
                            + sql
                            + number(constant);
            case REAL4, REAL8 -> real(name, operator, ((Number) constant).doubleValue());
            case DATE -> name + sql + dated("DATE", constant);
            case DATETIME, DATETIME_TZ -> name + sql + dated("TIMESTAMP", constant);
            case TIME -> name + sql + dated("TIME", constant);
            case STRING, WSTRING, CLOB, NCLOB -> text(column, operator, constant.toString());
            case BYTES, BLOB ->
                    name + sql + "x'" + HexFormat.of().formatHex((byte[]) constant) + "'";
        };
    }

    private static String number(Object constant) {
        return constant instanceof BigDecimal number ? number.toPlainString() : constant.toString();
    }

    /** The server has neither NaN, which is more than all others, nor infinities. */
    private static String real(String name, Comparison operator, double constant) {
        if (Double.isNaN(constant) || Double.isInfinite(constant)) {
            boolean above = constant != Double.NEGATIVE_INFINITY;
            boolean holds =
                    switch (operator) {
                        case EQUAL -> false;
                        case NOT_EQUAL -> true;
                        case LESS, LESS_OR_EQUAL -> above;
                        case MORE, MORE_OR_EQUAL -> !above;
                    };
            // null for a null, too
            return name + (holds ? " = " : " <> ") + name;
        }
        String text = Double.toString(constant);
        return name + " * 1E0 " + operator.sql() + " " + (text.contains("E") ? text : text + "E0");
    }

    private static String dated(String type, Object constant) {
        if (constant instanceof SpecialValue special) {
            return "'" + special.text().replace("'", "''") + "'";
        }
        String text;
        if (constant instanceof LocalDate date) {
            text = TemporalText.format(date);
        } else if (constant instanceof LocalTime time) {
            text = TemporalText.format(time);
        } else if (constant instanceof OffsetDateTime instant) {
            text =
                    TemporalText.format(
                            instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        } else {
            text = TemporalText.format((LocalDateTime) constant);
        }
        return type + " '" + text + "'";
    }

    /**
     * Bytes of UTF-8 have the order of code points, and no blanks that do not count. An index is
     * found by the column's own equality, which all that is equal byte by byte passes; a constant
     * that the column's character set may not have cannot be compared so.
     */
    private static String text(Column column, Comparison operator, String constant) {
        String name = Sql.quote(column.name());
        String bytes =
                "x'" + HexFormat.of().formatHex(constant.getBytes(StandardCharsets.UTF_8)) + "'";
        String type = column.type().declaredName();
        String exact =
                "CAST(CONVERT(%s USING utf8mb4) AS BINARY) %s %s"
                        .formatted(expression(column, name, type), operator.sql(), bytes);
        boolean indexed =
                operator == Comparison.EQUAL
                        && TEXTS.contains(type)
                        && constant.chars().allMatch(c -> c >= ' ' && c < 127);
        return indexed ? "(%s = %s AND %s)".formatted(name, literal(constant), exact) : exact;
    }

    @Override
    public String like(Column column, String pattern) {
        return "CONVERT(%s USING utf8mb4) COLLATE utf8mb4_bin LIKE %s ESCAPE ''"
                .formatted(
                        expression(column, name(column), column.type().declaredName()),
                        literal(pattern));
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** As {@link LoadColumn} reads it. */
    private static String expression(Column column, String name, String type) {
        if (type.equals("bit")) {
            return "LPAD(BIN(%s + 0), %d, '0')".formatted(name, column.type().length());
        }
        return switch (column.type().kind()) {
            case STRING -> "CAST(" + name + " AS CHAR)";
            default -> name;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/**
 * Values as SQLite has them: 64-bit integers, doubles, texts, bytes. A number that none of these
 * holds is an error, never another number.
 */
final class Binding {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private Binding() {}

    static void bind(PreparedStatement statement, int number, Object value, String column)
            throws SQLException {
        if (value == null) {
            statement.setNull(number, Types.NULL);
        } else if (value instanceof Long integer) {
            statement.setLong(number, integer);
        } else if (value instanceof String text) {
            statement.setString(number, text);
        } else if (value instanceof Boolean bool) {
            statement.setLong(number, bool ? 1 : 0);
        } else if (value instanceof Double || value instanceof Float) {
            real(statement, number, ((Number) value).doubleValue(), column);
        } else if (value instanceof BigDecimal decimal) {
            decimal(statement, number, decimal, column);
        } else if (value instanceof BigInteger integer) {
            decimal(statement, number, new BigDecimal(integer), column);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(number, bytes);
        } else {
            statement.setString(number, ValueText.format(value));
        }
    }

    private static void real(PreparedStatement statement, int number, double value, String column)
            throws SQLException {
        if (Double.isNaN(value)) {
            // SQLite would make null of it
            throw new ExpressionException(
                    "'%s' is not a number (NaN), which an expression cannot read"
                            .formatted(column));
        }
        statement.setDouble(number, value);
    }

    private static void decimal(
            PreparedStatement statement, int number, BigDecimal value, String column)
            throws SQLException {
        if (value.signum() == 0 || value.stripTrailingZeros().scale() <= 0) {
            BigInteger integer = value.toBigIntegerExact();
            if (integer.compareTo(LEAST) >= 0 && integer.compareTo(MOST) <= 0) {
                statement.setLong(number, integer.longValue());
                return;
            }
        }
        double nearest = value.doubleValue();
        if (Double.isInfinite(nearest)
                || new BigDecimal(Double.toString(nearest)).compareTo(value) != 0) {
            throw new ExpressionException(
                    ("'%s' has more digits than an expression can read: SQLite computes with 64-bit"
                                    + " integers and doubles; take the column as it is ($%s alone)")
                            .formatted(column, column));
        }
        statement.setDouble(number, nearest);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Values for MySQL and MariaDB. What the server would alter instead of refusing is refused here.
 */
final class MySqlBinder {
    private static final int LAST_YEAR = 9999;

    private MySqlBinder() {}

    static Binder of(Column column) {
        return (statement, parameter, value) -> bind(column, statement, parameter, value);
    }

    private static void bind(
            Column column, PreparedStatement statement, int parameter, Object value)
            throws SQLException {
        if (value instanceof String digits && MySqlFamilyDialect.isBit(column.type())) {
            // a number, and no call around the parameter: the driver puts the rows of a batch
            // together, and takes the end of the call for the end of the row
            statement.setBigDecimal(parameter, new BigDecimal(new BigInteger(digits, 2)));
        } else if (value instanceof Long number) {
            statement.setLong(parameter, number);
        } else if (value instanceof BigInteger number) {
            statement.setBigDecimal(parameter, new BigDecimal(number));
        } else if (value instanceof BigDecimal number) {
            statement.setString(parameter, number.toPlainString());
        } else if (value instanceof Boolean flag) {
            statement.setInt(parameter, flag ? 1 : 0);
        } else if (value instanceof Float number) {
            // the text of a float may lie beyond the largest one; that of its double does not
            bindDouble(statement, parameter, finite(column, number).floatValue());
        } else if (value instanceof Double number) {
            bindDouble(statement, parameter, (Double) finite(column, number));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(parameter, bytes);
        } else {
            statement.setString(parameter, text(column, value));
        }
    }

    private static void bindDouble(PreparedStatement statement, int parameter, double number)
            throws SQLException {
        if (number == 0 && Math.copySign(1, number) < 0) {
            // the literal -0.0 is a DECIMAL, which has no negative zero
            statement.setString(parameter, "-0");
        } else {
            statement.setDouble(parameter, number);
        }
    }

    /** The text of any value, as LOAD DATA takes it; bytes as hexadecimal digits. */
    static String text(Column column, Object value) {
        if (value instanceof LocalDate date) {
            checkYear(column, date.getYear());
        } else if (value instanceof LocalDateTime dateTime) {
            checkYear(column, dateTime.getYear());
        } else if (value instanceof OffsetDateTime instant) {
            LocalDateTime utc = instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
            checkYear(column, utc.getYear());
            return ValueText.format(utc);
        } else if (value instanceof Float || value instanceof Double) {
            return Double.toString(finite(column, (Number) value).doubleValue());
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        } else if (value instanceof SpecialValue special && !isZeroDate(special)) {
            checkSpecial(column, special);
        }
        return ValueText.format(value);
    }

    private static boolean isZeroDate(SpecialValue special) {
        return special.text().matches("\\d{4}-\\d{2}-\\d{2}.*");
    }

    private static void checkSpecial(Column column, SpecialValue special) {
        switch (column.type().kind()) {
            case DATE, DATETIME, DATETIME_TZ ->
                    throw MySqlFamilyDialect.refused(
                            column, "'" + special.text() + "' has no form in MySQL or MariaDB");
            default -> {
                // TIME takes 24:00:00; NUMERIC is text where NaN can occur, DECIMAL refuses it
            }
        }
    }

    private static Number finite(Column column, Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw MySqlFamilyDialect.refused(column, number + " has no form in MySQL or MariaDB");
        }
        return number;
    }

    private static void checkYear(Column column, int year) {
        if (year < 1 || year > LAST_YEAR) {
            throw MySqlFamilyDialect.refused(
                    column,
                    "a date in the year %s is outside MySQL's and MariaDB's range"
                            .formatted(year < 1 ? (1 - year) + " BC" : Integer.toString(year)));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.compare;

import io.dmsconnect.cli.task.Engine.Family;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** How the values of a column are brought to one text that both sides share. */
enum Form {
    /** Any exact number: equal values have equal text, whatever their scale. */
    NUMBER {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            String text = row.getString(column);
            return text == null ? null : number(text);
        }
    },
    REAL4 {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            float value = row.getFloat(column);
            return row.wasNull() ? null : Float.toString(value);
        }
    },
    REAL8 {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            double value = row.getDouble(column);
            return row.wasNull() ? null : Double.toString(value);
        }
    },
    BOOLEAN {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            String text = row.getString(column);
            if (text == null) {
                return null;
            }
            return switch (text) {
                case "1", "t", "true" -> "true";
                case "0", "f", "false" -> "false";
                default -> text;
            };
        }
    },
    TEXT {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            return row.getString(column);
        }
    },
    /**
     * PostgreSQL pads char(n), MySQL and MariaDB cut the padding off: it is not part of the value.
     */
    PADDED_TEXT {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            String text = row.getString(column);
            return text == null ? null : text.replaceFirst(" +$", "");
        }
    },
    /** Equal documents, however they are written. */
    JSON {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            String text = row.getString(column);
            return text == null ? null : JsonText.canonical(text);
        }
    },
    BYTES {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            byte[] bytes = row.getBytes(column);
            return bytes == null ? null : HexFormat.of().formatHex(bytes);
        }
    },
    /** Dates and times; times with a zone are read in UTC on both sides. */
    TIME {
        @Override
        String read(ResultSet row, int column) throws SQLException {
            String text = row.getString(column);
            return text == null ? null : time(text);
        }
    };

    abstract String read(ResultSet row, int column) throws SQLException;

    /** Values of a key can be put in one order on both sides. */
    boolean ordered() {
        return this != REAL4 && this != REAL8 && this != JSON && this != PADDED_TEXT;
    }

    int compare(String left, String right) {
        if (this == NUMBER) {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        }
        return Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    static String number(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return text; // NaN and the like
        }
    }

    static String time(String text) {
        String plain = text.replaceFirst("(\\+00(:00)?|Z)$", "").replace('T', ' ');
        return plain.contains(".") ? plain.replaceFirst("\\.?0+$", "") : plain;
    }

    /**
     * @param type name as the database's catalogue has it: {@code data_type} of MySQL and MariaDB,
     *     {@code udt_name} of PostgreSQL
     * @param oneBit a bit column of length 1
     */
    static Form of(Family family, String type, boolean oneBit) {
        return switch (family) {
            case MYSQL -> mySql(type.toLowerCase(Locale.ROOT), oneBit);
            case POSTGRESQL -> postgreSql(type);
        };
    }

    private static Form mySql(String type, boolean oneBit) {
        return switch (type) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" -> NUMBER;
            case "float" -> REAL4;
            case "double" -> REAL8;
            case "bit" -> oneBit ? BOOLEAN : TEXT;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> BYTES;
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection" ->
                    BYTES;
            case "date", "datetime", "timestamp", "time" -> TIME;
            default -> TEXT;
        };
    }

    private static Form postgreSql(String type) {
        return switch (type) {
            case "int2", "int4", "int8", "numeric" -> NUMBER;
            case "float4" -> REAL4;
            case "float8" -> REAL8;
            case "bool" -> BOOLEAN;
            case "bytea" -> BYTES;
            case "bpchar" -> PADDED_TEXT;
            case "jsonb" -> JSON;
            case "date", "timestamp", "timestamptz", "time", "timetz" -> TIME;
            default -> TEXT;
        };
    }

    /**
     * The form in which a source column and its target column are to be equal: the source's, unless
     * the target's type changes how the value is written without changing the value.
     */
    static Form shared(Form source, Form target) {
        if (source == TEXT && (target == JSON || target == PADDED_TEXT)) {
            return target;
        }
        return source;
    }
}

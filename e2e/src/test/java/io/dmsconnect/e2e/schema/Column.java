// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/** A column of either side, and how its values are brought to the text both sides share. */
record Column(Engine engine, String name, String type, int bits) {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private enum Form {
        NUMBER,
        REAL4,
        REAL8,
        TRUTH,
        BYTES,
        TIME,
        JSON,
        PADDED,
        TEXT
    }

    String select() {
        String quoted = engine.isPostgreSql() ? "\"" + name + "\"" : "`" + name + "`";
        if (engine.isPostgreSql()) {
            return quoted;
        }
        return switch (type) {
            case "bit" ->
                    bits == 1
                            ? quoted + " + 0"
                            : "lpad(bin(%s + 0), %d, '0')".formatted(quoted, bits);
            case "year" -> quoted + " + 0";
            case "date", "datetime", "timestamp", "time" -> "cast(" + quoted + " as char)";
            default -> quoted;
        };
    }

    private Form form() {
        return switch (type) {
            case "int2",
                    "int4",
                    "int8",
                    "numeric",
                    "tinyint",
                    "smallint",
                    "mediumint",
                    "int",
                    "bigint",
                    "decimal",
                    "year" ->
                    Form.NUMBER;
            case "float4", "float" -> Form.REAL4;
            case "float8", "double" -> Form.REAL8;
            case "bool" -> Form.TRUTH;
            case "bit" -> !engine.isPostgreSql() && bits == 1 ? Form.TRUTH : Form.TEXT;
            case "bytea", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                    Form.BYTES;
            case "date", "datetime", "timestamp", "time", "timestamptz", "timetz" -> Form.TIME;
            case "json", "jsonb" -> Form.JSON;
            case "bpchar", "char" -> Form.PADDED;
            default -> Form.TEXT;
        };
    }

    /** As the source's type says. */
    String read(ResultSet row, int at, Column source) throws SQLException {
        switch (source.form()) {
            case REAL4 -> {
                float value = row.getFloat(at);
                return row.wasNull() ? null : Float.toString(value);
            }
            case REAL8 -> {
                double value = row.getDouble(at);
                return row.wasNull() ? null : Double.toString(value);
            }
            case BYTES -> {
                byte[] bytes = row.getBytes(at);
                return bytes == null ? null : HexFormat.of().formatHex(bytes);
            }
            default -> {
                String text = row.getString(at);
                return text == null ? null : canonical(source.form(), text);
            }
        }
    }

    private static String canonical(Form form, String text) {
        return switch (form) {
            case NUMBER -> number(text);
            case TRUTH ->
                    switch (text) {
                        case "1", "t", "true" -> "true";
                        case "0", "f", "false" -> "false";
                        default -> text;
                    };
            case TIME -> {
                String plain = text.replaceFirst("(\\+00(:00)?|Z)$", "").replace('T', ' ');
                yield plain.contains(".") ? plain.replaceFirst("\\.?0+$", "") : plain;
            }
            case JSON -> json(text);
            case PADDED -> text.replaceFirst(" +$", "");
            default -> text;
        };
    }

    private static String number(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return text; // NaN and the like
        }
    }

    private static String json(String text) {
        try {
            return JSON.writeValueAsString(JSON.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}

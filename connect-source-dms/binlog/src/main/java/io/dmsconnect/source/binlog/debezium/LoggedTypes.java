// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.source.binlog.BinlogTypes;
import io.dmsconnect.source.binlog.Flavour;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a column as a statement in the log declares it, in the words of the catalogue as far
 * as they follow from that.
 */
final class LoggedTypes {
    /** What a type is called in the catalogue. */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("integer", "int"),
                    Map.entry("int1", "tinyint"),
                    Map.entry("int2", "smallint"),
                    Map.entry("int3", "mediumint"),
                    Map.entry("middleint", "mediumint"),
                    Map.entry("int4", "int"),
                    Map.entry("int8", "bigint"),
                    Map.entry("bool", "tinyint"),
                    Map.entry("boolean", "tinyint"),
                    Map.entry("dec", "decimal"),
                    Map.entry("numeric", "decimal"),
                    Map.entry("fixed", "decimal"),
                    Map.entry("float4", "float"),
                    Map.entry("float8", "double"),
                    Map.entry("double precision", "double"),
                    Map.entry("real", "double"),
                    Map.entry("character", "char"),
                    Map.entry("nchar", "char"),
                    Map.entry("national char", "char"),
                    Map.entry("national character", "char"),
                    Map.entry("character varying", "varchar"),
                    Map.entry("char varying", "varchar"),
                    Map.entry("nvarchar", "varchar"),
                    Map.entry("national varchar", "varchar"));

    /** Digits of a DECIMAL, bits of a BIT where a declaration says none. */
    private static final int DECIMAL_DIGITS = 10;

    /** From so many bits on a FLOAT is a DOUBLE. */
    private static final int FLOAT_BITS = 24;

    private LoggedTypes() {}

    static DataType of(Flavour flavour, Column column) {
        String declared = column.typeName() == null ? "" : column.typeName();
        String words = declared.toLowerCase(Locale.ROOT).trim();
        boolean unsigned = words.contains("unsigned") || words.contains("zerofill");
        String plain = words.replace("unsigned", "").replace("zerofill", "").replace("signed", "");
        // VARCHAR(20) BINARY is a text with a binary collation
        String type = plain.trim().replaceFirst("\\s+binary$", "");
        String name = NAMES.getOrDefault(type, type);
        int length = column.length();
        int scale = column.scale().orElse(0);
        boolean isBinary = "binary".equalsIgnoreCase(column.charsetName());
        return switch (name) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" ->
                    type(flavour, name, name + (unsigned ? " unsigned" : ""), 0, 0, 0, 0);
            case "decimal" ->
                    type(
                            flavour,
                            name,
                            "decimal(" + (length > 0 ? length : DECIMAL_DIGITS) + "," + scale + ")",
                            0,
                            length > 0 ? length : DECIMAL_DIGITS,
                            scale,
                            0);
            case "float" -> {
                boolean isDouble = length > FLOAT_BITS && column.scale().isEmpty();
                String real = isDouble ? "double" : "float";
                yield type(flavour, real, real, 0, 0, 0, 0);
            }
            case "double", "year", "date", "json", "uuid", "inet4", "inet6" ->
                    name.equals("json") && flavour == Flavour.MARIADB
                            ? type(flavour, "longtext", "longtext", 0, 0, 0, 0)
                            : type(flavour, name, name, 0, 0, 0, 0);
            case "bit" ->
                    type(
                            flavour,
                            name,
                            "bit(" + Math.max(1, length) + ")",
                            0,
                            Math.max(1, length),
                            0,
                            0);
            case "time", "datetime", "timestamp" -> {
                int fraction = Math.max(0, length);
                yield type(
                        flavour,
                        name,
                        fraction == 0 ? name : name + "(" + fraction + ")",
                        0,
                        0,
                        0,
                        fraction);
            }
            case "char", "varchar" -> {
                if (column.charsetName() != null && column.charsetName().startsWith("inet")) {
                    yield type(flavour, column.charsetName(), column.charsetName(), 0, 0, 0, 0);
                }
                int characters = length < 0 ? 1 : length;
                String stored = isBinary ? name.replace("char", "binary") : name;
                yield type(
                        flavour, stored, stored + "(" + characters + ")", characters, 0, 0, 0);
            }
            case "binary", "varbinary" -> {
                int bytes = length < 0 ? 1 : length;
                yield type(flavour, name, name + "(" + bytes + ")", bytes, 0, 0, 0);
            }
            case "tinytext", "text", "mediumtext", "longtext" -> {
                String stored = isBinary ? name.replace("text", "blob") : name;
                yield type(flavour, stored, stored, 0, 0, 0, 0);
            }
            case "tinyblob", "blob", "mediumblob", "longblob" ->
                    type(flavour, name, name, 0, 0, 0, 0);
            case "enum", "set" -> members(flavour, name, column);
            case "serial" -> type(flavour, "bigint", "bigint unsigned", 0, 0, 0, 0);
            case "long", "long varchar" -> type(flavour, "mediumtext", "mediumtext", 0, 0, 0, 0);
            case "long varbinary" -> type(flavour, "mediumblob", "mediumblob", 0, 0, 0, 0);
            default -> type(flavour, name, name, 0, 0, 0, 0);
        };
    }

    private static DataType members(Flavour flavour, String name, Column column) {
        List<String> members = Members.of(column).all();
        int longest = members.stream().mapToInt(LoggedTypes::characters).max().orElse(0);
        int together =
                members.stream().mapToInt(LoggedTypes::characters).sum() + members.size() - 1;
        StringBuilder declaration = new StringBuilder(name);
        for (int i = 0; i < members.size(); i++) {
            declaration
                    .append(i == 0 ? '(' : ',')
                    .append('\'')
                    .append(members.get(i).replace("'", "''"))
                    .append('\'');
        }
        return type(
                flavour,
                name,
                declaration.append(')').toString(),
                name.equals("enum") ? longest : together,
                0,
                0,
                0);
    }

    private static int characters(String member) {
        return member.codePointCount(0, member.length());
    }

    private static DataType type(
            Flavour flavour,
            String name,
            String declaration,
            long characters,
            int precision,
            int scale,
            int fraction) {
        return BinlogTypes.of(flavour, name, declaration, characters, precision, scale, fraction);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DMS's type of a column, by what its catalogue declares; the same as the source connectors'. */
final class DeclaredType {
    private static final Pattern PARTS = Pattern.compile("([^(]*)(?:\\(([^)]*)\\))?(.*)");
    private static final int MICROSECONDS = 6;

    private DeclaredType() {}

    /**
     * @param declaration such as {@code bigint(20) unsigned}, {@code timestamp(3) with time zone}
     * @param characters longest value of a text or binary, or 0
     */
    static DataType of(Family family, String declaration, long characters, boolean isEnum) {
        Matcher parts = PARTS.matcher(declaration);
        if (!parts.matches()) {
            return DataType.of(Kind.NCLOB);
        }
        String name = (parts.group(1).trim() + " " + parts.group(3).trim()).trim();
        int[] numbers = numbers(parts.group(2));
        return switch (family) {
            case MYSQL -> mysql(name, numbers, (int) Math.min(Integer.MAX_VALUE, characters));
            case POSTGRESQL -> isEnum ? DataType.string(Kind.STRING, 63) : postgres(name, numbers);
        };
    }

    private static int[] numbers(String inside) {
        return inside == null || !inside.matches("-?\\d+(, *-?\\d+)*")
                ? new int[0]
                : Arrays.stream(inside.split(", *")).mapToInt(Integer::parseInt).toArray();
    }

    private static int number(int[] numbers, int index, int otherwise) {
        return index < numbers.length ? numbers[index] : otherwise;
    }

    private static DataType mysql(String name, int[] numbers, int characters) {
        boolean unsigned = name.contains("unsigned");
        int first = number(numbers, 0, 0);
        String bare = name.split(" ")[0];
        return switch (bare) {
            case "tinyint" -> DataType.of(unsigned ? Kind.UINT1 : Kind.INT1);
            case "smallint" -> DataType.of(unsigned ? Kind.UINT2 : Kind.INT2);
            case "mediumint", "int" -> DataType.of(unsigned ? Kind.UINT4 : Kind.INT4);
            case "bigint" -> DataType.of(unsigned ? Kind.UINT8 : Kind.INT8);
            case "decimal" -> DataType.numeric(first, number(numbers, 1, 0));
            case "float" -> DataType.of(Kind.REAL4);
            case "double" -> DataType.of(Kind.REAL8);
            case "bit" ->
                    first <= 1 ? DataType.of(Kind.BOOLEAN) : DataType.string(Kind.STRING, first);
            case "year" -> DataType.of(Kind.INT2);
            case "date" -> DataType.of(Kind.DATE);
            case "time" -> DataType.string(Kind.STRING, first == 0 ? 10 : 11 + first);
            case "datetime" -> DataType.temporal(Kind.DATETIME, first);
            case "timestamp" -> DataType.temporal(Kind.DATETIME_TZ, first);
            case "char", "varchar", "enum", "set" -> DataType.string(Kind.WSTRING, characters);
            case "json" -> DataType.of(Kind.CLOB);
            case "uuid" -> DataType.string(Kind.STRING, 36);
            case "inet6" -> DataType.string(Kind.STRING, 39);
            case "inet4" -> DataType.string(Kind.STRING, 15);
            case "binary", "varbinary" -> DataType.string(Kind.BYTES, characters);
            case "tinyblob", "blob", "mediumblob", "longblob", "vector" -> DataType.of(Kind.BLOB);
            default ->
                    bare.matches("(multi)?(point|linestring|polygon)|geom.*")
                            ? DataType.of(Kind.BLOB)
                            : DataType.of(Kind.NCLOB);
        };
    }

    private static DataType postgres(String name, int[] numbers) {
        int first = number(numbers, 0, -1);
        int fraction = number(numbers, 0, MICROSECONDS);
        return switch (name) {
            case "boolean" -> DataType.of(Kind.BOOLEAN);
            case "smallint" -> DataType.of(Kind.INT2);
            case "integer" -> DataType.of(Kind.INT4);
            case "bigint" -> DataType.of(Kind.INT8);
            case "real" -> DataType.of(Kind.REAL4);
            case "double precision" -> DataType.of(Kind.REAL8);
            case "numeric" -> DataType.numeric(first, number(numbers, 1, -1));
            case "date" -> DataType.of(Kind.DATE);
            case "time without time zone" -> DataType.temporal(Kind.TIME, fraction);
            case "timestamp without time zone" -> DataType.temporal(Kind.DATETIME, fraction);
            case "timestamp with time zone" -> DataType.temporal(Kind.DATETIME_TZ, fraction);
            case "character", "character varying" ->
                    first < 0 ? DataType.of(Kind.NCLOB) : DataType.string(Kind.WSTRING, first);
            case "bytea" -> DataType.of(Kind.BLOB);
            case "uuid" -> DataType.string(Kind.STRING, 36);
            case "bit", "bit varying" -> DataType.string(Kind.STRING, first);
            case "interval", "time with time zone", "inet", "cidr", "macaddr", "money" ->
                    DataType.of(Kind.STRING);
            default -> DataType.of(name.endsWith("range") ? Kind.STRING : Kind.NCLOB);
        };
    }
}

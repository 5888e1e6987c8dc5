// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;

/** DMS's type of a column in a schema change event, which has JDBC's number and SQL's name. */
final class JdbcTypes {
    /** MySQL allows this many characters; a schema change event says 1. */
    private static final int LONGEST_ENUM = 255;

    private static final Set<String> SPATIAL =
            Set.of(
                    "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION");

    private JdbcTypes() {}

    /**
     * @param length -1 where there is none, as for scale
     */
    static DataType of(int jdbcType, String sqlName, int length, int scale) {
        String name = sqlName.toUpperCase(Locale.ROOT);
        boolean unsigned = name.contains("UNSIGNED") || name.contains("ZEROFILL");
        if (name.equals("YEAR")) {
            return DataType.of(Kind.INT2);
        }
        if (name.equals("ENUM")) {
            return DataType.string(Kind.STRING, LONGEST_ENUM);
        }
        if (name.equals("SET")) {
            return DataType.of(Kind.NCLOB); // of any length: the event says 1
        }
        if (SPATIAL.contains(name)) {
            return DataType.of(Kind.BLOB);
        }
        if (name.startsWith("TIMESTAMP") && jdbcType == Types.TIMESTAMP_WITH_TIMEZONE) {
            return DataType.temporal(Kind.DATETIME_TZ, length);
        }
        return switch (jdbcType) {
            case Types.BOOLEAN -> DataType.of(Kind.BOOLEAN);
            case Types.BIT ->
                    length > 1 ? DataType.string(Kind.STRING, length) : DataType.of(Kind.BOOLEAN);
            case Types.TINYINT -> DataType.of(unsigned ? Kind.UINT1 : Kind.INT1);
            case Types.SMALLINT ->
                    name.startsWith("TINYINT")
                            ? DataType.of(unsigned ? Kind.UINT1 : Kind.INT1)
                            : DataType.of(unsigned ? Kind.UINT2 : Kind.INT2);
            case Types.INTEGER -> DataType.of(unsigned ? Kind.UINT4 : Kind.INT4);
            case Types.BIGINT -> DataType.of(unsigned ? Kind.UINT8 : Kind.INT8);
            case Types.DECIMAL, Types.NUMERIC -> DataType.numeric(length, scale);
            case Types.REAL -> DataType.of(Kind.REAL4);
            case Types.FLOAT ->
                    DataType.of(name.startsWith("FLOAT") && length <= 24 ? Kind.REAL4 : Kind.REAL8);
            case Types.DOUBLE -> DataType.of(Kind.REAL8);
            case Types.DATE -> DataType.of(Kind.DATE);
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> DataType.temporal(Kind.TIME, length);
            case Types.TIMESTAMP -> DataType.temporal(Kind.DATETIME, length);
            case Types.TIMESTAMP_WITH_TIMEZONE -> DataType.temporal(Kind.DATETIME_TZ, length);
            case Types.BINARY, Types.VARBINARY -> DataType.string(Kind.BYTES, length);
            case Types.LONGVARBINARY, Types.BLOB -> DataType.of(Kind.BLOB);
            case Types.CHAR, Types.VARCHAR -> text(name, Kind.STRING, length);
            case Types.NCHAR, Types.NVARCHAR -> text(name, Kind.WSTRING, length);
            case Types.CLOB, Types.LONGVARCHAR -> DataType.of(Kind.CLOB);
            default -> byName(name, length);
        };
    }

    private static DataType byName(String name, int length) {
        if (name.endsWith("BLOB")) {
            return DataType.of(Kind.BLOB);
        }
        return name.endsWith("BINARY")
                ? DataType.string(Kind.BYTES, length)
                : DataType.of(Kind.NCLOB);
    }

    /** Some parsers give text types of any length the number of VARCHAR. */
    private static DataType text(String name, Kind bounded, int length) {
        if (name.endsWith("BLOB")) {
            return DataType.of(Kind.BLOB);
        }
        return length < 0 || name.endsWith("TEXT")
                ? DataType.of(Kind.NCLOB)
                : DataType.string(bounded, length);
    }

    /** JDBC's number of a DMS type. */
    static int number(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Types.BOOLEAN;
            case INT1, UINT1 -> Types.TINYINT;
            case INT2, UINT2 -> Types.SMALLINT;
            case INT4, UINT4 -> Types.INTEGER;
            case INT8, UINT8 -> Types.BIGINT;
            case NUMERIC -> Types.NUMERIC;
            case REAL4 -> Types.REAL;
            case REAL8 -> Types.DOUBLE;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case DATETIME -> Types.TIMESTAMP;
            case DATETIME_TZ -> Types.TIMESTAMP_WITH_TIMEZONE;
            case STRING -> Types.VARCHAR;
            case WSTRING -> Types.NVARCHAR;
            case CLOB -> Types.CLOB;
            case NCLOB -> Types.NCLOB;
            case BYTES -> Types.VARBINARY;
            case BLOB -> Types.BLOB;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;

/** What a type of MySQL or MariaDB is in DMS's types. */
public final class BinlogTypes {
    private static final int TIME_LENGTH = 10;

    /** How MariaDB stores a column's values, which says nothing of the values themselves. */
    private static final String COMPRESSED = " /*M!100301 COMPRESSED*/";

    private BinlogTypes() {}

    /**
     * @param name DATA_TYPE of the catalogue
     * @param declaration COLUMN_TYPE of the catalogue
     * @param characters longest value; 0 where that means nothing
     * @param precision digits or bits
     * @param fraction digits of a fraction of a second
     */
    public static DataType of(
            Flavour flavour,
            String name,
            String declaration,
            long characters,
            int precision,
            int scale,
            int fraction) {
        boolean unsigned = declaration.contains("unsigned");
        int length = (int) Math.min(Integer.MAX_VALUE, characters);
        DataType type =
                switch (name) {
                    case "tinyint" -> DataType.of(unsigned ? Kind.UINT1 : Kind.INT1);
                    case "smallint" -> DataType.of(unsigned ? Kind.UINT2 : Kind.INT2);
                    case "mediumint", "int" -> DataType.of(unsigned ? Kind.UINT4 : Kind.INT4);
                    case "bigint" -> DataType.of(unsigned ? Kind.UINT8 : Kind.INT8);
                    case "decimal" -> DataType.numeric(precision, scale);
                    case "float" -> DataType.of(Kind.REAL4);
                    case "double" -> DataType.of(Kind.REAL8);
                    case "bit" ->
                            precision == 1
                                    ? DataType.of(Kind.BOOLEAN)
                                    : DataType.string(Kind.STRING, precision);
                    case "year" -> DataType.of(Kind.INT2);
                    case "date" -> DataType.of(Kind.DATE);
                    case "time" ->
                            DataType.string(
                                    Kind.STRING,
                                    fraction == 0 ? TIME_LENGTH : TIME_LENGTH + 1 + fraction);
                    case "datetime" -> DataType.temporal(Kind.DATETIME, fraction);
                    case "timestamp" -> DataType.temporal(Kind.DATETIME_TZ, fraction);
                    case "char", "varchar", "enum", "set" -> DataType.string(Kind.WSTRING, length);
                    case "json" -> DataType.of(Kind.CLOB);
                    case "uuid" -> DataType.string(Kind.STRING, 36);
                    case "inet6" -> DataType.string(Kind.STRING, 39);
                    case "inet4" -> DataType.string(Kind.STRING, 15);
                    case "binary", "varbinary" -> DataType.string(Kind.BYTES, length);
                    case "tinyblob", "blob", "mediumblob", "longblob", "vector" ->
                            DataType.of(Kind.BLOB);
                    default -> isSpatial(name) ? DataType.of(Kind.BLOB) : DataType.of(Kind.NCLOB);
                };
        return type.declared(flavour.engine(), declaration.replace(COMPRESSED, ""));
    }

    static boolean isSpatial(String name) {
        return switch (name) {
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection",
                    "geomcollection" ->
                    true;
            default -> false;
        };
    }
}

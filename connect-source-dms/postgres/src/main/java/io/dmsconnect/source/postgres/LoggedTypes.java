// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static io.dmsconnect.source.postgres.PgTypes.BIT;
import static io.dmsconnect.source.postgres.PgTypes.BOOL;
import static io.dmsconnect.source.postgres.PgTypes.BPCHAR;
import static io.dmsconnect.source.postgres.PgTypes.BYTEA;
import static io.dmsconnect.source.postgres.PgTypes.DATE;
import static io.dmsconnect.source.postgres.PgTypes.FLOAT4;
import static io.dmsconnect.source.postgres.PgTypes.FLOAT8;
import static io.dmsconnect.source.postgres.PgTypes.INT2;
import static io.dmsconnect.source.postgres.PgTypes.INT4;
import static io.dmsconnect.source.postgres.PgTypes.INT8;
import static io.dmsconnect.source.postgres.PgTypes.JSON;
import static io.dmsconnect.source.postgres.PgTypes.JSONB;
import static io.dmsconnect.source.postgres.PgTypes.NUMERIC;
import static io.dmsconnect.source.postgres.PgTypes.TEXT;
import static io.dmsconnect.source.postgres.PgTypes.TIME;
import static io.dmsconnect.source.postgres.PgTypes.TIMESTAMP;
import static io.dmsconnect.source.postgres.PgTypes.TIMESTAMPTZ;
import static io.dmsconnect.source.postgres.PgTypes.UUID;
import static io.dmsconnect.source.postgres.PgTypes.VARBIT;
import static io.dmsconnect.source.postgres.PgTypes.VARCHAR;

import io.debezium.spi.converter.RelationalColumn;
import io.dmsconnect.core.schema.DataType;
import java.util.Map;
import java.util.Optional;
import org.postgresql.core.Oid;

/**
 * The type that a column had when the log wrote a change: the log tells each column's type and
 * modifier, of which Debezium gives the type's number, the length and the scale. For the built-in
 * types without elements; of others the log has a number only, and the name is in the catalogue.
 */
final class LoggedTypes {
    private static final int HEADER = 4;
    private static final int LONGEST_NUMERIC = 1000;
    private static final int LONGEST_CHARACTERS = 10_485_760;
    private static final int FINEST_SECONDS = 6;

    /** Types of the server's own that have no modifier. */
    private static final Map<Integer, String> PLAIN =
            Map.of(
                    869, "inet",
                    650, "cidr",
                    829, "macaddr",
                    3904, "int4range",
                    3926, "int8range",
                    3906, "numrange",
                    3908, "tsrange",
                    3910, "tstzrange",
                    3912, "daterange");

    /** Of arrays of types that have no modifier, what they are made of. */
    private static final Map<Integer, String> ARRAYS =
            Map.of(
                    Oid.BOOL_ARRAY, "boolean",
                    Oid.INT2_ARRAY, "smallint",
                    Oid.INT4_ARRAY, "integer",
                    Oid.INT8_ARRAY, "bigint",
                    Oid.FLOAT4_ARRAY, "real",
                    Oid.FLOAT8_ARRAY, "double precision",
                    Oid.TEXT_ARRAY, "text",
                    Oid.UUID_ARRAY, "uuid",
                    Oid.DATE_ARRAY, "date");

    private LoggedTypes() {}

    static Optional<DataType> of(RelationalColumn column) {
        int oid = column.nativeType();
        int length = column.length().orElse(-1);
        int scale = column.scale().orElse(-1);
        return switch (oid) {
            case BOOL -> plain(oid, "boolean");
            case INT2 -> plain(oid, "smallint");
            case INT4 -> plain(oid, "integer");
            case INT8 -> plain(oid, "bigint");
            case FLOAT4 -> plain(oid, "real");
            case FLOAT8 -> plain(oid, "double precision");
            case TEXT -> plain(oid, "text");
            case BYTEA -> plain(oid, "bytea");
            case DATE -> plain(oid, "date");
            case UUID -> plain(oid, "uuid");
            case JSON -> plain(oid, "json");
            case JSONB -> plain(oid, "jsonb");
            case NUMERIC -> numeric(length, scale);
            case VARCHAR -> characters(oid, "character varying", "character varying", length);
            case BPCHAR -> characters(oid, "character", "bpchar", length);
            case TIME -> seconds(oid, "time", " without time zone", scale);
            case TIMESTAMP -> seconds(oid, "timestamp", " without time zone", scale);
            case TIMESTAMPTZ -> seconds(oid, "timestamp", " with time zone", scale);
            case BIT -> type(oid, length, "bit(" + length + ")");
            case VARBIT ->
                    length > 0 && length <= LONGEST_CHARACTERS * 8
                            ? type(oid, length, "bit varying(" + length + ")")
                            : plain(oid, "bit varying");
            default ->
                    ARRAYS.containsKey(oid)
                            ? Optional.of(array(ARRAYS.get(oid)))
                            : Optional.ofNullable(PLAIN.get(oid))
                                    .map(name -> plain(oid, name, name.endsWith("range")));
        };
    }

    private static DataType plain(int oid, String name, boolean range) {
        return PgTypes.of(oid, -1, name, true, range ? 'r' : 'b', false, name);
    }

    private static DataType array(String element) {
        return PgTypes.of(0, -1, "", true, 'b', true, element + "[]");
    }

    private static Optional<DataType> plain(int oid, String declaration) {
        return type(oid, -1, declaration);
    }

    private static Optional<DataType> type(int oid, int modifier, String declaration) {
        return Optional.of(PgTypes.of(oid, modifier, "", true, 'b', false, declaration));
    }

    private static Optional<DataType> numeric(int length, int scale) {
        if (length < 1 || length > LONGEST_NUMERIC) {
            return plain(NUMERIC, "numeric");
        }
        int modifier = (length << 16 | scale & 0x7ff) + HEADER;
        DataType type = PgTypes.of(NUMERIC, modifier, "", true, 'b', false, "");
        return Optional.of(
                type.declared(
                        type.engine(),
                        "numeric(%d,%d)".formatted(length, PgTypes.scale(modifier))));
    }

    private static Optional<DataType> characters(
            int oid, String name, String unbounded, int length) {
        return length < 1 || length > LONGEST_CHARACTERS
                ? plain(oid, unbounded)
                : type(oid, length + HEADER, name + "(" + length + ")");
    }

    /** A column without a precision has the finest, which the catalogue writes without a number. */
    private static Optional<DataType> seconds(int oid, String name, String zone, int scale) {
        return scale < 0 || scale >= FINEST_SECONDS
                ? plain(oid, name + zone)
                : type(oid, scale, name + "(" + scale + ")" + zone);
    }
}

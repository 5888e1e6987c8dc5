// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import java.util.Map;
import java.util.Set;

/** What a PostgreSQL type is in DMS's types. */
final class PgTypes {
    static final int BOOL = 16;
    static final int BYTEA = 17;
    static final int INT8 = 20;
    static final int INT2 = 21;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int JSON = 114;
    static final int FLOAT4 = 700;
    static final int FLOAT8 = 701;
    static final int BPCHAR = 1042;
    static final int VARCHAR = 1043;
    static final int UUID = 2950;
    static final int JSONB = 3802;
    static final int DATE = 1082;
    static final int TIME = 1083;
    static final int TIMESTAMP = 1114;
    static final int TIMESTAMPTZ = 1184;
    static final int NUMERIC = 1700;
    static final int BIT = 1560;
    static final int VARBIT = 1562;
    private static final int HEADER = 4;
    private static final int MICROSECONDS = 6;
    private static final int LONGEST_NAME = 63;

    /** Types Debezium hands on with every value intact; of all others the text is taken. */
    static final Set<Integer> EXACT_IN_DEBEZIUM =
            Set.of(
                    BOOL, BYTEA, INT8, INT2, INT4, TEXT, JSON, FLOAT4, FLOAT8, BPCHAR, VARCHAR,
                    UUID, JSONB);

    /** Built-in types whose text is bounded, and the longest it can be. */
    private static final Map<String, Integer> BOUNDED =
            Map.ofEntries(
                    Map.entry("interval", 100),
                    Map.entry("timetz", 24),
                    Map.entry("inet", 49),
                    Map.entry("cidr", 49),
                    Map.entry("macaddr", 17),
                    Map.entry("macaddr8", 23),
                    Map.entry("money", 60),
                    Map.entry("point", 64),
                    Map.entry("line", 80),
                    Map.entry("lseg", 128),
                    Map.entry("box", 128),
                    Map.entry("circle", 96),
                    Map.entry("pg_lsn", 17),
                    Map.entry("oid", 10),
                    Map.entry("name", LONGEST_NAME),
                    Map.entry("char", 4),
                    Map.entry("int4range", 30),
                    Map.entry("int8range", 48),
                    Map.entry("daterange", 40),
                    Map.entry("tsrange", 80),
                    Map.entry("tstzrange", 90));

    private PgTypes() {}

    /**
     * @param oid of the type, domains resolved
     * @param modifier as the catalogue has it, -1 for none
     * @param name of the type in pg_type
     * @param builtIn is it in pg_catalog?
     * @param form typtype: b(ase), c(omposite), e(num), r(ange), m(ultirange)
     * @param array is it an array?
     * @param declaration as format_type prints it
     */
    static DataType of(
            int oid,
            int modifier,
            String name,
            boolean builtIn,
            char form,
            boolean array,
            String declaration) {
        return plain(oid, modifier, name, builtIn, form, array).declared("postgres", declaration);
    }

    private static DataType plain(
            int oid, int modifier, String name, boolean builtIn, char form, boolean array) {
        if (array) {
            return DataType.of(Kind.NCLOB);
        }
        return switch (oid) {
            case BOOL -> DataType.of(Kind.BOOLEAN);
            case INT2 -> DataType.of(Kind.INT2);
            case INT4 -> DataType.of(Kind.INT4);
            case INT8 -> DataType.of(Kind.INT8);
            case FLOAT4 -> DataType.of(Kind.REAL4);
            case FLOAT8 -> DataType.of(Kind.REAL8);
            case NUMERIC -> numeric(modifier);
            case DATE -> DataType.of(Kind.DATE);
            case TIME -> DataType.temporal(Kind.TIME, fraction(modifier));
            case TIMESTAMP -> DataType.temporal(Kind.DATETIME, fraction(modifier));
            case TIMESTAMPTZ -> DataType.temporal(Kind.DATETIME_TZ, fraction(modifier));
            case BPCHAR, VARCHAR ->
                    modifier < HEADER
                            ? DataType.of(Kind.NCLOB)
                            : DataType.string(Kind.WSTRING, modifier - HEADER);
            case BYTEA -> DataType.of(Kind.BLOB);
            case UUID -> DataType.string(Kind.STRING, 36);
            case BIT, VARBIT -> DataType.string(Kind.STRING, modifier);
            default -> other(name, builtIn, form);
        };
    }

    private static DataType other(String name, boolean builtIn, char form) {
        if (form == 'e') {
            return DataType.string(Kind.STRING, LONGEST_NAME);
        }
        if (builtIn && BOUNDED.containsKey(name)) {
            return DataType.string(Kind.STRING, BOUNDED.get(name));
        }
        return DataType.of(form == 'r' || form == 'm' ? Kind.STRING : Kind.NCLOB);
    }

    private static DataType numeric(int modifier) {
        if (modifier < HEADER) {
            return DataType.numeric(-1, -1);
        }
        int scale = scale(modifier);
        int precision = modifier - HEADER >> 16 & 0xffff;
        // numeric(3, -2) has values up to 99900
        return scale < 0
                ? DataType.numeric(precision - scale, 0)
                : DataType.numeric(precision, scale);
    }

    /** Of a numeric's modifier: eleven bits with sign, since a scale may be negative. */
    static int scale(int modifier) {
        return ((modifier - HEADER & 0x7ff) ^ 1024) - 1024;
    }

    private static int fraction(int modifier) {
        return modifier < 0 ? MICROSECONDS : modifier;
    }
}

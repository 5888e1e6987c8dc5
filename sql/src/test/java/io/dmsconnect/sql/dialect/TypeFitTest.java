// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import org.junit.jupiter.api.Test;

class TypeFitTest {
    private static final DataType INT4 = DataType.of(Kind.INT4);
    private static final DataType INT8 = DataType.of(Kind.INT8);
    private static final DataType TEXT = DataType.of(Kind.NCLOB);

    private static DataType varchar(int length) {
        return DataType.string(Kind.WSTRING, length);
    }

    private static DataType at(int fraction) {
        return DataType.temporal(Kind.DATETIME, fraction);
    }

    private static DataType mysql(Kind kind, String declaration) {
        return DataType.of(kind).declared("mysql", declaration);
    }

    private static void keeps(DataType from, DataType to) {
        assertThat(TypeFit.keepsValues(from, to)).as(from + " to " + to).isTrue();
    }

    private static void mayRewrite(DataType from, DataType to) {
        assertThat(TypeFit.keepsValues(from, to)).as(from + " to " + to).isFalse();
    }

    @Test
    void whatGrowsKeepsItsValues() {
        keeps(varchar(10), varchar(50));
        keeps(varchar(10), TEXT);
        keeps(INT4, INT8);
        keeps(INT8, DataType.numeric(19, 0));
        keeps(INT8, TEXT);
        keeps(DataType.numeric(5, 2), DataType.numeric(10, 4));
        keeps(DataType.numeric(5, 2), DataType.numeric(-1, -1));
        keeps(DataType.numeric(10, 2), DataType.numeric(10, 4));
        keeps(at(0), at(6));
        keeps(DataType.of(Kind.DATE), at(3));
        keeps(DataType.of(Kind.REAL4), DataType.of(Kind.REAL8));
        keeps(mysql(Kind.STRING, "enum('a')"), mysql(Kind.STRING, "enum('b','a')"));
        keeps(mysql(Kind.BLOB, "blob"), mysql(Kind.BLOB, "longblob"));
        keeps(mysql(Kind.CLOB, "text"), mysql(Kind.CLOB, "mediumtext"));
    }

    @Test
    void whatTheSourceHasCheckedKeepsItsValuesToo() {
        keeps(varchar(50), varchar(10));
        keeps(INT8, INT4);
        keeps(DataType.numeric(10, 2), DataType.numeric(6, 2));
        keeps(mysql(Kind.STRING, "enum('b','a')"), mysql(Kind.STRING, "enum('a')"));
    }

    @Test
    void whatMayHaveBeenRewritten() {
        mayRewrite(DataType.numeric(10, 4), DataType.numeric(10, 2));
        mayRewrite(DataType.numeric(-1, -1), DataType.numeric(10, 2));
        mayRewrite(at(6), at(3));
        mayRewrite(at(6), DataType.of(Kind.DATE));
        mayRewrite(at(6), DataType.temporal(Kind.DATETIME_TZ, 6));
        mayRewrite(DataType.of(Kind.REAL8), DataType.of(Kind.REAL4));
        mayRewrite(DataType.of(Kind.REAL8), TEXT);
        mayRewrite(DataType.of(Kind.REAL8), DataType.numeric(-1, -1));
        mayRewrite(TEXT, INT4);
        mayRewrite(INT8, DataType.of(Kind.REAL8));
        mayRewrite(INT4, DataType.of(Kind.BOOLEAN));
        mayRewrite(varchar(9), mysql(Kind.STRING, "char(9)"));
        DataType json = TEXT.declared("postgres", "json");
        mayRewrite(json, TEXT.declared("postgres", "jsonb"));
        mayRewrite(TEXT.declared("postgres", "integer[]"), TEXT);
    }
}

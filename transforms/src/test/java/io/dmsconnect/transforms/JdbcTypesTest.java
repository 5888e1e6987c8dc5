// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns as Debezium's schema change events describe them. */
class JdbcTypesTest {
    @ParameterizedTest
    @CsvSource({
        "-5,BIGINT UNSIGNED,20,-1,UINT8,-1,-1,-1",
        "4,INT UNSIGNED,-1,-1,UINT4,-1,-1,-1",
        "5,TINYINT,1,-1,INT1,-1,-1,-1",
        "5,SMALLINT UNSIGNED,-1,-1,UINT2,-1,-1,-1",
        "4,YEAR,4,-1,INT2,-1,-1,-1",
        "3,DECIMAL,10,2,NUMERIC,-1,10,2",
        "6,FLOAT,-1,-1,REAL4,-1,-1,-1",
        "8,DOUBLE,-1,-1,REAL8,-1,-1,-1",
        "-7,BIT,1,-1,BOOLEAN,-1,-1,-1",
        "-7,BIT,12,-1,STRING,12,-1,-1",
        "12,VARCHAR,20,-1,STRING,20,-1,-1",
        "-9,NVARCHAR,20,-1,WSTRING,20,-1,-1",
        "12,LONGTEXT,-1,-1,NCLOB,-1,-1,-1",
        "1,ENUM,1,-1,STRING,255,-1,-1",
        "1,SET,1,-1,NCLOB,-1,-1,-1",
        "1111,JSON,-1,-1,NCLOB,-1,-1,-1",
        "1111,POINT,-1,-1,BLOB,-1,-1,-1",
        "-3,VARBINARY,16,-1,BYTES,16,-1,-1",
        "2004,TINYBLOB,-1,-1,BLOB,-1,-1,-1",
        "91,DATE,-1,-1,DATE,-1,-1,-1",
        "93,DATETIME,3,-1,DATETIME,-1,-1,3",
        "2014,TIMESTAMP,6,-1,DATETIME_TZ,-1,-1,6"
    })
    void kindsAndSizes(
            int jdbcType,
            String name,
            int length,
            int scale,
            DataType.Kind kind,
            int size,
            int precision,
            int places) {
        assertThat(JdbcTypes.of(jdbcType, name, length, scale))
                .isEqualTo(new DataType(kind, size, precision, places, "", ""));
    }
}

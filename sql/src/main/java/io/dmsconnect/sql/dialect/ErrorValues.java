// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;
import java.sql.SQLException;

/**
 * MySQL's and MariaDB's ENUM has an empty text with the number 0, which a session that is not
 * strict once stored in place of a value that is no member. A strict session refuses to store it; a
 * row that has it is written by a session that is not, which warns of this column then.
 *
 * @param lenient statement that makes the session one that is not strict
 * @param strict statement that takes this back
 * @param code the server's, of the refusal and of the warning, whose text names the column
 */
public record ErrorValues(String lenient, String strict, int code) {
    /** Could it be one? It is a member's text where the type has an empty one. */
    public static boolean mayBe(DataType type, Object value) {
        return "".equals(value) && type.isMySqlFamily() && type.declaredName().equals("enum");
    }

    public boolean isRefusal(SQLException failure) {
        return failure.getErrorCode() == code;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Hands one value, which is not null, to a statement. */
@FunctionalInterface
public interface Binder {
    /**
     * @throws io.dmsconnect.core.failure.ReplicationException (RECORD) for a value the target has
     *     no form for, where the server itself would alter it
     */
    void bind(PreparedStatement statement, int parameter, Object value) throws SQLException;
}

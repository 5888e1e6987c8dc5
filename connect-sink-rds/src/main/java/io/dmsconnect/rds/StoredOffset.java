// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.util.Optional;

/**
 * How far the target has a partition.
 *
 * @param next offset that it expects
 * @param last a record that it has applied; empty where none is known
 */
record StoredOffset(long next, Optional<KnownRecord> last) {
    static StoredOffset of(long next, Long offset, Long millis) {
        return new StoredOffset(
                next,
                offset == null || millis == null
                        ? Optional.empty()
                        : Optional.of(new KnownRecord(offset, millis)));
    }
}

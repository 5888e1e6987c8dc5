// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

/** What a change does to its table. */
public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE
}

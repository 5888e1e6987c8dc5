// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/** What happens on an error. Not every key allows every value. */
public enum ErrorPolicy {
    /** An event that cannot be sent is forgotten; for {@code EventErrorPolicy} only. */
    IGNORE,
    IGNORE_RECORD,
    LOG_ERROR,
    SUSPEND_TABLE,
    STOP_TASK,
    /** An insert that meets an existing row replaces it. */
    INSERT_RECORD,
    /** An update that finds no row inserts it. */
    UPDATE_RECORD
}

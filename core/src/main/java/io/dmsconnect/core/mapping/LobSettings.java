// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

/**
 * How a table's large objects are read: object {@code lob-settings} of table-settings.
 *
 * @param bulkMaxSizeKilobytes longer ones are cut (LIMITED) or looked up one by one (UNLIMITED)
 */
public record LobSettings(Mode mode, int bulkMaxSizeKilobytes) {
    /** Member {@code mode}. NONE: as the task's settings say. */
    public enum Mode {
        LIMITED,
        UNLIMITED,
        NONE
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/** What happens to a target table before its load. */
public enum TargetTablePrepMode {
    /** It is created if it is missing; its rows stay. */
    DO_NOTHING,
    DROP_AND_CREATE,
    /** It is created if it is missing, else emptied. */
    TRUNCATE_BEFORE_LOAD
}

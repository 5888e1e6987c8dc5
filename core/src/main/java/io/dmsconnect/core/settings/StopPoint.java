// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

/** Where a task that loads and then follows changes stops, until somebody resumes it. */
public enum StopPoint {
    NONE,
    /** All tables are loaded; no change has been applied. */
    AFTER_FULL_LOAD,
    /** The changes that came while tables were loaded are applied too, later ones are not. */
    AFTER_CACHED_CHANGES
}

// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

/** What has to be read, from a newer snapshot, of a table of which some slices have been loaded. */
public enum Resumption {
    /** All of it: its rows cannot be told apart, or may have moved from slice to slice unseen. */
    ALL,

    /** Slices that were not loaded. */
    UNFINISHED,

    /** Slices that were not loaded, and of the others what has changed since. */
    UNFINISHED_AND_CHANGED
}
